"""What every ledger does for an administrator, in memory or in PostgreSQL."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final, Protocol

import pytest

from schemas.errors.tree import Finding, InterventionError
from services.ledger.entries import Entry, Leaf, Looked
from services.ledger.errors import BatchRefusedError
from services.ledger.port import Ledger
from services.ledger.quarantine import (
    ErasingLedger,
    NotQuarantined,
    QuarantineLedger,
    Replayed,
    StillQuarantined,
)
from services.ledger.records import Place
from services.obligations.records import MessageName
from tests.unit.ledger import batches
from tests.unit.ledger.batches import (
    AT,
    COURT,
    OCCASION,
    POLICE,
    PRISON,
    FakeDeciding,
    Intake,
    Said,
    became,
    deliver,
    inbox,
    named,
    said,
    waits,
)

FIRST: Final = Place("outbox.police-almaty", 0, 1, 0)


class AdministersLedger(QuarantineLedger, ErasingLedger, Protocol):
    """Both parts."""


@dataclass(frozen=True)
class Word:
    """Somebody's word, which holds until it does not."""

    number: int = 1
    good: bool = True

    @property
    def digest(self) -> str:
        return hashlib.sha256(str(self.number).encode()).hexdigest()

    @property
    def line(self) -> bytes:
        return b"{}"

    def check(self, at: datetime) -> None:
        if not self.good:
            raise InterventionError(Finding("HB-2455", "", {"days": at.day}))

    def leaf(self, place: Place, at: datetime) -> Leaf:
        return batches.leaf(place, self.digest, at=at)


@dataclass
class Again(FakeDeciding):
    """The same small admission, of a record that is decided anew."""

    broken: bool = False

    def entries(self, looked: Looked) -> Sequence[Entry]:
        if self.broken:
            raise BatchRefusedError("again")
        places = {arrival.place for _, arrival in self.read}
        others = {name: held for name, held in looked.held.items() if held.place not in places}
        return super().entries(replace(looked, held=others))


async def again(quarantine: QuarantineLedger, one: Said, place: Place = FIRST, *, broken: bool = False) -> Again:
    whole = await quarantine.kept_whole(place)
    assert whole is not None
    return Again([(one, whole.arrival)], broken=broken)


def failed(one: Said) -> Said:
    """A fault of ours met it."""
    return replace(one, disposition="QUARANTINED")


