"""The spool as the Outbox sees it: its calls wait for the disk without holding up anything else, and share one wait where they can."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Self, TypeVar

from producers.outbox.spool_file import Failpoint, Limits, SpoolFile, nothing

T = TypeVar("T")


class Spool:
    """A file of messages that are to be sent, used by one process at a time."""

    def __init__(self, folder: Path, *, limits: Limits | None = None, at: Failpoint = nothing) -> None:
        self._folder, self._limits, self._at = folder, limits or Limits(), at
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="spool")
        self._wanted: list[tuple[Callable[[SpoolFile], Any], asyncio.Future[Any]]] = []
        self._writing: asyncio.Task[None] | None = None
        self._file: SpoolFile | None = None

    async def __aenter__(self) -> Self:
        try:
            self._file = await self._in_thread(lambda: SpoolFile(self._folder, limits=self._limits, at=self._at))
        except BaseException:
            self._thread.shutdown(wait=False)
            raise
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._writing is not None:
            await self._writing
        if (file := self._file) is not None:
            await self._in_thread(file.close)
        self._thread.shutdown()

    async def do(self, change: Callable[[SpoolFile], T]) -> T:
        """Makes a change and returns when it is on the disk; whatever is wanted meanwhile goes into the next transaction."""
        done: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._wanted.append((change, done))
        if self._writing is None:
            self._writing = asyncio.create_task(self._write())
        # A caller that gives up does not take back what is being written.
        return await asyncio.shield(done)

    async def read(self, question: Callable[[SpoolFile], T]) -> T:
        file = self._open
        return await self._in_thread(lambda: question(file))

    @property
    def _open(self) -> SpoolFile:
        assert self._file is not None, "use the spool with `async with`"  # noqa: S101 - a mistake of ours alone
        return self._file

    async def _write(self) -> None:
        file = self._open
        while self._wanted:
            batch, self._wanted = self._wanted, []
            changes = [lambda change=change: change(file) for change, _ in batch]
            try:
                results = await self._in_thread(lambda: file.together(changes))  # noqa: B023 - awaited within its turn of the loop
            except Exception as error:  # noqa: BLE001 - whoever wanted a change hears why it was not made
                results = [error] * len(batch)
            for (_, done), result in zip(batch, results, strict=True):
                _settle(done, result)
        self._writing = None

    async def _in_thread(self, call: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._thread, call)


def _settle(done: asyncio.Future[Any], result: object) -> None:
    if done.done():
        return
    if isinstance(result, Exception):
        done.set_exception(result)
    else:
        done.set_result(result)
