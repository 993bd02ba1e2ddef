"""What every ledger does for intake, in memory or in PostgreSQL."""

from dataclasses import replace
from datetime import timedelta

import pytest

from services.ledger.entries import Position
from services.ledger.errors import BatchRefusedError
from services.ledger.port import Fenced, Ledger, Recorded
from tests.unit.ledger import batches
from tests.unit.ledger.batches import AT, COURT, POLICE, PRISON, Intake, became, inbox, named, outbox, said, waits

OUTBOX = outbox(POLICE)


class LedgerContract:
    """Subclasses give the ledger."""

    async def test_a_partition_that_was_never_read_begins_at_its_first_offset(self, ledger: Ledger) -> None:
        assert await ledger.claim([OUTBOX]) == [Position(OUTBOX, 1, 1, 0)]

    async def test_a_claim_takes_the_partition_from_whoever_had_it(self, ledger: Ledger) -> None:
        zombie, intake = Intake(ledger), Intake(ledger)
        await zombie.claim(OUTBOX)
        await intake.claim(OUTBOX)

        assert await zombie.record(said(1, COURT)) == Fenced(frozenset({OUTBOX}))
        assert await waits(ledger) == []
        assert intake.positions[OUTBOX].epoch > zombie.positions[OUTBOX].epoch

    async def test_what_is_recorded_moves_the_position_and_goes_out(self, ledger: Ledger) -> None:
        outcome = await Intake(ledger).record(said(1, COURT))

        assert became(outcome) == ["ROUTED"]
        assert await waits(ledger) == [(inbox(COURT), POLICE), (inbox(POLICE), "bus")]
        assert (await ledger.claim([OUTBOX]))[0].next_offset == 1

    async def test_a_claim_says_what_the_record_before_was_and_when_it_came(self, ledger: Ledger) -> None:
        intake = Intake(ledger)
        await intake.claim(OUTBOX)
        assert (intake.positions[OUTBOX].last, intake.positions[OUTBOX].begins_at) == (None, 0)
        await intake.record(said(1, after=timedelta(seconds=9)), said(2, after=timedelta(seconds=5)))

        (again,) = await ledger.claim([OUTBOX])
        assert (again.last, again.begins_at, again.next_offset) == (AT + timedelta(seconds=5), 1, 2)
        assert intake.deciding is not None
        before, last = (arrival for _, arrival in intake.deciding.read)
        assert again.last_digest == last.digest
        assert (again.follows(last), again.follows(before)) == (True, False)
        assert not again.follows(replace(last, key=b"other"))
        assert not again.follows(replace(last, received_at=AT))
        assert replace(again, last_digest=None).follows(replace(last, key=b"other"))

    async def test_a_batch_begins_where_the_ledger_stands_or_is_not_taken(self, ledger: Ledger) -> None:
        intake = Intake(ledger)
        await intake.claim(OUTBOX)
        late = Intake(ledger, dict(intake.positions), dict(intake.ends))
        await intake.record(said(1, COURT))

        assert await late.record(said(1, COURT)) == Fenced(frozenset({OUTBOX}))
        assert len(await waits(ledger)) == 2

    async def test_one_fenced_partition_keeps_the_whole_batch_out(self, ledger: Ledger) -> None:
        other = outbox(COURT)
        intake = Intake(ledger)
        await intake.claim(OUTBOX, other)
        await ledger.claim([other])

        assert await intake.record(said(1, COURT), said(2, sender=COURT)) == Fenced(frozenset({other}))
        assert await waits(ledger) == []

    async def test_a_generation_begins_at_the_first_offset_under_the_same_claim(self, ledger: Ledger) -> None:
        intake = Intake(ledger)
        await intake.record(said(1, COURT), said(2, COURT))
        before = intake.positions[OUTBOX]

        begun = await ledger.begin_generation(before)
        assert begun == Position(OUTBOX, before.wire_generation + 1, before.epoch, 0)
        assert await intake.record(said(3, COURT)) == Fenced(frozenset({OUTBOX}))

        intake.positions[OUTBOX], intake.ends[OUTBOX] = begun, 0
        assert became(await intake.record(said(1, COURT), said(3, COURT))) == ["DUPLICATE", "ROUTED"]
        (claimed,) = await ledger.claim([OUTBOX])
        assert (claimed.wire_generation, claimed.next_offset, claimed.last) == (2, 2, AT)
        assert (begun.last, begun.last_digest) == (None, None)

    async def test_a_generation_is_not_begun_by_who_lost_the_partition(self, ledger: Ledger) -> None:
        intake = Intake(ledger)
        await intake.record(said(1, COURT))
        (now,) = await ledger.claim([OUTBOX])

        assert await ledger.begin_generation(intake.positions[OUTBOX]) == intake.positions[OUTBOX]
        assert (await ledger.claim([OUTBOX]))[0].wire_generation == now.wire_generation
        assert await intake.record(said(2, COURT)) == Fenced(frozenset({OUTBOX}))

    async def test_the_latest_instant_of_a_partition_never_goes_back(self, ledger: Ledger) -> None:
        intake = Intake(ledger)
        await intake.record(said(1), said(2, after=timedelta(seconds=30)))
        await intake.record(said(3))
        begun = await ledger.begin_generation(intake.positions[OUTBOX])
        intake.positions[OUTBOX], intake.ends[OUTBOX] = begun, 0
        await intake.record(said(4), said(5, sender=COURT))

        assert intake.deciding is not None
        assert intake.deciding.looked[-1].latest == {OUTBOX: AT + timedelta(seconds=30)}

    async def test_the_bytes_come_back_as_they_came(self, ledger: Ledger) -> None:
        for number, value in enumerate((b"{}\n", b"{}", b"{}\nbody\nwith\nlines", b"", None)):
            intake = Intake(ledger)
            outcome = await intake.record(replace(said(number, COURT), value=value))
            assert intake.deciding is not None
            ((_, arrival),) = intake.deciding.read

            await ledger.share()
            row = (await ledger.waiting(1, besides=frozenset({inbox(POLICE)})))[0]

            assert isinstance(outcome, Recorded)
            assert row.arrival == arrival
            assert (row.key, row.value) == (b"key", value or b"")
            assert (row.recorded_at, row.leaf) == (outcome.entries[0].recorded_at, outcome.entries[0].leaf.hash)
            await ledger.mark_sent([row.sequence])

    async def test_what_has_no_rightful_name_is_kept_and_binds_no_name(self, ledger: Ledger) -> None:
        intake = Intake(ledger)
        garbage = replace(said(1), name=None, value=b"\xff\x00", disposition="REJECTED")

        assert became(await intake.record(garbage, replace(garbage, value=None))) == ["REJECTED", "REJECTED"]
        assert became(await intake.record(said(1, COURT))) == ["ROUTED"]

    async def test_of_a_message_that_is_kept_by_its_hash_the_envelope_stays_and_the_name_is_taken(
        self, ledger: Ledger
    ) -> None:
        intake = Intake(ledger)
        flood = said(1, occasion=batches.OCCASION, disposition="REJECTED", hash_only=True)
        garbage = replace(flood, name=None, occasion=None, value=b"\xff\x00")
        assert became(await intake.record(flood, garbage)) == ["REJECTED", "REJECTED"]

        again = (replace(flood, hash_only=False), said(1, value=b"other"), said(2, occasion=batches.OCCASION))
        assert became(await intake.record(*again)) == ["DUPLICATE", "REJECTED", "ROUTED"]
        assert intake.deciding is not None
        assert not intake.deciding.looked[-1].held[named(1)].is_whole
        assert [one.line for one in intake.deciding.heard[-1][batches.OCCASION].heard] == [b'{"type":"notice"}']

    async def test_a_repetition_is_a_duplicate_even_after_a_restart(self, ledger: Ledger) -> None:
        await Intake(ledger).record(said(1, COURT))

        assert became(await Intake(ledger).record(said(1, COURT))) == ["DUPLICATE"]
        assert [topic for topic, sender in await waits(ledger) if sender == POLICE] == [inbox(COURT)]

    async def test_an_id_names_one_text(self, ledger: Ledger) -> None:
        intake = Intake(ledger)
        await intake.record(said(1, COURT))
        assert became(await intake.record(said(1, COURT, value=b"other"))) == ["REJECTED"]

    async def test_it_says_what_became_of_a_message_and_who_was_told(self, ledger: Ledger) -> None:
        intake = Intake(ledger)
        await intake.record(said(1, COURT, PRISON, occasion=batches.OCCASION), said(2, disposition="REJECTED"))
        await intake.record(said(3, regards=named(1)), said(4, regards=named(2)))

        assert intake.deciding is not None
        held = intake.deciding.looked[-1].held
        first, second = held[named(1)], held[named(2)]
        assert (first.disposition, second.disposition) == ("ROUTED", "REJECTED")
        assert (first.told, second.told) == (frozenset({COURT, PRISON}), frozenset())
        assert first.is_whole
        assert second.is_whole
        assert (first.occasion, second.occasion) == (batches.OCCASION, None)
        assert (first.named, str(first.place)) == ((COURT, PRISON), "outbox.police-almaty/0/1/0")

    async def test_what_came_first_goes_out_when_what_it_is_about_comes(self, ledger: Ledger) -> None:
        intake = Intake(ledger)
        receipt = said(2, sender=COURT, regards=named(1))
        further = said(3, sender=PRISON, regards=receipt.name)
        assert became(await intake.record(receipt, further)) == ["PARKED", "PARKED"]
        assert await waits(ledger) == [(inbox(COURT), "bus"), (inbox(PRISON), "bus")]

        outcome = await intake.record(said(1, occasion=batches.OCCASION))

        assert isinstance(outcome, Recorded)
        assert [release.parked.name for release in outcome.entries[0].released] == [receipt.name, further.name]
        assert {(inbox(POLICE), COURT), (inbox(COURT), PRISON)} <= set(await waits(ledger))
        await intake.record(said(4, regards=receipt.name))
        assert intake.deciding is not None
        assert intake.deciding.looked[-1].held[named(2, COURT)].disposition == "ROUTED"

    async def test_what_waits_is_told_whole_and_counted_by_sender(self, ledger: Ledger) -> None:
        intake = Intake(ledger)
        await intake.record(said(2, sender=COURT, regards=named(1)), said(3, sender=COURT, regards=named(9)))
        await intake.record(said(1))

        assert intake.deciding is not None
        looked = intake.deciding.looked[-1]
        (parked,) = looked.parked
        assert (parked.name, parked.regards, parked.line) == (named(2, COURT), named(1), b'{"type":"notice"}')
        assert (parked.received_at, parked.ordered_at, str(parked.place)) == (AT, AT, "outbox.court-almaty/0/1/0")
        assert looked.held[parked.name].disposition == "PARKED"
        await intake.record(said(4, sender=COURT, regards=named(9)))
        assert intake.deciding.looked[-1].parked_of.get(COURT, 0) == 1

    async def test_a_batch_that_does_not_fit_leaves_nothing_behind(self, ledger: Ledger) -> None:
        intake = Intake(ledger)
        await intake.claim(OUTBOX)
        twice = intake._arrival(said(1, COURT), AT)
        batch = batches.FakeDeciding([(said(1, COURT), twice), (said(2, COURT), twice)])

        with pytest.raises(BatchRefusedError):
            await ledger.record(intake.reads([twice]), batch)
        assert await waits(ledger) == []
        assert (await ledger.claim([OUTBOX]))[0].next_offset == 0

    async def test_the_ledgers_clock_runs(self, ledger: Ledger) -> None:
        intake = Intake(ledger)
        first, second = await intake.record(said(1)), await intake.record(said(2))

        assert isinstance(first, Recorded)
        assert isinstance(second, Recorded)
        assert timedelta(0) < second.entries[0].recorded_at - first.entries[0].recorded_at < timedelta(hours=1)
