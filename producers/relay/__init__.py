"""The relay: writes what goes out into the inboxes, signs each batch for the bus, and marks what the wire has acknowledged."""
