"""Who stands on the bus: the bus's own keys and users, and agencies as they are enrolled, changed and closed."""
