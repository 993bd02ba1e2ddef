"""Whose turn it is: of each occasion the earliest message, of different occasions any. Nothing here waits for the wire."""

import asyncio
from collections import deque
from uuid import UUID


class Turns:
    """The waiting messages of one topic. Of one record key one message is under way at a time, in the order in which they came."""

    def __init__(self) -> None:
        self._chains: dict[bytes, deque[UUID]] = {}
        self._ready: deque[bytes] = deque()
        self._some = asyncio.Event()

    def __len__(self) -> int:
        return sum(map(len, self._chains.values()))

    def add(self, key: bytes, message: UUID) -> None:
        chain = self._chains.setdefault(key, deque())
        chain.append(message)
        if len(chain) == 1:
            self._make_ready(key)

    async def some(self) -> None:
        """Returns when it is some message's turn."""
        while not self._ready:
            self._some.clear()
            await self._some.wait()

    async def take(self) -> tuple[bytes, UUID]:
        """The next message whose turn it is, when there is one."""
        await self.some()
        key = self._ready.popleft()
        return key, self._chains[key][0]

    def done(self, key: bytes) -> None:
        """The message that was taken is on the wire: it is the turn of the next one of its key."""
        chain = self._chains[key]
        chain.popleft()
        if chain:
            self._make_ready(key)
        else:
            del self._chains[key]

    def back(self, key: bytes) -> None:
        """The message that was taken may not be on the wire: it is its turn again, after all others that wait."""
        self._make_ready(key)

    def _make_ready(self, key: bytes) -> None:
        self._ready.append(key)
        self._some.set()
