"""What is built to cost much costs little: time and memory stay within bounds of the bytes that were sent."""

import time
import tracemalloc

import pytest

from schemas.codec import record
from schemas.errors.tree import RefusedError
from tests.unit.codec import records

# Each once was expensive: quadratic in a regular expression, or an error object for every item.
COSTLY = {
    "escaped quotes after brackets, never closed": b"[]," * 20 + b'"' + b'\\"' * 300_000 + b"\\",
    "two hundred thousand empty wraps": b'{"wraps":[' + b",".join([b"{}"] * 200_000) + b"]}",
    "seventy thousand unknown fields": b"{" + b",".join(b'"k%d":1' % number for number in range(70_000)) + b"}",
    "a list of numbers where texts belong": b'{"wraps":[' + b",".join([b"1"] * 400_000) + b"]}",
    "a long text of backslashes": b'{"ciphertext":"' + b"\\\\" * 400_000 + b'"}',
}


@pytest.mark.parametrize("body_line", COSTLY.values(), ids=COSTLY.keys())
def test_a_costly_body_is_refused_within_bounds(body_line: bytes) -> None:
    raw = records.notice(body_line=body_line)
    tracemalloc.start()
    started = time.process_time()
    with pytest.raises(RefusedError):
        raw.decode()
    spent, (_, peak) = time.process_time() - started, tracemalloc.get_traced_memory()
    tracemalloc.stop()
    # Generous: measured is well under a second and some tens of megabytes; what these bounds catch took minutes or gigabytes.
    assert spent < 10
    assert peak < 200_000_000


def test_the_largest_allowed_record_is_read_within_bounds() -> None:
    body = records.SEALED_BODY.replace(b'"AAAA"', b'"' + b"A" * 890_000 + b'"')
    started = time.process_time()
    assert records.notice(body_line=body).decode().body_line == body
    assert time.process_time() - started < 5
    assert len(body) < record.RECORD_LIMIT
