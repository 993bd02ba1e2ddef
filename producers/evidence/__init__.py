"""Numbers the evidence and writes its signed heads to the wire."""
