"""Follows the reference log: from its first entry to its end, and on as it grows."""
