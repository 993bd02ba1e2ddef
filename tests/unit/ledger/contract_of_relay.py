"""What every ledger gives the relay, the sequencer, and whoever reads the reference log."""

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final, Protocol

import pytest

from services.ledger import shares
from services.ledger.entries import OccasionName
from services.ledger.evidence import SequencesLedger
from services.ledger.port import Ledger, Recorded
from services.ledger.reference import Applied, KeepsReference
from services.ledger.reminding import RemindsLedger
from tests.unit.ledger import batches
from tests.unit.ledger.batches import AT, COURT, OCCASION, POLICE, PRISON, Intake, deliver, inbox, said, waits

YEAR: Final = timedelta(days=365)
OTHER: Final = OccasionName("police-almaty/bbbbbbbbbbbbbbbbbbbbbbbbbb")


class Closing(Ledger, SequencesLedger, KeepsReference, RemindsLedger, Protocol):
    async def close(self) -> None: ...


async def sequences(ledger: Ledger, limit: int = 1000, *, besides: Sequence[str] = ()) -> list[int]:
    await ledger.share()
    return [row.sequence for row in await ledger.waiting(limit, besides=frozenset(besides))]


class RelayContract:
    """Subclasses give a ledger, and another one beside it on the same tables."""

    async def test_a_relay_without_a_share_is_given_nothing(self, ledger: Closing) -> None:
        await Intake(ledger).record(said(1, COURT))
        assert await ledger.waiting(10, besides=frozenset()) == []

    async def test_what_goes_out_is_told_as_the_relay_would_read_it(self, ledger: Closing) -> None:
        intake = Intake(ledger)
        told = [await intake.record(said(2, sender=COURT, regards=batches.named(1)))]
        told.append(await intake.record(said(1, COURT, PRISON, occasion=OCCASION), said(3, disposition="REJECTED")))

        await ledger.share()
        found = sorted(await ledger.waiting(100, besides=frozenset()), key=lambda row: row.sequence)
        rows = [row for one in told if isinstance(one, Recorded) for row in one.waiting]
        assert len(rows) == 9
        assert rows == found

    async def test_what_is_marked_is_not_given_again_and_other_topics_go_on(self, ledger: Closing) -> None:
        await Intake(ledger).record(said(1, COURT))
        first, second = await sequences(ledger)

        assert await sequences(ledger, besides=[inbox(COURT)]) == [second]
        assert await sequences(ledger, 1) == [first]
        await ledger.mark_sent([first])
        await ledger.mark_sent([first])
        assert await sequences(ledger) == [second]

    async def test_what_is_immediate_goes_first_and_each_topic_in_its_turn(self, ledger: Closing) -> None:
        intake = Intake(ledger)
        await intake.record(*(said(number, COURT) for number in range(1, 4)))
        await intake.record(said(4, COURT, PRISON), said(5, PRISON, kind="urgent"))

        found = await waits(ledger, besides=[inbox(POLICE)])
        assert found == [(inbox(one), POLICE) for one in (PRISON, COURT, COURT, PRISON, COURT, COURT)]
        rows = await ledger.waiting(100, besides=frozenset())
        court = [row.name for row in rows if row.topic == inbox(COURT)]
        assert court == [batches.named(number) for number in range(1, 5)]

    async def test_a_long_queue_of_one_inbox_keeps_no_other_waiting(self, ledger: Closing) -> None:
        intake = Intake(ledger)
        await intake.record(*(said(number, COURT) for number in range(1, 300)))
        await intake.record(said(300, PRISON))

        found = await waits(ledger, 3, besides=[inbox(POLICE)])
        assert sorted(found) == [(inbox(COURT), POLICE), (inbox(COURT), POLICE), (inbox(PRISON), POLICE)]
        assert 1 < len(await waits(ledger, besides=[inbox(POLICE)])) < 300

    async def test_relays_part_the_inboxes_fairly_and_take_over_from_each_other(
        self, ledger: Closing, beside: Closing
    ) -> None:
        assert await ledger.share() == shares.ALL
        assert await beside.share() == frozenset()
        mine = await ledger.share()
        theirs = await beside.share()
        assert (len(mine), len(theirs), mine | theirs) == (32, 32, shares.ALL)

        agencies = [f"agency-{letter}" for letter in "abcdefghijklmnop"]
        await Intake(ledger).record(said(1, *agencies))
        here, there = await waits(ledger), await waits(beside)
        assert here
        assert there
        assert not set(here) & set(there)
        assert {topic for topic, _ in [*here, *there]} == {inbox(agency) for agency in [*agencies, POLICE]}

        await beside.close()
        assert await ledger.share() == shares.ALL
        assert sorted(await waits(ledger)) == sorted([*here, *there])

    async def test_it_wakes_once_something_may_wait(self, ledger: Closing, beside: Closing) -> None:
        await beside.woken(0.01)
        waking = asyncio.create_task(beside.woken(30))
        await asyncio.sleep(0)
        await Intake(ledger).record(said(1, COURT))
        async with asyncio.timeout(20):
            await waking

    async def test_who_has_not_listened_yet_misses_nothing(self, ledger: Closing, beside: Closing) -> None:
        await beside.woken(0.01)
        await Intake(ledger).record(said(1, COURT))
        async with asyncio.timeout(20):
            await beside.woken(30)

    async def test_an_inbox_is_written_again_since_an_instant_when_its_agency_asks(self, ledger: Closing) -> None:
        intake = Intake(ledger)
        await intake.record(said(1, COURT), said(2, COURT), said(3, PRISON))
        await deliver(ledger)
        await intake.record(said(4, sender=COURT, since=AT - YEAR))
        await deliver(ledger, lambda topic: topic == inbox(POLICE))

        await ledger.share()
        rows = [row for row in await ledger.waiting(100, besides=frozenset()) if row.topic == inbox(COURT)]
        assert [row.name for row in rows if row.name.sender == POLICE] == [batches.named(1), batches.named(2)]
        assert [row.name.sender for row in rows] == ["bus", POLICE, POLICE]

    @pytest.mark.parametrize("since", [AT - YEAR, AT + 100 * YEAR])
    async def test_whose_inbox_is_written_again_is_told_the_latest_state_of_all_that_is_open(
        self, ledger: Closing, since: datetime
    ) -> None:
        intake = Intake(ledger)
        await intake.record(said(1, PRISON, occasion=OCCASION))
        await intake.record(said(2, PRISON, occasion=OCCASION), said(3, PRISON, occasion=OTHER))
        await deliver(ledger)
        await intake.record(*(said(n, sender=who, since=since) for n, who in ((4, COURT), (5, PRISON))))

        states = []
        while rows := await ledger.waiting(100, besides=frozenset()):
            states += [(row.topic, row.value) for row in rows if b"heard" in row.value]
            await ledger.mark_sent([row.sequence for row in rows])
        assert states == [(inbox(COURT), b"2 heard, version 2\n"), (inbox(COURT), b"1 heard, version 1\n")]

    async def test_nothing_is_written_again_that_came_before_the_instant(self, ledger: Closing) -> None:
        intake = Intake(ledger)
        await intake.record(said(1, COURT))
        await deliver(ledger)
        await intake.record(said(4, sender=COURT, since=AT + 100 * YEAR))
        assert await waits(ledger) == [(inbox(COURT), "bus")]

    async def test_an_inbox_is_written_again_once_at_a_time_and_without_what_the_bus_answered(
        self, ledger: Closing
    ) -> None:
        intake = Intake(ledger)
        await intake.record(said(1, COURT))
        await deliver(ledger)
        await intake.record(*(said(number, sender=COURT, since=AT - YEAR) for number in (9, 10)))
        await intake.record(said(11, sender=COURT, since=AT - YEAR))
        assert [sender for _, sender in await waits(ledger)].count(POLICE) == 1

        await deliver(ledger)
        assert await waits(ledger) == []
        await intake.record(said(12, sender=COURT, since=AT - YEAR))
        assert await waits(ledger) == [(inbox(COURT), "bus"), (inbox(COURT), POLICE)]

    async def test_a_long_inbox_is_written_again_in_parts(self, ledger: Closing) -> None:
        intake = Intake(ledger)
        await intake.record(*(said(number, COURT) for number in range(1, 251)))
        for _ in range(4):
            await deliver(ledger)
        await intake.record(said(999, sender=COURT, since=AT - YEAR))
        found, turns = [], 0
        while rows := await waits(ledger):
            found += [sender for topic, sender in rows if topic == inbox(COURT) and sender == POLICE]
            await deliver(ledger)
            turns += 1
        assert len(found) == 250
        assert turns > 2

    async def test_leaves_are_numbered_once_and_stay_where_they_are(self, ledger: Closing, beside: Closing) -> None:
        intake = Intake(ledger)
        one = await intake.record(said(1, COURT), said(2, COURT))
        assert await ledger.number(1) == 1
        first = await ledger.leaves(0, 10)
        two = await intake.record(said(3, COURT))
        assert [await beside.number(1), await ledger.number(100), await beside.number(100)] == [2, 3, 3]

        found = await beside.leaves(0, 10)
        assert found[:1] == first
        written = {entry.leaf for each in (one, two) if isinstance(each, Recorded) for entry in each.entries}
        assert set(found) == written
        assert await ledger.leaves(1, 2) == found[1:2]

    async def test_the_entries_of_the_reference_log_that_were_applied_are_noted_once(self, ledger: Closing) -> None:
        first, second = Applied(1, "aa" * 32, AT), Applied(2, "bb" * 32, AT + timedelta(seconds=1))
        await ledger.note_applied([first])
        await ledger.note_applied([Applied(1, "cc" * 32, AT), second])
        assert await ledger.applied(0, 10) == [first, second]
        assert await ledger.applied(2, 3) == [second]
