"""Bytes: how a message is written down so that the same value is always the same bytes, and read without trust."""
