"""A second implementation of the wire's forms, written from docs/how-to/speak-from-another-language.md alone; it imports nothing of ours."""
