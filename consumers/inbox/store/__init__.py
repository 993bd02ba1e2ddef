"""Where an agency keeps what it has taken, in one transaction with what the message made it do."""
