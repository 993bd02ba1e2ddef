"""Who checks the evidence, without anything running."""
