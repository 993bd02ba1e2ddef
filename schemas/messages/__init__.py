"""Every message: what may be said on the bus, each with one frozen model."""
