"""How we hear: everything that reads from Kafka."""
