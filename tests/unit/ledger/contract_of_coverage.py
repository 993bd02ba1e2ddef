"""What every ledger says it has of each partition, in memory or in PostgreSQL."""

from services.ledger.coverage import CoversLedger, Island, Span, Stand
from services.ledger.port import Ledger
from tests.unit.ledger.batches import COURT, POLICE, Intake, outbox, said

OUTBOX = outbox(POLICE)
OTHER = outbox(COURT)
EVERYTHING = Span(0, 2**62)


class CoverageContract:
    """Subclasses give the ledger, and who covers it."""

    async def test_an_empty_ledger_has_nothing(self, covers: CoversLedger) -> None:
        assert (await covers.stands(), await covers.islands({OUTBOX: EVERYTHING})) == ([], [])

    async def test_offsets_that_follow_each_other_are_one_island(self, ledger: Ledger, covers: CoversLedger) -> None:
        intake = Intake(ledger)
        await intake.record(said(1), said(2))
        await intake.record(said(3), said(4, sender=COURT))

        assert await covers.stands() == [Stand(OTHER, 1, 1), Stand(OUTBOX, 1, 3)]
        assert await covers.islands({OUTBOX: EVERYTHING, OTHER: EVERYTHING}) == [
            Island(OTHER, 1, Span(0, 1), 1),
            Island(OUTBOX, 1, Span(0, 3), 3),
        ]

    async def test_a_hole_parts_them(self, ledger: Ledger, covers: CoversLedger) -> None:
        intake = Intake(ledger)
        await intake.record(said(1), said(2))
        intake.ends[OUTBOX] += 3
        await intake.record(said(3))

        assert await covers.stands() == [Stand(OUTBOX, 1, 6)]
        islands = await covers.islands({OUTBOX: EVERYTHING})
        assert [island.span for island in islands] == [Span(0, 2), Span(5, 6)]

    async def test_only_what_was_asked_for_is_answered(self, ledger: Ledger, covers: CoversLedger) -> None:
        await Intake(ledger).record(*map(said, range(1, 8)))

        assert await covers.islands({OUTBOX: Span(2, 5)}) == [Island(OUTBOX, 1, Span(2, 5), 3)]
        assert await covers.islands({OTHER: EVERYTHING}) == []

    async def test_generations_are_told_apart(self, ledger: Ledger, covers: CoversLedger) -> None:
        intake = Intake(ledger)
        await intake.record(said(1), said(2), said(3))
        intake.positions[OUTBOX] = await ledger.begin_generation(intake.positions[OUTBOX])
        intake.ends[OUTBOX] = 0
        await intake.record(said(4))

        assert await covers.stands() == [Stand(OUTBOX, 2, 1)]
        assert await covers.islands({OUTBOX: EVERYTHING}) == [
            Island(OUTBOX, 1, Span(0, 3), 3),
            Island(OUTBOX, 2, Span(0, 1), 1),
        ]

    async def test_what_is_in_quarantine_is_counted(self, ledger: Ledger, covers: CoversLedger) -> None:
        await Intake(ledger).record(said(1), said(2, disposition="QUARANTINED"))

        assert (await covers.backlog()).quarantined == 1

    async def test_the_oldest_that_goes_out_waits(self, ledger: Ledger, covers: CoversLedger) -> None:
        assert (await covers.backlog()).outgoing_oldest_s == 0
        await Intake(ledger).record(said(1, COURT))
        assert (await covers.backlog()).outgoing_oldest_s > 0
