"""Tests that need a real Kafka and a real PostgreSQL."""
