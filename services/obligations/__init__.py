"""Who owes what to whom, and was it in time: judged from the accepted messages alone. Pure."""
