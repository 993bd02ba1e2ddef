"""How an agency hears: each record proved, opened, and taken once, together with what it makes the agency do."""
