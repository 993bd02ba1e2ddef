"""What a client knows of the directory: by the reference log, and while the wire is away by what it last knew."""

import asyncio
import logging
from collections.abc import Callable
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Final, Self

from pydantic import TypeAdapter, ValidationError

from consumers.reference.alarms import Alarm
from consumers.reference.follower import Follower
from producers.outbox.errors import broken
from producers.profile import ClientProfile
from schemas.directory.agency import AgencyVersion
from schemas.directory.directory import Directory
from schemas.errors.tree import LogError
from services import whole_files

_log: Final = logging.getLogger(__name__)
_VERSIONS: Final = TypeAdapter(tuple[AgencyVersion, ...])
FIRST_SECONDS: Final = 10.0
"""How long a start waits for the log before it goes by what was last known."""


def logged(alarm: Alarm) -> None:
    """What the log must tell whoever runs the client; a process that has a better place for it gives that."""
    _log.warning(
        "action=reference-alarm kind=%s offset=%d codes=%s",
        alarm.kind,
        alarm.offset,
        ",".join(f.code for f in alarm.findings),
    )


class Knowing:
    """`async with Knowing(profile) as knowing`; then `knowing.directory()`. Reading the log goes on until the end."""

    def __init__(
        self, profile: ClientProfile, *, alarm: Callable[[Alarm], None] = logged, first_seconds: float = FIRST_SECONDS
    ) -> None:
        self._follower = Follower(profile, alarm=alarm)
        self._file = profile.home / "directory.json"
        self._first_seconds = first_seconds
        self._remembered: Directory | None = None
        self._caught_up = False
        self._unread: LogError | None = None
        self._stack = AsyncExitStack()
        self._task: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        self._remembered = await asyncio.to_thread(_read, self._file)
        await self._stack.enter_async_context(self._follower)
        self._task = asyncio.create_task(self._catch_up(), name="directory")
        await asyncio.wait({self._task}, timeout=self._first_seconds)
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._task is not None:
            self._task.cancel()
            await asyncio.wait({self._task})
        try:
            if self._caught_up:
                await asyncio.to_thread(_remember, self._file, self._follower.state.directory)
        finally:
            await self._stack.aclose()

    def directory(self) -> Directory:
        """As it stands now; as it stood when the log was last read, while it cannot be; refused where it never was."""
        if self._caught_up:
            return self._follower.state.directory
        if self._remembered is None:
            raise self._unread if self._unread is not None and self._follower.is_broken else broken("HB-8314")
        return self._remembered

    async def _catch_up(self) -> None:
        while not self._caught_up and not self._follower.is_broken:
            try:
                state = await self._follower.caught_up()
            except LogError as error:
                _log.warning("action=reference-unread error=%s", error.findings[0].code)
                self._unread = error
                continue
            self._caught_up = True
            await asyncio.to_thread(_remember, self._file, state.directory)


def _read(path: Path) -> Directory | None:
    """What was written by ourselves; what is none of that is as if it were not there."""
    try:
        return Directory(_VERSIONS.validate_json(path.read_bytes()))
    except (OSError, ValidationError):
        return None


def _remember(path: Path, directory: Directory) -> None:
    """What cannot be written down is missed by the next start without a wire, and by nothing now."""
    try:
        whole_files.write(path, _VERSIONS.dump_json(directory.versions))
    except OSError as error:
        _log.warning("action=directory-unwritten path=%s error=%s", path, type(error).__name__)
