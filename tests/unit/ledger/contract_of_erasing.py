"""What becomes of a message whose body is erased, in every ledger."""

import pytest

from schemas.errors.tree import InterventionError
from services.ledger.port import Ledger
from services.obligations.records import MessageName
from tests.unit.ledger.batches import AT, COURT, OCCASION, Intake, deliver, named, said
from tests.unit.ledger.contract_of_quarantine import FIRST, AdministersLedger, Word, failed


class ErasingContract:
    """Subclasses give the ledger, and what an administrator has of it."""

    async def test_the_body_goes_and_its_occasion_is_judged_as_before(
        self, ledger: Ledger, quarantine: AdministersLedger
    ) -> None:
        intake = Intake(ledger)
        await intake.record(said(1, COURT, occasion=OCCASION))
        await deliver(ledger)

        await quarantine.erase(named(1), Word())

        await intake.record(said(2, occasion=OCCASION), said(1, COURT), said(3, sender=COURT, since=AT))
        assert intake.deciding is not None
        (heard,) = intake.deciding.heard[-1].values()
        assert [one.line for one in heard.heard] == [b'{"type":"notice"}']
        assert intake.deciding.looked[-1].held[named(1)].disposition == "ROUTED"
        assert await quarantine.carried_out(Word().digest) == frozenset({FIRST})
        assert named(1) not in await delivered(ledger)

    async def test_it_is_done_once(self, ledger: Ledger, quarantine: AdministersLedger) -> None:
        await Intake(ledger).record(said(1, COURT), said(2, COURT))
        await deliver(ledger)
        await quarantine.erase(named(1), Word())

        assert await refused(quarantine, named(1), Word(2)) == "HB-8544"
        assert await refused(quarantine, named(2), Word()) == "HB-8540"
        assert await ledger.number(100) == 3  # type: ignore[attr-defined] # as above

    async def test_what_nobody_said_or_what_is_needed_is_not_erased(
        self, ledger: Ledger, quarantine: AdministersLedger
    ) -> None:
        await Intake(ledger).record(said(1, COURT), said(2, regards=named(9)), failed(said(3)))

        assert await refused(quarantine, named(8), Word()) == "HB-8542"
        assert await refused(quarantine, named(1), Word()) == "HB-8545"
        await deliver(ledger)
        assert await refused(quarantine, named(2), Word()) == "HB-8545"
        assert await refused(quarantine, named(3), Word()) == "HB-8545"
        await quarantine.erase(named(1), Word())


async def delivered(ledger: Ledger) -> list[MessageName]:
    """All that goes out by and by, what was asked for again included."""
    await ledger.share()
    names: list[MessageName] = []
    while rows := await ledger.waiting(99, besides=frozenset()):
        names += [row.name for row in rows]
        await ledger.mark_sent([row.sequence for row in rows])
    return names


async def refused(quarantine: AdministersLedger, name: MessageName, by: Word) -> str:
    with pytest.raises(InterventionError) as refusal:
        await quarantine.erase(name, by)
    return refusal.value.findings[0].code
