"""Whether what a broker gives goes on from what was read before. Each batch names the term of the leader that wrote it. Pure.

Within a term a log only grows. Where a fetch goes on in another term than the record before it has, the end of the log may have been
lost and filled again in between, and nothing else shows it: the record before is to be looked at once more.
"""

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from services.ledger.records import Partition

_HEAD: Final = struct.Struct(">qiibIhi")
"""How a batch begins: first offset, length, the leader's term, the format, checksum, attributes, how far on its last offset is."""
_FRAME: Final = 12
"""So many bytes stand before what the length counts."""
_FORMAT: Final = 2


class Run(NamedTuple):
    """Offsets from the first to before the end, written in one term."""

    first: int
    end: int
    term: int


def runs(content: bytes) -> Iterator[Run]:
    """Of the whole batches in these bytes; the last may be cut off."""
    at = 0
    while at + _HEAD.size <= len(content):
        first, length, term, form, _, _, last = _HEAD.unpack_from(content, at)
        at += _FRAME + length
        if form == _FORMAT and at <= len(content):
            yield Run(first, first + last + 1, term)


@dataclass(slots=True)
class Terms:
    """What is known of each partition since it was begun."""

    _read: dict[Partition, list[Run]] = field(default_factory=dict)
    _looked: dict[Partition, Run] = field(default_factory=dict)
    """Before these batches it was looked already: no need to look twice."""

    def forget(self, partition: Partition) -> None:
        """It is begun anew, and looked at there."""
        self._read.pop(partition, None)

    def follows(self, partition: Partition, asked: int, came: Sequence[Run]) -> bool:
        """Whether what came, asked from this offset on, goes on in the term of the record before; false once for the same batch."""
        if not came:
            return True
        read = [run._replace(end=min(run.end, asked)) for run in self._read.get(partition, []) if run.first < asked]
        before = read[-1] if read and read[-1].end == asked else None
        self._read[partition] = _joined([*(read if before else []), *came])
        if before is None or before.term == came[0].term or self._looked.get(partition) == came[0]:
            return True
        self._looked[partition] = came[0]
        return False


def _joined(parts: list[Run]) -> list[Run]:
    """Neighbours of one term as one."""
    found: list[Run] = []
    for run in parts:
        first = found.pop().first if found and found[-1].term == run.term else run.first
        found.append(run._replace(first=first))
    return found
