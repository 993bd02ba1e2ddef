"""What becomes of a record that reached the bus."""
