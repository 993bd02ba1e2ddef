"""Who signed, and for whom it is sealed: keys, signatures, seals and the proofs of a batch."""
