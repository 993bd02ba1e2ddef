"""Files of a stack: written whole or not at all, secrets for their owner alone; what the disk objects to is said once, here."""

import contextlib
import errno
import fcntl
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from habarshy.stack.errors import broken

OWNER_ONLY: Final = 0o600
EVERYBODY_READS: Final = 0o644
_REMEDIES: Final = {
    errno.ENOSPC: "HB-8005",
    errno.EDQUOT: "HB-8005",
    errno.EACCES: "HB-8004",
    errno.EPERM: "HB-8004",
    errno.EROFS: "HB-8004",
    errno.ENOTDIR: "HB-8004",
    errno.EEXIST: "HB-8004",
}


@contextlib.contextmanager
def writing_in(folder: Path) -> Iterator[None]:
    """Says in our words that the disk is full or that the folder cannot be written."""
    try:
        yield
    except OSError as error:
        if error.errno not in _REMEDIES:
            raise
        raise broken(_REMEDIES[error.errno], path=str(folder)) from error


@contextlib.contextmanager
def alone(lock: Path) -> Iterator[None]:
    """One command at a time; another waits. The machine gives the lock back when its holder is killed."""
    with writing_in(lock.parent):
        lock.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, OWNER_ONLY)
    with os.fdopen(descriptor, "rb") as held:
        fcntl.flock(held.fileno(), fcntl.LOCK_EX)
        yield


def write(path: Path, text: str | bytes, *, mode: int = OWNER_ONLY) -> None:
    """Whoever reads meanwhile, or after we were killed, finds the old file or the new one."""
    with writing_in(path.parent):
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished = path.with_name(f"{path.name}.{os.getpid()}.new")
        descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode)
        with os.fdopen(descriptor, "wb") as file:
            file.write(text.encode() if isinstance(text, str) else text)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)


def last_lines(path: Path, count: int) -> list[str]:
    """The end of a log, without reading the rest of it."""
    with contextlib.suppress(FileNotFoundError), path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - count * 500))
        return file.read().decode(errors="replace").splitlines()[-count:]
    return []
