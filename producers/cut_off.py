"""A lost connection that looks like a cancellation."""

import asyncio
import contextlib
from collections.abc import Iterator


class CutOffError(ConnectionError):
    """The library gave up its own futures when a connection was lost; what they would have said is not known."""


@contextlib.contextmanager
def translated() -> Iterator[None]:
    """The library, aiokafka, cancels its futures when a connection ends, and whoever awaits one looks cancelled though nobody asked for it.

    A task that dies of this dies without a word. Whoever was truly cancelled stays so.
    """
    try:
        yield
    except asyncio.CancelledError as error:
        task = asyncio.current_task()
        if task is not None and task.cancelling():
            raise
        raise CutOffError("the connection to the wire was lost") from error
