"""Who checks the evidence: another agency's witness, and the operator's audit."""
