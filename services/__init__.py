"""What is decided and kept."""
