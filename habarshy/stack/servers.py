"""A server that outlives the command which started it.

It holds a lock on a file for as long as it lives, because the file is its standard input: whether it runs is asked of the
lock and never of a process number, which the machine may have given to somebody else. Its number stands in the same file.
"""

import contextlib
import fcntl
import os
import signal
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Final

from habarshy.stack import files, waiting
from habarshy.stack.accounts import Account, OfProcess
from habarshy.stack.errors import broken

STOP_SECONDS: Final = 30.0
_KILL_SECONDS: Final = 10.0
_NUMBER_SECONDS: Final = 2.0

# Nothing of the caller's: neither what would steer Java or PostgreSQL, nor a secret. Names of folders may be Kazakh.
_ENVIRONMENT: Final = {"PATH": os.defpath, "LC_ALL": "C.UTF-8"}
# The shell leaves at once; the server, which is nobody's child then, keeps the lock as its standard input.
_DETACHED: Final = 'exec 3<&0; out="$1"; shift; "$@" <&3 3<&- >>"$out" 2>&1 & echo $! >&3'


@dataclass(frozen=True)
class Server:
    """One process of the stack: its name, the file whose lock it holds, and what it says outside its own log."""

    name: str
    lock: Path
    output: Path
    ending: signal.Signals = signal.SIGTERM

    def runs(self) -> bool:
        with contextlib.suppress(FileNotFoundError), self.lock.open("rb") as file:
            return not _locked(file.fileno())
        return False

    def number(self) -> int | None:
        """Its process number while it runs."""
        if not self.runs():
            return None
        return waiting.until(self._written_number, seconds=_NUMBER_SECONDS)

    def _written_number(self) -> int | None:
        written = self.lock.read_text(encoding="ascii").strip()
        return int(written) if written.isdigit() else None

    def start(
        self,
        command: Sequence[str],
        *,
        account: Account | None = None,
        environment: Mapping[str, str] = MappingProxyType({}),
    ) -> bool:
        """False where it runs already. Of the environment it gets what is given here and nothing else."""
        with files.writing_in(self.lock.parent):
            self.lock.parent.mkdir(parents=True, exist_ok=True)
            descriptor = os.open(self.lock, os.O_RDWR | os.O_CREAT, files.OWNER_ONLY)
        with os.fdopen(descriptor, "r+b") as lock:
            if not _locked(lock.fileno()):
                return False
            lock.truncate(0)
            subprocess.run(  # noqa: S603 - our own command line
                ["/bin/sh", "-c", _DETACHED, "sh", str(self.output), *command],
                stdin=lock,
                cwd=self.lock.parent,
                env={**_ENVIRONMENT, **environment},
                start_new_session=True,
                check=True,
                **(account.of_process() if account else OfProcess()),
            )
        return True

    def stop(self, seconds: float = STOP_SECONDS) -> bool:
        """Asks it to leave, and ends it when it does not. False where it did not run."""
        number = self.number()
        if number is None and not self.runs():
            return False
        for sign, patience in ((self.ending, seconds), (signal.SIGKILL, _KILL_SECONDS)):
            if number is not None:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(number, sign)
            if waiting.until(lambda: not self.runs(), seconds=patience):
                return True
        raise broken("HB-8012", server=self.name, pid=number or 0)


def finished(
    name: str, command: Sequence[str], *, seconds: float, log: Path, account: Account | None = None
) -> subprocess.CompletedProcess[str]:
    """A program that does one thing for a server and ends; its answer, whatever that is, or HB-8007."""
    try:
        return subprocess.run(  # noqa: S603 - our own command line
            command,
            capture_output=True,
            text=True,
            timeout=seconds,
            check=False,
            cwd=log.parent,
            **(account.of_process() if account else OfProcess()),
        )
    except subprocess.TimeoutExpired as error:
        raise broken("HB-8007", server=name, seconds=int(seconds), log=str(log)) from error


def _locked(descriptor: int) -> bool:
    """Whether the lock could be had; it is given back when the file is closed by everybody who has it."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
