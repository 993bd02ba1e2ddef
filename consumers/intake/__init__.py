"""Intake: reads what agencies send, decides what becomes of each record, and writes it into the ledger. It never writes to Kafka."""
