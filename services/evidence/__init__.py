"""The evidence: a log that can only grow, what proves its growth, and its signed heads. Pure; who stores its hashes is asked by a port."""
