"""The real intake, relay and judging on a loop with virtual time, one seeded source of chance, and fakes at the ports of wire and ledger."""
