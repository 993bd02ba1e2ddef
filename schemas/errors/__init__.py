"""Every error a person or a program can meet: one tree of exceptions, one registry of codes."""
