"""One example for each situation, named as people speak, and whole stories. Used by tests, docs and the simulator; append-only."""
