"""Who waits for a word about a message, and how each is told."""

import asyncio
import contextlib
from collections.abc import Iterator
from typing import Generic, TypeVar
from uuid import UUID

T = TypeVar("T")


class Awaited(Generic[T]):
    """A word may come to several that wait for it, and to none. Each has a future of its own: whoever leaves takes nobody else's."""

    def __init__(self) -> None:
        self._futures: dict[UUID, list[asyncio.Future[T]]] = {}

    @contextlib.contextmanager
    def of(self, message: UUID) -> Iterator[asyncio.Future[T]]:
        """Asked for before the message is looked up, or a word that comes meanwhile would be missed."""
        future: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._futures.setdefault(message, []).append(future)
        try:
            yield future
        finally:
            self._futures[message].remove(future)
            if not self._futures[message]:
                del self._futures[message]

    def tell(self, message: UUID, word: T) -> None:
        for future in self._futures.get(message, ()):
            if not future.done():
                future.set_result(word)
