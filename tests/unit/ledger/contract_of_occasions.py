"""What every ledger keeps of occasions and their obligations."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from services.ledger.entries import Entry, Judged, KeptOccasion, Looked, OccasionName
from services.ledger.errors import BatchRefusedError
from services.ledger.port import Ledger
from tests.unit.ledger import batches
from tests.unit.ledger.batches import AT, COURT, OCCASION, POLICE, FakeDeciding, Intake, inbox, named, outbox, said

DRILL = OccasionName(OCCASION.occasion, "court-almaty/bbbbbbbbbbbbbbbbbbbbbbbbbb")


def kept(intake: Intake) -> Mapping[OccasionName, KeptOccasion]:
    assert intake.deciding is not None
    return intake.deciding.heard[-1]


class OccasionsContract:
    async def test_a_new_occasion_is_empty(self, ledger: Ledger) -> None:
        intake = Intake(ledger)
        await intake.record(said(1, COURT, occasion=OCCASION))
        assert kept(intake) == {OCCASION: KeptOccasion(OCCASION)}

    async def test_what_was_heard_of_an_occasion_comes_back_with_its_clocks(self, ledger: Ledger) -> None:
        intake = Intake(ledger)
        await intake.record(said(1, occasion=OCCASION, after=timedelta(seconds=9)), said(2, occasion=OCCASION))
        await intake.record(said(3, occasion=OCCASION, disposition="REJECTED"))
        await intake.record(said(4, occasion=OCCASION))

        found = kept(intake)[OCCASION]
        assert [(one.received_at, one.ordered_at, one.accepted) for one in found.heard] == [
            (AT + timedelta(seconds=9), AT + timedelta(seconds=9), True),
            (AT, AT + timedelta(seconds=9), True),
            (AT, AT + timedelta(seconds=9), False),
        ]
        assert {one.line for one in found.heard} == {b'{"type":"notice"}'}
        assert [one.place.offset for one in found.heard] == [0, 1, 2]
        assert (found.version, found.read_to) == (2, None)

    async def test_a_drill_is_another_occasion(self, ledger: Ledger) -> None:
        intake = Intake(ledger)
        await intake.record(said(1, occasion=OCCASION))
        await intake.record(said(2, occasion=DRILL))
        assert kept(intake) == {DRILL: KeptOccasion(DRILL)}

    async def test_what_waits_is_heard_once_it_is_released(self, ledger: Ledger) -> None:
        intake = Intake(ledger)
        await intake.record(said(2, sender=COURT, regards=named(1)))
        await intake.record(said(1, occasion=OCCASION))
        assert kept(intake)[OCCASION].heard == ()
        await intake.record(said(3, occasion=OCCASION))
        assert [one.place.topic for one in kept(intake)[OCCASION].heard] == [
            "outbox.court-almaty",
            "outbox.police-almaty",
        ]

    async def test_an_obligation_is_kept_in_its_last_version(self, ledger: Ledger) -> None:
        intake = Intake(ledger)
        for number in (1, 2, 3):
            await intake.record(said(number, occasion=OCCASION))

        (obligation,) = kept(intake)[OCCASION].obligations.values()
        assert (obligation.version, obligation.snapshot) == (2, b"2 heard, version 2")
        assert obligation.digest == "2 heard, version 2"

    async def test_a_snapshot_goes_out_under_one_name_into_several_topics(self, ledger: Ledger) -> None:
        await Intake(ledger).record(said(1, occasion=OCCASION))

        await ledger.share()
        rows = await ledger.waiting(10, besides=frozenset({inbox(POLICE)}))
        assert sorted(row.topic for row in rows) == [inbox(COURT), "obligations"]
        assert {(row.name, row.key, row.value) for row in rows} == {(rows[0].name, b"o", b"1 heard, version 1\n")}

    async def test_a_version_is_never_left_out(self, ledger: Ledger) -> None:
        class Leaping(FakeDeciding):
            def judged(
                self, entries: Sequence[Entry], kept: Mapping[OccasionName, KeptOccasion], looked: Looked
            ) -> Sequence[Judged]:
                (judged,) = super().judged(entries, kept, looked)
                return [replace(judged, obligations=(replace(judged.obligations[0], version=3),))]

        intake = Intake(ledger)
        await intake.claim(outbox(POLICE))
        one = said(1, occasion=OCCASION)
        arrival = intake._arrival(one, AT)
        with pytest.raises(BatchRefusedError):
            await ledger.record(intake.reads([arrival]), Leaping([(one, arrival)]))
        await batches.deliver(ledger)
        assert (await ledger.claim([outbox(POLICE)]))[0].next_offset == 0
