"""A wire that loses its end: what a broker had not brought to its disk when the power failed is gone from its files."""

import struct
from collections.abc import Iterator
from pathlib import Path
from typing import Final

_HEAD: Final = struct.Struct(">qi")
"""How a batch begins: the offset of its first record, and how many bytes follow."""


def cut(data: Path, topic: str, *, offset: int) -> int:
    """Of a broker that does not run: this record, and whatever lies behind it, was never written. Answers how many bytes went."""
    (file,) = (data / f"{topic}-0").glob("*.log")
    content = file.read_bytes()
    left = max((end for first, end in _batches(content) if first < offset), default=0)
    with file.open("r+b") as log:
        log.truncate(left)
    return len(content) - left


def _batches(content: bytes) -> Iterator[tuple[int, int]]:
    """The first offset of each, and where it ends."""
    at = 0
    while at + _HEAD.size <= len(content):
        first, length = _HEAD.unpack_from(content, at)
        at += _HEAD.size + length
        yield first, at
