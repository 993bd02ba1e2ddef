"""Values that every implementation must reproduce. `python -m tests.vectors.making` writes vectors.json anew."""
