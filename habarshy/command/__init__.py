"""The command: one module for each screen, one table of them in program.py."""
