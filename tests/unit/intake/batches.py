"""Batches as producers write them, one of whose records may have a header whose name is no UTF-8."""

import struct
from collections.abc import Sequence
from typing import Final

from aiokafka.record.default_records import _DefaultRecordBatchBuilderPy, _DefaultRecordBatchPy
from aiokafka.record.util import calc_crc32c

NAME: Final = b"\xff\xfe\xfd"
_STAND_IN: Final = "zzz"
Said = tuple[bytes | None, bytes | None, Sequence[tuple[str, bytes | None]]]


def batch(*records: Said, poisoned: int | None = None, compression: int = 0, first: int = 0) -> bytes:
    """The stand-in is replaced in the bytes, so a batch that is poisoned is not compressed."""
    builder = _DefaultRecordBatchBuilderPy(2, compression, 0, -1, -1, -1, 1_000_000)
    for number, (key, value, headers) in enumerate(records):
        extra = [(_STAND_IN, b"x")] if number == poisoned else []
        builder.append(number, 1_772_770_000_000 + number, key, value, [*headers, *extra])
    content = bytearray(builder.build()).replace(_STAND_IN.encode(), NAME)
    struct.pack_into(">q", content, 0, first)
    crc = calc_crc32c(content[_DefaultRecordBatchPy.ATTRIBUTES_OFFSET :])
    struct.pack_into(">I", content, _DefaultRecordBatchPy.CRC_OFFSET, crc)
    return bytes(content)


def stamped(content: bytes, timestamp_ms: int) -> bytes:
    """As a broker keeps it: with the instant of appending in place of the client's."""
    changed = bytearray(content)
    header = list(_DefaultRecordBatchPy.HEADER_STRUCT.unpack_from(changed))
    header[5] |= _DefaultRecordBatchPy.TIMESTAMP_TYPE_MASK
    header[8] = timestamp_ms
    _DefaultRecordBatchPy.HEADER_STRUCT.pack_into(changed, 0, *header)
    struct.pack_into(
        ">I", changed, _DefaultRecordBatchPy.CRC_OFFSET, calc_crc32c(changed[_DefaultRecordBatchPy.ATTRIBUTES_OFFSET :])
    )
    return bytes(changed)
