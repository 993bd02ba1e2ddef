"""The ledger: what was read from the wire, what became of it, and what goes out because of it. The only place where state is."""
