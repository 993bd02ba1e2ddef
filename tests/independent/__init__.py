"""A second implementation of the wire, written from docs/how-to/speak-from-another-language.md and the vectors alone; where it then differed from ours, the page was mended, and it after the page."""
