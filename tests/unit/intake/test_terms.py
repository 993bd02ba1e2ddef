"""After a change of leader the record before is looked at once more: the log's end may have been lost and filled again meanwhile."""

import struct
from typing import Final

from hypothesis import given
from hypothesis import strategies as st

from consumers.intake import terms
from consumers.intake.terms import Run, Terms
from services.ledger.records import Partition

ONE: Final = Partition("outbox.a", 0)
OTHER: Final = Partition("outbox.b", 0)


def batch(first: int, number: int, term: int, *, form: int = 2) -> bytes:
    """As much of a batch of so many records as its head says."""
    rest = struct.pack(">ibIhi", term, form, 0, 0, number - 1) + b"records"
    return struct.pack(">qi", first, len(rest)) + rest


def follows(known: Terms, partition: Partition, asked: int, content: bytes) -> bool:
    return known.follows(partition, asked, list(terms.runs(content)))


def test_each_batch_says_its_offsets_and_its_term() -> None:
    content = batch(5, 3, 1) + batch(8, 1, 4)
    assert list(terms.runs(content)) == [Run(5, 8, 1), Run(8, 9, 4)]
    assert list(terms.runs(content[:-1])) == [Run(5, 8, 1)]
    assert list(terms.runs(content[:10])) == []
    assert list(terms.runs(batch(0, 1, 7, form=1))) == []


def test_within_a_term_a_log_goes_on() -> None:
    known = Terms()
    assert follows(known, ONE, 0, batch(0, 5, 3))
    assert follows(known, ONE, 5, batch(5, 5, 3))
    assert follows(known, ONE, 7, batch(5, 5, 3))
    assert follows(known, ONE, 10, b"")


def test_where_another_term_begins_between_two_fetches_it_is_looked_again_and_then_it_goes_on() -> None:
    known = Terms()
    assert follows(known, ONE, 0, batch(0, 5, 3))
    assert not follows(known, ONE, 5, batch(5, 2, 4))

    known.forget(ONE)
    assert follows(known, ONE, 4, batch(4, 1, 3))
    assert follows(known, ONE, 5, batch(5, 2, 4))
    assert follows(known, ONE, 7, batch(7, 2, 4))
    assert not follows(known, ONE, 9, batch(9, 2, 6))


def test_what_one_answer_holds_is_one_log() -> None:
    known = Terms()
    assert follows(known, ONE, 0, batch(0, 5, 3) + batch(5, 2, 4))
    assert follows(known, ONE, 7, batch(7, 1, 4))


def test_what_is_read_again_from_the_middle_is_compared_with_the_term_before_that_place() -> None:
    known = Terms()
    follows(known, ONE, 0, batch(0, 5, 3) + batch(5, 5, 4))
    assert follows(known, ONE, 3, batch(0, 5, 3))
    assert not follows(known, ONE, 5, batch(5, 5, 9))


def test_a_batch_in_which_the_record_before_lies_too_is_no_other() -> None:
    known = Terms()
    follows(known, ONE, 0, batch(0, 5, 3))
    assert not follows(known, ONE, 5, batch(3, 5, 8))


def test_partitions_are_told_apart_and_what_is_begun_elsewhere_is_not_compared() -> None:
    known = Terms()
    follows(known, ONE, 0, batch(0, 5, 3))
    assert follows(known, OTHER, 5, batch(5, 5, 4))
    assert follows(known, ONE, 9, batch(9, 5, 4))


@given(st.lists(st.tuples(st.integers(1, 5), st.integers(0, 2)), max_size=30))
def test_every_change_of_term_between_fetches_is_seen_once(parts: list[tuple[int, int]]) -> None:
    known, at, term, seen, changes = Terms(), 0, 0, 0, 0
    for number, step in parts:
        changes += bool(step and at)
        term += step
        seen += not follows(known, ONE, at, batch(at, number, term))
        assert follows(known, ONE, at, batch(at, number, term))
        at += number
    assert seen == changes
