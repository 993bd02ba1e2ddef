"""The law in time: calendar, deadlines and their explanations. Pure."""
