"""Whole scenarios judged at once, without a directory: for programs that check us, and for those who learn."""
