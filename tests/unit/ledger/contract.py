"""What every ledger does, in memory or in PostgreSQL."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Final

import pytest

from services.admission import admitting
from services.ledger.entries import Entry, Looked, Position, Read
from services.ledger.errors import BatchRefusedError
from services.ledger.port import Fenced, Ledger, Recorded
from services.ledger.records import Arrival, Partition
from tests.unit.admission import world
from tests.unit.admission.world import INVESTIGATOR, PROSECUTOR, STRANGER, Wire

OUTBOX: Final = Partition(f"outbox.{INVESTIGATOR}", 0)
INBOX: Final = f"inbox.{PROSECUTOR}"
NOBODY: Final[frozenset[str]] = frozenset()


async def claimed(ledger: Ledger, *partitions: Partition) -> dict[Partition, Position]:
    return {position.partition: position for position in await ledger.claim(partitions)}


async def record(
    ledger: Ledger,
    positions: dict[Partition, Position],
    *arrivals: Arrival,
    deciding: Callable[[Looked], Sequence[Entry]] | None = None,
) -> Recorded | Fenced:
    """One batch, as intake would write it; the positions move on with it."""
    batch = world.checked(*arrivals)
    nexts = {arrival.partition: arrival.place.offset + 1 for arrival in arrivals}
    reads = [Read(positions[partition], following) for partition, following in nexts.items()]
    outcome = await ledger.record(
        reads,
        admitting.names(batch),
        deciding or (lambda looked: admitting.admit(batch, looked, network=world.NETWORK)),
    )
    if isinstance(outcome, Recorded):
        for partition, following in nexts.items():
            before = positions[partition]
            positions[partition] = Position(partition, before.wire_generation, before.epoch, following)
    return outcome


async def sent(ledger: Ledger) -> list[tuple[str, str]]:
    """What waits for the relay: into which topic, and whose message."""
    return [(row.topic, row.name.sender) for row in await ledger.waiting(100, besides=NOBODY)]


def became(outcome: Recorded | Fenced) -> list[str]:
    assert isinstance(outcome, Recorded)
    return [entry.decision.disposition for entry in outcome.entries]


class LedgerContract:
    """Subclasses give the ledger."""

    async def test_a_partition_that_was_never_read_begins_at_its_first_offset(self, ledger: Ledger) -> None:
        assert await ledger.claim([OUTBOX]) == [Position(OUTBOX, 1, 1, 0)]

    async def test_a_claim_takes_the_partition_from_whoever_had_it(self, ledger: Ledger) -> None:
        wire = Wire()
        before = await claimed(ledger, OUTBOX)
        after = await claimed(ledger, OUTBOX)

        assert await record(ledger, before, wire.notice(1)) == Fenced(frozenset({OUTBOX}))
        assert await ledger.waiting(10, besides=NOBODY) == []
        assert after[OUTBOX].epoch > before[OUTBOX].epoch

    async def test_what_is_recorded_moves_the_position_and_goes_out(self, ledger: Ledger) -> None:
        wire = Wire()
        positions = await claimed(ledger, OUTBOX)

        outcome = await record(ledger, positions, wire.notice(1))

        assert became(outcome) == ["ROUTED"]
        assert await sent(ledger) == [(INBOX, INVESTIGATOR), (f"inbox.{INVESTIGATOR}", "bus")]
        assert (await ledger.claim([OUTBOX]))[0].next_offset == 1

    async def test_a_claim_says_when_the_record_before_came(self, ledger: Ledger) -> None:
        wire = Wire()
        positions = await claimed(ledger, OUTBOX)
        assert (positions[OUTBOX].last, positions[OUTBOX].begins_at) == (None, 0)
        await record(ledger, positions, wire.notice(1), wire.notice(2))

        (again,) = await ledger.claim([OUTBOX])
        assert (again.last, again.begins_at, again.next_offset) == (world.RECEIVED_AT, 1, 2)

    async def test_a_batch_begins_where_the_ledger_stands_or_is_not_taken(self, ledger: Ledger) -> None:
        wire = Wire()
        positions = await claimed(ledger, OUTBOX)
        first = wire.notice(1)
        before = dict(positions)
        await record(ledger, positions, first)

        assert await record(ledger, before, first) == Fenced(frozenset({OUTBOX}))
        assert len(await ledger.waiting(10, besides=NOBODY)) == 2

    async def test_one_fenced_partition_keeps_the_whole_batch_out(self, ledger: Ledger) -> None:
        wire = Wire()
        other = Partition(f"outbox.{PROSECUTOR}", 0)
        positions = await claimed(ledger, OUTBOX, other)
        await ledger.claim([other])

        outcome = await record(ledger, positions, wire.notice(1), world.receipt(wire, 1, 2))

        assert outcome == Fenced(frozenset({other}))
        assert await ledger.waiting(10, besides=NOBODY) == []

    async def test_the_bytes_come_back_as_they_came(self, ledger: Ledger) -> None:
        wire = Wire()
        arrival = wire.notice(1)
        outcome = await record(ledger, await claimed(ledger, OUTBOX), arrival)

        row = (await ledger.waiting(1, besides=NOBODY))[0]

        assert isinstance(outcome, Recorded)
        assert row.arrival is not None
        assert (row.key, row.value) == (arrival.key, arrival.value)
        assert (row.arrival.place, row.arrival.received_at) == (arrival.place, arrival.received_at)
        assert tuple(row.arrival.headers) == arrival.headers
        assert (row.recorded_at, row.leaf) == (outcome.entries[0].recorded_at, outcome.entries[0].leaf.hash)

    async def test_headers_of_any_bytes_are_kept(self, ledger: Ledger) -> None:
        wire = Wire()
        arrival = wire.arrival(None, None, ((b"\xff\xfe", None), ("plain", b"\x00\xff")), topic=OUTBOX.topic)

        assert became(await record(ledger, await claimed(ledger, OUTBOX), arrival)) == ["REJECTED"]

    async def test_a_repetition_is_a_duplicate_even_after_a_restart(self, ledger: Ledger) -> None:
        wire = Wire()
        envelope, body = world.notice(1)
        await record(ledger, await claimed(ledger, OUTBOX), wire.said(envelope, body))

        outcome = await record(ledger, await claimed(ledger, OUTBOX), wire.said(envelope, body))

        assert became(outcome) == ["DUPLICATE"]
        assert [topic for topic, sender in await sent(ledger) if sender == INVESTIGATOR] == [INBOX]

    async def test_an_id_names_one_text(self, ledger: Ledger) -> None:
        wire = Wire()
        positions = await claimed(ledger, OUTBOX)
        await record(ledger, positions, wire.notice(1))

        outcome = await record(ledger, positions, wire.notice(1, to=(STRANGER,)))

        assert isinstance(outcome, Recorded)
        assert outcome.entries[0].decision.findings[0].code == "HB-2402"

    async def test_a_receipt_that_came_first_goes_out_when_its_message_comes(self, ledger: Ledger) -> None:
        wire = Wire()
        other = Partition(f"outbox.{PROSECUTOR}", 0)
        positions = await claimed(ledger, OUTBOX, other)

        assert became(await record(ledger, positions, world.receipt(wire, 1, 2))) == ["PARKED"]
        assert await sent(ledger) == [(f"inbox.{PROSECUTOR}", "bus")]
        await record(ledger, positions, wire.notice(1))

        assert (f"inbox.{INVESTIGATOR}", PROSECUTOR) in await sent(ledger)
        assert became(await record(ledger, positions, world.receipt(wire, 1, 3))) == ["ROUTED"]

    async def test_what_is_marked_is_not_given_again_and_other_topics_go_on(self, ledger: Ledger) -> None:
        wire = Wire()
        await record(ledger, await claimed(ledger, OUTBOX), wire.notice(1))
        first, second = await ledger.waiting(10, besides=NOBODY)

        assert [row.sequence for row in await ledger.waiting(10, besides=frozenset({INBOX}))] == [second.sequence]
        assert [row.sequence for row in await ledger.waiting(1, besides=NOBODY)] == [first.sequence]
        await ledger.mark_sent([first.sequence])
        assert [row.sequence for row in await ledger.waiting(10, besides=NOBODY)] == [second.sequence]

    async def test_an_inbox_is_written_again_since_an_instant_when_its_agency_asks(self, ledger: Ledger) -> None:
        wire = Wire()
        other = Partition(f"outbox.{PROSECUTOR}", 0)
        positions = await claimed(ledger, OUTBOX, other)
        await record(ledger, positions, wire.notice(1))
        rows = await ledger.waiting(10, besides=NOBODY)
        await ledger.mark_sent([row.sequence for row in rows])

        await record(ledger, positions, wire.said(_resync(9)))

        again = [row for row in await ledger.waiting(10, besides=NOBODY) if row.topic == INBOX]
        assert [row.name.sender for row in again] == ["bus", INVESTIGATOR]
        assert again[1].name == rows[0].name

    async def test_an_inbox_is_written_again_once_at_a_time_and_without_what_the_bus_answered(
        self, ledger: Ledger
    ) -> None:
        wire = Wire()
        positions = await claimed(ledger, OUTBOX, Partition(f"outbox.{PROSECUTOR}", 0))
        await record(ledger, positions, wire.notice(1))
        await ledger.mark_sent([row.sequence for row in await ledger.waiting(10, besides=NOBODY)])

        await record(ledger, positions, wire.said(_resync(9)), wire.said(_resync(10)))
        await record(ledger, positions, wire.said(_resync(11)))
        again = [row for row in await ledger.waiting(10, besides=NOBODY) if row.name.sender == INVESTIGATOR]
        assert len(again) == 1

        await ledger.mark_sent([row.sequence for row in await ledger.waiting(10, besides=NOBODY)])
        await record(ledger, positions, wire.said(_resync(12)))
        assert [sender for topic, sender in await sent(ledger) if topic == INBOX] == ["bus", INVESTIGATOR]

    async def test_a_batch_that_does_not_fit_leaves_nothing_behind(self, ledger: Ledger) -> None:
        wire = Wire()
        positions = await claimed(ledger, OUTBOX)
        arrival = wire.notice(1)
        batch = world.checked(arrival)

        def twice(looked: Looked) -> Sequence[Entry]:
            return [*admitting.admit(batch, looked, network=world.NETWORK)] * 2

        with pytest.raises(BatchRefusedError):
            await record(ledger, positions, arrival, deciding=twice)
        assert await ledger.waiting(10, besides=NOBODY) == []
        assert became(await record(ledger, positions, arrival)) == ["ROUTED"]

    async def test_the_ledgers_clock_runs(self, ledger: Ledger) -> None:
        wire = Wire()
        positions = await claimed(ledger, OUTBOX)
        first = await record(ledger, positions, wire.notice(1))
        second = await record(ledger, positions, wire.notice(2))

        assert isinstance(first, Recorded)
        assert isinstance(second, Recorded)
        assert timedelta(0) < second.entries[0].recorded_at - first.entries[0].recorded_at < timedelta(hours=1)


def _resync(number: int) -> dict[str, str]:
    return {
        "type": "resync",
        "id": world.message_id(number),
        "schema_version": "1.0",
        "sender": PROSECUTOR,
        "sent_at": "2026-03-06T04:05:11Z",
        "language": "kk",
        "since": "2026-03-06T00:00:00Z",
    }
