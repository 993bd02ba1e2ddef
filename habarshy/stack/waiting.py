"""Waiting for something outside this process: asked again and again until it is so, or until the time is over."""

import time
from collections.abc import Callable
from typing import Final, TypeVar

Answer = TypeVar("Answer")

PAUSE_SECONDS: Final = 0.02


def until(answer: Callable[[], Answer], *, seconds: float) -> Answer:
    """The first answer that is true, or the last one when the time is over."""
    deadline = time.monotonic() + seconds
    while not (answered := answer()) and time.monotonic() < deadline:
        time.sleep(PAUSE_SECONDS)
    return answered
