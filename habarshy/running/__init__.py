"""The composition roots of the bus's processes: where settings, clocks and connections meet the code that needs them."""
