"""What may be said to have happened: one frozen model for each fact of the catalogue."""
