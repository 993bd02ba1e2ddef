"""What is built to cost much costs little: time and memory stay within bounds of the bytes that were sent."""

import time
import tracemalloc

import pytest

from schemas.codec import canonical, record
from schemas.errors.tree import RefusedError
from tests.unit.codec import records

# Each once was expensive: quadratic in a regular expression, or an error object for every item.
COSTLY = {
    "escaped quotes after brackets, never closed": b"[]," * 20 + b'"' + b'\\"' * 300_000 + b"\\",
    "two hundred thousand empty wraps": b'{"wraps":[' + b",".join([b"{}"] * 200_000) + b"]}",
    "seventy thousand unknown fields": b"{" + b",".join(b'"k%d":1' % number for number in range(70_000)) + b"}",
    "a list of numbers where texts belong": b'{"wraps":[' + b",".join([b"1"] * 400_000) + b"]}",
    "a quarter of a million empty lists": b'{"wraps":[' + b",".join([b"[]"] * 260_000) + b"]}",
    "a quarter of a million lists beside each other": b"[]" * 390_000,
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
    assert spent < 2
    assert peak < 200_000_000


def test_an_envelope_of_unknown_fields_costs_little() -> None:
    line = b"{" + b",".join(b'"k%d":1' % number for number in range(4_500)) + b"}"
    raw = records.fact().with_value(line + b"\n")
    started = time.process_time()
    with pytest.raises(RefusedError) as refused:
        raw.decode()
    assert time.process_time() - started < 0.05
    assert [finding.code for finding in refused.value.findings] == ["HB-1019"]


def test_a_sealed_body_of_many_fields_is_refused_before_it_is_read() -> None:
    body = b"{" + b",".join(b'"k%d":1' % number for number in range(700)) + b"}"
    with pytest.raises(RefusedError, match="HB-1019"):
        records.notice(body_line=body).decode()


def test_what_stands_in_a_text_is_no_field_and_no_item() -> None:
    canonical.check_extent(b'{"text":"' + b'[{,\\":' * 20_000 + b'"}', fields=1, items=1)


def test_the_largest_allowed_record_is_read_within_bounds() -> None:
    body = records.SEALED_BODY.replace(b'"AAAA"', b'"' + b"A" * 890_000 + b'"')
    started = time.process_time()
    assert records.notice(body_line=body).decode().body_line == body
    assert time.process_time() - started < 5
    assert len(body) < record.RECORD_LIMIT
