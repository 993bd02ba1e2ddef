"""The notices: one frozen body for each duty that an agency meets by telling another."""
