"""The Outbox: how an agency speaks. What it says is kept durably first, and sent until the wire has it."""
