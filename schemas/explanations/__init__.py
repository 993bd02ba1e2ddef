"""How a deadline or a verdict explains itself: the vocabulary of its steps, and the sentence that each step is to a person."""
