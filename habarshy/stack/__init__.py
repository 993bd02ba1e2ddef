"""A real Kafka and a real PostgreSQL from packages: made, started, mended, stopped, without root, containers or an installed Java."""
