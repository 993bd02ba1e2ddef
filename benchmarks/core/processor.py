"""What a process and those that it started have used of the processor, as Linux counts it."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Final

_TICKS: Final = os.sysconf("SC_CLK_TCK")
_PAGE_KIB: Final = os.sysconf("SC_PAGE_SIZE") // 1024
# Its own time in user and in kernel mode, then that of children which have ended; counted from the field after the name.
_TIMES: Final = slice(11, 15)


def seconds(number: int) -> float:
    return sum(map(_own, _family(number)))


def resident_kib(number: int) -> int:
    """Of its memory so much is in the machine's."""
    return sum(map(_resident, _family(number)))


def _resident(number: int) -> int:
    try:
        said = Path(f"/proc/{number}/statm").read_text(encoding="ascii")
    except OSError:
        return 0
    return int(said.split()[1]) * _PAGE_KIB


def _own(number: int) -> float:
    try:
        said = Path(f"/proc/{number}/stat").read_text(encoding="utf-8")
    except OSError:
        return 0.0
    return sum(map(int, said.rpartition(")")[2].split()[_TIMES])) / _TICKS


def _family(number: int) -> Iterator[int]:
    yield number
    for children in Path(f"/proc/{number}/task").glob("*/children"):
        try:
            found = children.read_text(encoding="ascii").split()
        except OSError:
            continue
        for child in found:
            yield from _family(int(child))
