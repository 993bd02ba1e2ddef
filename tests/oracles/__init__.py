"""What the tests compare with: slow and simple, written apart from what it judges."""
