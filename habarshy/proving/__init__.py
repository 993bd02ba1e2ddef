"""What a single record proves, to whoever holds it and believes the bus's first key: without the bus, and without the wire."""
