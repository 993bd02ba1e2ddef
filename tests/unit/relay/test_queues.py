"""What goes out next: what is immediate first, each topic in its turn; and when the table has to be read."""

from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import UUID

import pytest

from producers.relay.queue import Room
from producers.relay.queues import Queues
from services.ledger import shares
from services.ledger.entries import Waiting, message_name
from services.ledger.records import Arrival, Place

AT = datetime(2026, 3, 6, tzinfo=UTC)
NOBODY: frozenset[str] = frozenset()


def waiting(number: int, topic: str = "inbox.a", *, of: str = "outbox.a") -> Waiting:
    arrival = Arrival(Place(of, 0, 1, number), AT, b"k", b"value", ())
    name, urgent = message_name("a", UUID(int=number)), of.startswith("urgent.")
    return Waiting(number, topic, name, b"k", b"value", arrival, urgent=urgent)


@pytest.fixture
def queues() -> Queues:
    """Of all topics, which believes what it is offered."""
    made = Queues()
    made.own(shares.ALL)
    made.believe(believed=True)
    read(made)
    return made


def read(queues: Queues, *found: Waiting, limit: int = 100) -> frozenset[str]:
    besides = queues.begin_reading(limit, NOBODY)
    queues.end_reading(found)
    return besides


def level(queues: Queues, *topics: str) -> None:
    """By a first record each, which is read, written and marked."""
    for number, topic in enumerate(topics):
        queues.offer([waiting(number, topic)])
    read(queues, *(waiting(number, topic) for number, topic in enumerate(topics)))
    for records in queues.take(100, NOBODY):
        topic = records[0].topic
        queues.marked({topic: queues.written(topic)})


def numbers(taken: Sequence[Sequence[Waiting]]) -> list[list[int]]:
    return [[one.sequence for one in records] for records in taken]


def test_what_is_immediate_goes_before_what_was_there_first(queues: Queues) -> None:
    level(queues, "inbox.a", "inbox.b")
    queues.offer([waiting(10), waiting(11, "inbox.b"), waiting(12, "inbox.b", of="urgent.a"), waiting(13)])

    assert numbers(queues.take(100, NOBODY)) == [[12, 11], [10, 13]]


def test_a_topic_has_one_write_under_way_and_each_its_turn(queues: Queues) -> None:
    level(queues, "inbox.a", "inbox.b")
    queues.offer([waiting(number) for number in range(10, 60)])
    queues.offer([waiting(60, "inbox.b")])

    assert numbers(queues.take(20, NOBODY)) == [list(range(10, 26)), [60]]
    assert queues.take(20, NOBODY) == []
    queues.written("inbox.a")
    assert numbers(queues.take(20, NOBODY)) == [list(range(26, 46))]


def test_an_inbox_that_rests_has_no_turn(queues: Queues) -> None:
    level(queues, "inbox.a", "inbox.b")
    queues.offer([waiting(10), waiting(11, "inbox.b")])

    assert numbers(queues.take(20, frozenset({"inbox.a"}))) == [[11]]
    assert not queues.is_ready(frozenset({"inbox.a"}))
    assert queues.is_ready(NOBODY)


def test_a_topic_that_was_busy_when_the_table_was_looked_at_is_looked_at_once_it_is_idle() -> None:
    """Of a topic that is not level somebody may have entered something unseen."""
    queues = Queues()
    queues.own(shares.ALL)
    read(queues, waiting(1))
    queues.take(20, NOBODY)
    queues.look()

    assert read(queues) == {"inbox.a"}
    assert not queues.wants_reading(NOBODY)
    queues.marked({"inbox.a": queues.written("inbox.a")})
    assert queues.wants_reading(NOBODY)
    assert read(queues) == NOBODY


def test_what_was_offered_while_a_share_was_lost_is_read_though_the_share_came_back_during_a_reading(
    queues: Queues,
) -> None:
    queues.offer([waiting(1)])
    queues.begin_reading(100, NOBODY)
    queues.own(NOBODY_S)
    queues.offer([waiting(2)])
    queues.own(shares.ALL)
    queues.end_reading([waiting(1)])
    for records in queues.take(20, NOBODY):
        queues.marked({"inbox.a": queues.written(records[0].topic)})

    queues.offer([waiting(3)])
    assert queues.take(20, NOBODY) == []
    read(queues, waiting(2), waiting(3))
    assert numbers(queues.take(20, NOBODY)) == [[2, 3]]


def test_what_finds_no_room_is_read_before_anything_newer_goes(queues: Queues) -> None:
    level(queues, "inbox.a")
    queues.held = Room(2, 1_000)
    queues.offer([waiting(10), waiting(11), waiting(12)])
    (first,) = queues.take(20, NOBODY)
    queues.offer([waiting(13)])
    queues.marked({"inbox.a": queues.written("inbox.a")})

    assert numbers([first]) == [[10, 11]]
    assert queues.take(20, NOBODY) == []
    read(queues, waiting(12), waiting(13))
    assert numbers(queues.take(20, NOBODY)) == [[12, 13]]


def test_one_slow_inbox_does_not_take_the_room_of_the_others(queues: Queues) -> None:
    level(queues, "inbox.a", "inbox.b")
    queues.offer([waiting(10)])
    queues.take(20, NOBODY)
    queues.offer([waiting(number) for number in range(100, 30_000)])
    queues.offer([waiting(30_000, "inbox.b")])

    assert numbers(queues.take(20, NOBODY)) == [[30_000]]


def test_what_is_known_is_not_taken_in_again_by_either_way(queues: Queues) -> None:
    level(queues, "inbox.a")
    queues.look()
    queues.begin_reading(100, NOBODY)
    queues.offer([waiting(10)])
    queues.end_reading([waiting(10), waiting(11)])
    queues.offer([waiting(11)])

    assert numbers(queues.take(20, NOBODY)) == [[10, 11]]
    queues.marked({"inbox.a": queues.written("inbox.a")})
    queues.offer([waiting(11)])
    assert queues.take(20, NOBODY) == []


NOBODY_S: frozenset[int] = frozenset()