class QuarantineContract:
    """Subclasses give the ledger, and what an administrator has of it."""

    async def test_what_waits_is_listed_with_its_place_and_name(
        self, ledger: Ledger, quarantine: AdministersLedger
    ) -> None:
        intake = Intake(ledger)
        late = failed(said(1, COURT, after=timedelta(seconds=5)))
        await intake.record(late, said(2, COURT), failed(said(3, name=None)))

        found = await quarantine.quarantined(10)

        assert [(one.place.offset, one.name, one.sender) for one in found] == [(2, None, POLICE), (0, named(1), POLICE)]
        assert [one.received_at - AT for one in found] == [timedelta(0), timedelta(seconds=5)]
        assert await quarantine.quarantined(1) == found[:1]

    async def test_a_record_in_quarantine_is_kept_whole_with_its_place_in_the_order(
        self, ledger: Ledger, quarantine: AdministersLedger
    ) -> None:
        intake = Intake(ledger)
        early = said(2, after=timedelta(seconds=9))
        nameless = failed(said(3, name=None, value=b"\xff\x00"))
        await intake.record(early, failed(said(1, COURT)), nameless)

        for offset, value in ((1, said(1).value), (2, b"\xff\x00")):
            whole = await quarantine.kept_whole(replace_offset(FIRST, offset))
            assert whole is not None
            assert (whole.arrival.value, whole.arrival.received_at) == (value, AT)
            assert whole.ordered_at == AT + timedelta(seconds=9)
        assert await quarantine.kept_whole(FIRST) is None

    @pytest.mark.parametrize("name", [named(1), None])
    async def test_it_is_decided_anew_and_all_follows(
        self, ledger: Ledger, quarantine: AdministersLedger, name: MessageName | None
    ) -> None:
        intake = Intake(ledger)
        await intake.record(failed(said(1, COURT, PRISON, occasion=OCCASION, name=name)))
        await deliver(ledger)

        good = said(1, COURT, PRISON, occasion=OCCASION)
        assert await quarantine.replay(FIRST, await again(quarantine, good), Word()) == Replayed(FIRST, "ROUTED")

        assert await quarantine.quarantined(10) == []
        assert sorted(await waits(ledger)) == sorted(
            [(inbox(COURT), POLICE), (inbox(PRISON), POLICE), (inbox(POLICE), "bus"), (inbox(COURT), "bus"), ("obligations", "bus")]
        )  # fmt: skip
        await intake.record(said(1, COURT, PRISON), said(5, occasion=OCCASION))
        assert intake.deciding is not None
        held = intake.deciding.looked[-1].held[named(1)]
        assert (held.disposition, held.told, held.occasion) == ("ROUTED", frozenset({COURT, PRISON}), OCCASION)
        assert [one.place for one in intake.deciding.heard[-1][OCCASION].heard] == [FIRST]
        assert intake.deciding.heard[-1][OCCASION].version == 1

    @pytest.mark.parametrize("name", [named(1), None])
    async def test_it_keeps_its_place_in_the_order_of_judging(
        self, ledger: Ledger, quarantine: AdministersLedger, name: MessageName | None
    ) -> None:
        intake = Intake(ledger)
        ahead = said(2, occasion=OCCASION, after=timedelta(seconds=9))
        await intake.record(ahead, failed(said(1, occasion=OCCASION, name=name)))
        place = replace_offset(FIRST, 1)
        await quarantine.replay(place, await again(quarantine, said(1, occasion=OCCASION), place), Word())

        await intake.record(said(3, occasion=OCCASION))
        assert intake.deciding is not None
        heard = intake.deciding.heard[-1][OCCASION].heard
        assert [(one.place.offset, one.ordered_at - AT) for one in heard] == [
            (0, timedelta(seconds=9)),
            (1, timedelta(seconds=9)),
        ]

    async def test_what_it_goes_out_with_is_of_its_first_disposition(
        self, ledger: Ledger, quarantine: AdministersLedger
    ) -> None:
        for number, name in enumerate((named(0), None)):
            place = replace_offset(FIRST, number)
            intake = Intake(ledger)
            await intake.record(failed(said(number, COURT, name=name)))
            whole = await quarantine.kept_whole(place)
            await quarantine.replay(place, await again(quarantine, said(number, COURT), place), Word())

            await ledger.share()
            (row,) = [one for one in await ledger.waiting(99, besides=frozenset()) if one.name == named(number)]
            assert whole is not None
            assert row.arrival == whole.arrival
            assert (row.recorded_at, row.leaf) == (whole.quarantined.recorded_at, whole.leaf)

    async def test_once_is_enough(self, ledger: Ledger, quarantine: AdministersLedger) -> None:
        await Intake(ledger).record(failed(said(1, COURT)))
        deciding = await again(quarantine, said(1, COURT))
        await quarantine.replay(FIRST, deciding, Word())
        before = await waits(ledger)

        assert await quarantine.replay(FIRST, deciding, Word(2)) == NotQuarantined(FIRST, "ROUTED")
        assert await waits(ledger) == before
        nowhere = replace_offset(FIRST, 77)
        assert await quarantine.replay(nowhere, deciding, Word(2)) == NotQuarantined(nowhere)

    async def test_what_was_done_is_known_by_its_intervention(
        self, ledger: Ledger, quarantine: AdministersLedger
    ) -> None:
        await Intake(ledger).record(failed(said(1, COURT)), failed(said(2, COURT)))
        other = replace_offset(FIRST, 1)
        for place, number in ((FIRST, 1), (other, 2)):
            await quarantine.replay(place, await again(quarantine, said(number, COURT), place), Word())

        assert await quarantine.carried_out(Word().digest) == frozenset({FIRST, other})
        assert await quarantine.carried_out(Word(2).digest) == frozenset()

    async def test_what_fails_again_stays_and_changes_nothing(
        self, ledger: Ledger, quarantine: AdministersLedger
    ) -> None:
        await Intake(ledger).record(failed(said(1, COURT)))
        before = await waits(ledger), await quarantine.quarantined(10)

        outcome = await quarantine.replay(FIRST, await again(quarantine, failed(said(1, COURT))), Word())
        assert isinstance(outcome, StillQuarantined)
        with pytest.raises(BatchRefusedError):
            await quarantine.replay(FIRST, await again(quarantine, said(1, COURT), broken=True), Word())
        assert (await waits(ledger), await quarantine.quarantined(10)) == before
        assert await quarantine.carried_out(Word().digest) == frozenset()

    async def test_without_a_word_that_holds_nothing_is_done(
        self, ledger: Ledger, quarantine: AdministersLedger
    ) -> None:
        await Intake(ledger).record(failed(said(1, COURT)), said(2))
        await deliver(ledger)

        with pytest.raises(InterventionError):
            await quarantine.replay(FIRST, await again(quarantine, said(1, COURT)), Word(good=False))
        with pytest.raises(InterventionError):
            await quarantine.erase(named(2), Word(good=False))
        assert len(await quarantine.quarantined(10)) == 1
        assert await waits(ledger) == []

    @pytest.mark.parametrize("name", [named(1), None])
    async def test_it_may_turn_out_to_be_its_senders_fault(
        self, ledger: Ledger, quarantine: AdministersLedger, name: MessageName | None
    ) -> None:
        await Intake(ledger).record(failed(said(1, COURT, name=name)))
        await deliver(ledger)

        deciding = await again(quarantine, said(1, COURT, disposition="REJECTED", name=name))
        assert await quarantine.replay(FIRST, deciding, Word()) == Replayed(FIRST, "REJECTED", ("HB-2405",))
        assert await quarantine.quarantined(10) == []
        assert await waits(ledger) == [(inbox(POLICE), "bus")]

    async def test_what_came_again_meanwhile_is_a_repetition(
        self, ledger: Ledger, quarantine: AdministersLedger
    ) -> None:
        intake = Intake(ledger)
        await intake.record(failed(said(1, COURT, name=None)), said(1, COURT))
        await deliver(ledger)

        assert await quarantine.replay(FIRST, await again(quarantine, said(1, COURT)), Word()) == Replayed(
            FIRST, "DUPLICATE"
        )
        assert await waits(ledger) == [(inbox(POLICE), "bus")]
        assert became(await intake.record(said(1, COURT))) == ["DUPLICATE"]

    async def test_what_waited_for_it_is_released(self, ledger: Ledger, quarantine: AdministersLedger) -> None:
        intake = Intake(ledger)
        receipt = said(2, sender=COURT, regards=named(1))
        further = said(3, sender=PRISON, regards=receipt.name)
        await intake.record(failed(said(1, COURT, occasion=OCCASION)))
        await intake.record(receipt, further)
        await deliver(ledger)

        deciding = await again(quarantine, said(1, COURT, occasion=OCCASION))
        assert await quarantine.replay(FIRST, deciding, Word()) == Replayed(FIRST, "ROUTED")

        assert {(inbox(POLICE), COURT), (inbox(COURT), PRISON)} <= set(await waits(ledger))
        await intake.record(said(9, regards=receipt.name, occasion=OCCASION))
        assert intake.deciding is not None
        assert intake.deciding.looked[-1].held[named(2, COURT)].disposition == "ROUTED"
        assert len(intake.deciding.heard[-1][OCCASION].heard) == 2

    async def test_it_may_have_to_wait_and_is_released_later(
        self, ledger: Ledger, quarantine: AdministersLedger
    ) -> None:
        intake = Intake(ledger)
        await intake.record(failed(said(1, name=None)))
        await deliver(ledger)

        waiting = said(1, regards=named(7, COURT))
        assert await quarantine.replay(FIRST, await again(quarantine, waiting), Word()) == Replayed(FIRST, "PARKED")
        assert await waits(ledger) == [(inbox(POLICE), "bus")]

        await intake.record(said(7, sender=COURT))
        assert (inbox(COURT), POLICE) in await waits(ledger)

    async def test_each_decision_and_each_intervention_has_its_leaf(
        self, ledger: Ledger, quarantine: AdministersLedger
    ) -> None:
        await Intake(ledger).record(failed(said(1, COURT)))
        await quarantine.replay(FIRST, await again(quarantine, said(1, COURT)), Word())

        assert await ledger.number(100) == 3  # type: ignore[attr-defined] # every ledger of these tests numbers


def replace_offset(place: Place, offset: int) -> Place:
    return place._replace(offset=offset)
