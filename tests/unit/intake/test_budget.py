"""Who sends garbage may send so much of it; beyond that somebody is told, and then its topic is read at a trickle."""

import logging
from dataclasses import replace
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consumers.intake import keeping
from consumers.intake.batching import Limits
from consumers.intake.budget import Allowance, Amount, Budget
from schemas.errors.tree import Finding
from services.admission.dispositions import Decision
from services.ledger.entries import Entry, Leaf, Outgoing
from services.obligations.records import MessageName
from tests.unit.admission import world
from tests.unit.admission.test_judging_changes import deemed_accepted
from tests.unit.admission.world import INVESTIGATOR, PROSECUTOR, Wire
from tests.unit.intake.fakes import moved
from tests.unit.intake.rig import OUTBOX, Rig, became, garbage, memory, notice, wire_with

SMALL: Final = Allowance(
    kept=Amount(100, 10_000), read=Amount(300, 30_000), period_s=3_600, trickle_records=5, trickle_s=1
)
WANTED: Final = 500


def test_the_levels_are_reached_one_after_the_other_and_each_is_told_once() -> None:
    budget = Budget(SMALL)

    told = [budget.spend("a", Amount(50, 0), now=number) for number in range(8)]

    assert told == [None, None, "flooding", None, None, None, "denied", None]


def test_bytes_count_as_records_do() -> None:
    budget = Budget(SMALL)

    assert budget.spend("a", Amount(1, 10_001), now=0) == "flooding"
    assert budget.spend("a", Amount(1, 20_000), now=0) == "denied"


def test_one_agencys_garbage_is_not_anothers() -> None:
    budget = Budget(SMALL)
    budget.spend("a", Amount(1_000, 0), now=0)

    assert budget.level("b", now=0) == "within"
    assert budget.share("b", WANTED, now=0) == WANTED


def test_whoever_is_denied_is_read_at_a_trickle() -> None:
    budget = Budget(SMALL)
    budget.spend("a", Amount(1_000, 0), now=0)

    assert budget.share("a", WANTED, now=0) == 5
    budget.was_read("a", now=0)
    assert [budget.share("a", WANTED, now=now) for now in (0.0, 0.9, 1.0)] == [0, 0, 5]


def test_after_the_period_it_is_forgiven() -> None:
    budget = Budget(SMALL)
    budget.spend("a", Amount(1_000, 0), now=0)
    budget.was_read("a", now=0)

    assert budget.level("a", now=3_500) == "denied"
    assert budget.level("a", now=3_700) == "within"
    assert budget.share("a", WANTED, now=3_700) == WANTED


@given(st.lists(st.tuples(st.floats(0, 500), st.integers(0, 120)), max_size=60))
def test_the_level_is_that_of_what_was_sent_within_the_period(spent: list[tuple[float, int]]) -> None:
    """To a sixtieth of the period."""
    budget, now, all_spent = Budget(SMALL), 0.0, []
    for after, records in spent:
        now += after
        budget.spend("a", Amount(records, 0), now=now)
        all_spent.append((now, records))
    surely = sum(records for at, records in all_spent if now - at <= SMALL.period_s * 58 / 60)
    perhaps = sum(records for at, records in all_spent if now - at <= SMALL.period_s)
    levels = {_level(surely), _level(perhaps)}
    assert budget.level("a", now=now) in levels or len(levels) > 1


def _level(records: int) -> str:
    return "denied" if records > SMALL.read.records else "flooding" if records > SMALL.kept.records else "within"


async def test_a_flood_of_garbage_is_told_of_and_then_held_back_and_nothing_of_it_is_lost(
    caplog: pytest.LogCaptureFixture,
) -> None:
    ledger = memory()
    one = Rig(
        wire_with(*garbage(600), moved(notice(0), 600)), ledger, allowance=SMALL, limits=Limits(agency_records=50)
    )

    with caplog.at_level(logging.CRITICAL):
        await one.pass_time(100)

    assert [str(vars(record)["action"]) for record in caplog.records] == ["intake.flood", "intake.denied"]
    assert vars(caplog.records[-1])["call"] == f"habarshy agency deny outbox.{INVESTIGATOR}"
    assert one.counting.happened[f"denied {INVESTIGATOR}"] == 1
    assert [offset for offset, _ in became(ledger)] == list(range(601))
    assert became(ledger)[-1] == (600, "ROUTED")


