"""The reference log: a chain of signed entries, and what stands once they are believed. Pure."""
