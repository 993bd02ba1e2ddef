"""The log of the evidence, without anything running."""
