"""The service records: one frozen body for each duty that is met by telling somebody outside the bus."""
