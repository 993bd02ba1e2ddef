"""Was anything lost? The answer agrees with offsets that are counted one by one."""

from collections.abc import Iterable, Mapping
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.ledger import coverage
from services.ledger.coverage import Island, Lost, Span, Stand
from services.ledger.coverage_in_memory import MemoryCoverage
from services.ledger.memory import MemoryLedger
from services.ledger.records import Partition
from tests.unit.ledger.contract_of_coverage import CoverageContract
from tests.unit.ledger.test_memory import ticking

OUTBOX: Final = Partition("outbox.court-almaly", 0)
_MOST: Final = 12
_offsets: Final = st.integers(0, _MOST)


def islands(generation: int, offsets: Iterable[int]) -> list[Island]:
    """As a ledger answers: offsets that follow each other are one."""
    found: list[Island] = []
    for offset in sorted(offsets):
        if found and offset < found[-1].span.end:
            last = found.pop()
            found.append(Island(OUTBOX, generation, last.span, last.dispositions + 1))
        elif found and offset == found[-1].span.end:
            last = found.pop()
            found.append(Island(OUTBOX, generation, Span(last.span.first, offset + 1), last.dispositions + 1))
        else:
            found.append(Island(OUTBOX, generation, Span(offset, offset + 1), 1))
    return found


def compared(
    stand: Stand | None, recorded: Mapping[int, Iterable[int]], wire: Span | None
) -> tuple[coverage.Coverage, set[tuple[int, int, bool]]]:
    """What was found, and each lost offset by itself."""
    kept = [island for generation, offsets in sorted(recorded.items()) for island in islands(generation, offsets)]
    stands = [stand] if stand is not None else []
    (found,) = coverage.compared(stands, kept, {OUTBOX: wire} if wire is not None else {})
    lost = {(one.wire_generation, at, one.on_wire) for one in found.lost for at in range(*one.span)}
    assert sum(one.span.length for one in found.lost) == len(lost) == found.lost_records
    return found, lost


@given(st.sets(_offsets), _offsets, st.tuples(_offsets, _offsets).map(sorted))
def test_each_offset_below_the_position_is_recorded_or_lost(
    recorded: set[int], next_offset: int, ends: list[int]
) -> None:
    below = {offset for offset in recorded if offset < next_offset}
    wire = Span(*ends)

    found, lost = compared(Stand(OUTBOX, 1, next_offset), {1: below}, wire)

    read = {(1, at, wire.first <= at < wire.end) for at in range(next_offset) if at not in below}
    dropped = {(1, at, False) for at in range(next_offset, wire.first)}
    assert lost == read | dropped
    assert found.waits == len(range(max(next_offset, wire.first), wire.end))
    assert found.went_back == (wire.end < next_offset)


@given(st.sets(_offsets), st.sets(_offsets), _offsets)
def test_what_an_earlier_generation_had_is_not_lost_in_a_later_one(
    first: set[int], second: set[int], next_offset: int
) -> None:
    below = {offset for offset in second if offset < next_offset}

    _, lost = compared(Stand(OUTBOX, 2, next_offset), {1: first, 2: below}, None)

    of_first = {(1, at, False) for at in range(max(first, default=-1)) if at not in first}
    of_second = {(2, at, False) for at in range(next_offset) if at not in first | below}
    assert lost == of_first | of_second


def test_a_topic_that_nobody_read_waits() -> None:
    found, lost = compared(None, {}, Span(0, 3))
    assert (found.waits, lost) == (3, set())


def test_what_was_gone_before_anybody_read_is_lost() -> None:
    found, _ = compared(None, {}, Span(2, 3))
    assert found.lost == (Lost(1, Span(0, 2), on_wire=False),)


def test_a_second_disposition_is_counted() -> None:
    found, lost = compared(Stand(OUTBOX, 1, 3), {1: [0, 1, 1, 2]}, Span(0, 3))
    assert (found.doubled, lost) == (1, set())


def test_what_was_passed_over_and_what_is_gone_are_told_apart() -> None:
    found, _ = compared(Stand(OUTBOX, 1, 6), {1: [0, 5]}, Span(3, 6))
    assert found.lost == (Lost(1, Span(1, 3), on_wire=False), Lost(1, Span(3, 5), on_wire=True))


class TestInMemory(CoverageContract):
    @pytest.fixture
    def ledger(self) -> MemoryLedger:
        return MemoryLedger(clock=ticking())

    @pytest.fixture
    def covers(self, ledger: MemoryLedger) -> MemoryCoverage:
        return MemoryCoverage(ledger.store, ledger.clock)
