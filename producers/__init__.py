"""How we speak: everything that writes to Kafka."""
