"""JSON lines from what is piped in to the standard output: each is answered as it comes, in order, whatever its length."""

import errno
import os
import sys
from collections.abc import Callable, Iterator
from typing import BinaryIO, ClassVar, Final, Protocol

import click

from habarshy.command import files
from schemas.errors.tree import CallError, Finding

CHUNK: Final = 65_536


class Answers(Protocol):
    """What answers lines."""

    limit: ClassVar[int]
    """No line is longer, in bytes."""

    def answer(self, line: bytes) -> bytes: ...

    def too_long(self) -> bytes:
        """The answer to a line that was too long to be read."""
        ...


class Cut:
    """Cuts bytes into lines as they come. Of a line that is longer than the limit nothing is kept."""

    def __init__(self, limit: int) -> None:
        self._limit, self._begun, self._overrun = limit, bytearray(), False

    def lines(self, chunk: bytes) -> Iterator[bytes | None]:
        """The lines that end in this chunk; None for one that was too long."""
        *ended, rest = chunk.split(b"\n")
        for part in ended:
            self._take(part)
            yield self._line()
        self._take(rest)

    def last(self) -> Iterator[bytes | None]:
        """What stood after the last line break."""
        yield self._line()

    def _take(self, part: bytes) -> None:
        self._begun += part
        if len(self._begun) > self._limit:
            self._begun.clear()
            self._overrun = True
        elif self._overrun:
            self._begun.clear()

    def _line(self) -> bytes | None:
        line = None if self._overrun else bytes(self._begun)
        self._begun.clear()
        self._overrun = False
        return line


def answer_batch(answers: Answers, *, alone: bool) -> None:
    """What --batch does. It stands alone: whatever else is named asks for one answer."""
    if not alone:
        raise click.UsageError("--batch", click.get_current_context())
    answer_lines(answers, limit=answers.limit)


def answer_lines(answers: Answers, *, limit: int) -> None:
    """Answers until nothing more comes. What came together is answered together, before waiting for more."""
    source, cut = piped_in(), Cut(limit)
    while chunk := _read(source):
        _write(answers, cut.lines(chunk))
    _write(answers, cut.last())


def _write(answers: Answers, lines: Iterator[bytes | None]) -> None:
    said = [
        answers.too_long() if line is None else answers.answer(line) for line in lines if line is None or line.strip()
    ]
    if said:
        click.echo(b"\n".join(said))


def piped_in() -> BinaryIO:
    # Python has no standard input at all where the shell closed it.
    if sys.stdin is None:
        raise _unreadable(OSError(errno.EBADF, os.strerror(errno.EBADF)))
    return sys.stdin.buffer


def _read(source: BinaryIO) -> bytes:
    """What is there by now, at least one byte; nothing at the end."""
    read: Callable[[int], bytes] = source.read1  # type: ignore[attr-defined] # every buffered reader has it; the ABC does not say so
    try:
        return read(CHUNK)
    except OSError as error:
        raise _unreadable(error) from error


def _unreadable(error: OSError) -> CallError:
    return CallError(Finding("HB-6010", "", {"name": "-", "what": files.reason(error)}))
