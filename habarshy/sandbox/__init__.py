"""A whole bus on one machine, to try things out: stack, directory, agencies, and the bus's own process."""
