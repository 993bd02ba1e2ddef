"""What the occasions of a batch come to: obligations in versions, told to whom they concern."""

from dataclasses import replace
from datetime import timedelta
from itertools import permutations

import pytest

from schemas.directory.directory import Directory
from services.ledger.entries import (
    KeptObligation,
    OccasionName,
)
from tests.unit.admission import world
from tests.unit.admission.keeping import (
    MONITORING,
    PROSECUTOR_NOTICE,
    PROTOCOL,
    Kept,
    judge,
    occasion,
    of,
    protocol,
    told_in,
)
from tests.unit.admission.world import INVESTIGATOR, PROSECUTOR, RECEIVED_AT, Wire


def test_a_protocol_opens_what_it_obliges_to_and_all_who_are_concerned_are_told() -> None:
    one = of(Kept().record(protocol(Wire())), PROSECUTOR_NOTICE)

    told = told_in(one.snapshot)
    assert (told.verdict, told.version, told.debtor, told.recipient_agency) == ("open", 1, INVESTIGATOR, PROSECUTOR)
    assert told.deadline is not None
    assert told.clock_start is not None
    assert told.deadline - told.clock_start == timedelta(hours=12)
    assert [sent.topic for sent in one.outgoing] == [
        *sorted({f"inbox.{INVESTIGATOR}", f"inbox.{PROSECUTOR}", f"inbox.{told.overseer}"}),
        MONITORING,
    ]
    assert {sent.value for sent in one.outgoing} == {one.snapshot + b"\n"}


def test_the_notice_meets_it_in_the_next_version() -> None:
    wire, kept = Wire(), Kept()
    kept.record(protocol(wire))

    one = of(kept.record(wire.notice(2)), PROSECUTOR_NOTICE)

    told = told_in(one.snapshot)
    assert (told.verdict, told.version) == ("in-time", 2)
    assert told.met_by is not None
    assert str(told.met_by.id) == world.message_id(2)


def test_a_receipt_is_judged_where_the_notice_is() -> None:
    wire, kept = Wire(), Kept()
    kept.record(protocol(wire), wire.notice(2))

    one = of(kept.record(world.receipt(wire, 2, 3)), PROSECUTOR_NOTICE)

    assert told_in(one.snapshot).receipts.taken_at == RECEIVED_AT


def test_what_changes_nothing_is_told_to_nobody() -> None:
    wire, kept = Wire(), Kept()
    kept.record(protocol(wire), wire.notice(2))

    # It is routed, and meets nothing: the first one has met it.
    assert kept.record(wire.notice(3)) == []


def test_in_whatever_batches_and_order_it_came_the_end_is_the_same() -> None:
    wire = Wire()
    arrivals = [protocol(wire), wire.notice(2), world.receipt(wire, 2, 3), wire.notice(4)]
    whole = Kept()
    whole.record(*arrivals)
    for order in permutations(arrivals):
        shuffled, kept = list(order), Kept()
        # A receipt before its message waits in the ledger; here it is brought after it.
        shuffled.sort(key=lambda one: one is arrivals[2])
        for one in shuffled:
            kept.record(one)
        assert kept.verdicts() == whole.verdicts()
        assert {o.key: o.digest for o in kept.occasions[OccasionName(occasion())].obligations.values()} == {
            o.key: o.digest for o in whole.occasions[OccasionName(occasion())].obligations.values()
        }


def test_time_alone_is_left_to_the_monitor() -> None:
    wire, kept = Wire(), Kept()
    kept.record(protocol(wire))

    late = kept.record(wire.notice(2, at=RECEIVED_AT + timedelta(days=2)))

    assert told_in(of(late, PROSECUTOR_NOTICE).snapshot).verdict == "late"


def test_what_did_not_come_stays_undecided_whoever_speaks_meanwhile() -> None:
    wire, kept = Wire(), Kept()
    kept.record(protocol(wire))

    overdue = kept.record(wire.example(PROTOCOL, 2, at=RECEIVED_AT + timedelta(days=2), occasion=occasion()))

    told = [told_in(one.snapshot) for one in overdue[0].obligations if one.duty == PROSECUTOR_NOTICE]
    # The second protocol is a round of its own; the first one's deadline is over.
    assert [(one.obligation.round, one.verdict, one.breach_events) for one in told] == [
        (1, "undecided", 0),
        (2, "undecided", 0),
    ]


def test_a_drill_is_an_occasion_of_its_own() -> None:
    wire, kept = Wire(), Kept()
    kept.record(protocol(wire), wire.example(PROTOCOL, 5, occasion=occasion(), drill="prosecutor-almaty/" + "a" * 26))

    assert sorted(kept.occasions) == [
        OccasionName(occasion()),
        OccasionName(occasion(), "prosecutor-almaty/" + "a" * 26),
    ]
    real, drill = (kept.occasions[name] for name in sorted(kept.occasions))
    assert set(real.obligations).isdisjoint(drill.obligations)


@pytest.mark.parametrize(("mode", "told"), [("shadow", 1), ("binding", 3)])
def test_in_shadow_mode_only_who_oversees_is_told(mode: str, told: int) -> None:
    versions = [
        version.model_copy(update={"duties": {PROSECUTOR_NOTICE: mode}}) if version.id == INVESTIGATOR else version
        for version in world.directory().versions
    ]
    kept = Kept(judge(Directory(tuple(versions))))

    one = of(kept.record(protocol(Wire())), PROSECUTOR_NOTICE)

    overseer = told_in(one.snapshot).overseer
    inboxes = {sent.topic for sent in one.outgoing} - {MONITORING}
    assert f"inbox.{overseer}" in inboxes
    assert len(inboxes) <= told
    assert (f"inbox.{INVESTIGATOR}" in inboxes) == (mode == "binding")


def test_what_concerns_protected_persons_goes_to_the_closed_topic() -> None:
    wire = Wire(kind="urgent")
    found = Kept().record(wire.example("stranger-threatens-at-a-guarded-gate", 1, at=RECEIVED_AT + timedelta(days=30)))

    sent = {one.topic for occasion in found for o in occasion.obligations for one in o.outgoing}
    assert "obligations.protected" in sent
    assert MONITORING not in sent
    assert all(one.urgent for occasion in found for o in occasion.obligations for one in o.outgoing)


def test_a_correction_that_takes_an_obligation_away_says_that_it_was_never_owed() -> None:
    wire, kept = Wire(), Kept()
    kept.record(protocol(wire))
    name = OccasionName(occasion())
    before = kept.occasions[name]
    # An obligation that the ledger has and that nothing heard gives rise to any more.
    (one,) = [o for o in before.obligations.values() if told_in(o.snapshot).obligation.duty == PROSECUTOR_NOTICE]
    lost = judge().state(replace(before, heard=()), at=RECEIVED_AT, epoch=1)

    told = told_in(of([lost], PROSECUTOR_NOTICE).snapshot)
    assert (told.verdict, told.version) == ("cancelled", one.version + 1)
    again = {
        **before.obligations,
        **{o.key: KeptObligation(o.key, o.version, o.digest, o.snapshot) for o in lost.obligations},
    }
    assert judge().state(replace(before, heard=(), obligations=again), at=RECEIVED_AT, epoch=1).obligations == ()