def test_what_is_kept_whole_is_what_the_budget_has_left() -> None:
    budget = Budget(SMALL)
    assert budget.keeps("a", Amount(100, 10_000), now=0)
    assert not budget.keeps("a", Amount(101, 0), now=0)

    budget.spend("a", Amount(60, 0), now=0)
    assert [budget.keeps("a", Amount(number, 0), now=0) for number in (40, 41)] == [True, False]
    assert budget.keeps("b", Amount(100, 0), now=0)
    assert budget.keeps("a", Amount(100, 0), now=3_700)


async def test_of_garbage_beyond_the_budget_the_hash_is_kept_and_its_sender_is_told_all_the_same() -> None:
    ledger = memory()
    one = Rig(wire_with(*garbage(150, size=7)), ledger, allowance=SMALL, limits=Limits(agency_records=70))

    await one.pass_time(5)

    entries = [ledger.store.entries[place] for place in sorted(ledger.store.entries)]
    assert [entry.hash_only for entry in entries] == [False] * 100 + [True] * 50
    assert [entry.arrival.value for entry in entries] == [b"x" * 7] * 100 + [None] * 50
    rejections = [row for row in one.handed if row.topic == f"inbox.{INVESTIGATOR}"]
    assert len({row.name for row in rejections}) == 150
    assert len({entry.leaf.hash for entry in entries}) == 150


async def test_a_message_that_goes_out_because_of_a_ruling_is_kept_whole_though_its_sender_floods() -> None:
    sent, other = rejected(1), rejected(2)
    assert sent.name is not None
    ruled = replace(sent, outgoing=(Outgoing("inbox.a", sent.name, sent.arrival.place),))
    assert [entry.hash_only for entry in keeping.kept([ruled, other], lambda *_: False)] == [False, True]
    assert keeping.kept([ruled, other], lambda *_: True) == [ruled, other]


@pytest.mark.parametrize(("kept", "sent"), [(Amount(9, 10**6), 1), (Amount(0, 0), 0)])
async def test_a_message_whose_text_was_not_kept_goes_to_nobody_when_it_is_deemed_accepted(
    kept: Amount, sent: int
) -> None:
    ledger, wire = memory(), Wire()
    one = Rig(wire_with(wire.said(*world.notice(2, checklist=["person"]))), ledger, allowance=replace(SMALL, kept=kept))
    await one.settle()

    one.wire.put(deemed_accepted(wire))
    one.wire.assign(*one.wire.log)
    await one.settle()

    assert [entry.decision.disposition for entry in ledger.store.entries.values()] == ["REJECTED", "ROUTED"]
    assert len([row for row in one.handed if row.name.id == world.message_id(2)]) == sent


def rejected(number: int) -> Entry:
    arrival = moved(notice(number), number)
    name = MessageName(INVESTIGATOR, world.message_id(number + 1))
    proof = Leaf(b"{}", "aa" * 32)
    decision = Decision("REJECTED", (Finding("HB-2402", "/id", {}),))
    return Entry(arrival, decision, proof, arrival.received_at, arrival.received_at, name, named=("a",))


async def test_while_one_is_held_back_the_others_are_read_at_once() -> None:
    ledger = memory()
    one = Rig(wire_with(*garbage(800)), ledger, allowance=SMALL)
    await one.pass_time(5)
    began = one.clock.now

    one.wire.put(*garbage(1, agency=PROSECUTOR))
    one.wire.assign(*one.wire.log)
    topics: set[str] = set()
    while f"outbox.{PROSECUTOR}" not in topics:
        await one.intake.step()
        topics = {place.topic for place in ledger.store.entries}

    assert one.clock.now - began < 1
    assert sum(place.topic == OUTBOX.topic for place in ledger.store.entries) < 800
