"""What a process that lasts does, and a command that ends within a second does not."""

import gc
from typing import Final

_YOUNG: Final = 50_000
"""So many new objects are looked through at a time. A batch of records makes tens of thousands that all live until it is stored:
with Python's own 700 they are looked through again and again, a tenth of the processor."""


def begin() -> None:
    """Garbage is looked for, but never in what was loaded up to here, which stays as long as the process."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(_YOUNG, 10, 10)
    gc.enable()
