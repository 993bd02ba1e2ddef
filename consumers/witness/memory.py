"""What a witness has seen, in a file of SQLite of its own: every leaf, every head, its own countersignatures. Nothing of it is ever changed."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from consumers.witness.published import Published
from schemas.errors.tree import EvidenceError, Finding
from services.evidence.frontier import Frontier

_OWNER_ONLY: Final = 0o600
_HASH_BYTES: Final = 32
_TABLES: Final = """
create table if not exists leaf (number integer primary key, hash blob not null);
create table if not exists head (
    size integer primary key, origin text not null, root blob not null, peaks blob not null, signature text not null, public text not null,
    seconds integer not null, countersignature text not null, line blob not null
);
create table if not exists reading (only_one integer primary key check (only_one = 1), next_offset integer not null);
"""
_ADD_HEAD: Final = (
    "insert into head (size, origin, root, peaks, signature, public, seconds, countersignature, line)"
    " values (?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
_READ_TO: Final = (
    "insert into reading values (1, ?) on conflict (only_one) do update set next_offset = excluded.next_offset"
)
_LAST: Final = "select size, origin, root, peaks from head order by size desc limit 1"


@dataclass(frozen=True, slots=True)
class Countersigned:
    """A head that was found to extend all before it, with the witness's word for it."""

    published: Published
    seconds: int
    countersignature: str


@dataclass(frozen=True, slots=True)
class Seen:
    """Up to where a witness has read, and the largest log that it has seen."""

    next_offset: int = 0
    origin: str | None = None
    edge: Frontier = field(default_factory=Frontier)


class Memory:
    """EvidenceError where the file cannot be used, or is not what was written."""

    def __init__(self, path: Path, raw: sqlite3.Connection) -> None:
        self._path = path
        self._raw = raw

    def seen(self) -> Seen:
        with self._using():
            reading = self._raw.execute("select next_offset from reading").fetchone()
            last = self._raw.execute(_LAST).fetchone()
        if last is None:
            return Seen(reading[0] if reading else 0)
        size, origin, root, peaks = last
        edge = Frontier(size, tuple(_parted(peaks)))
        if len(edge.peaks) != size.bit_count() or edge.root != root:
            raise _unusable(self._path)
        return Seen(reading[0], origin, edge)

    def line_at(self, size: int) -> bytes | None:
        """The head of that size, as it was signed."""
        with self._using():
            found = self._raw.execute("select line from head where size = ?", (size,)).fetchone()
        return bytes(found[0]) if found else None

    def add(self, one: Countersigned, edge: Frontier) -> None:
        """All or nothing, and on the disk before it is told."""
        said, head = one.published, one.published.head
        row = (head.size, head.origin, head.root, b"".join(edge.peaks), said.signature, said.public)
        with self._using(), self._raw:
            self._raw.executemany("insert into leaf values (?, ?)", list(enumerate(said.leaves, start=said.before)))
            self._raw.execute(_ADD_HEAD, (*row, one.seconds, one.countersignature, said.line))
            self._raw.execute(_READ_TO, (said.offset + 1,))

    def pass_over(self, offset: int) -> None:
        """What was there says nothing new."""
        with self._using(), self._raw:
            self._raw.execute(_READ_TO, (offset + 1,))

    @contextmanager
    def _using(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise _unusable(self._path) from error


@contextmanager
def opened(path: Path) -> Iterator[Memory]:
    """One witness at a time has it."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(_OWNER_ONLY)
        raw = sqlite3.connect(path, timeout=0)
    except (OSError, sqlite3.Error) as error:
        raise _unusable(path) from error
    with closing(raw):
        try:
            raw.execute("pragma locking_mode = exclusive")
            raw.execute("pragma synchronous = full")
            raw.executescript(_TABLES)
            raw.execute("begin exclusive")
            raw.commit()
        except sqlite3.Error as error:
            raise _unusable(path) from error
        yield Memory(path, raw)


def _parted(peaks: bytes) -> list[bytes]:
    return [peaks[at : at + _HASH_BYTES] for at in range(0, len(peaks), _HASH_BYTES)]


def _unusable(path: Path) -> EvidenceError:
    return EvidenceError(Finding("HB-8709", "", {"path": str(path)}))
