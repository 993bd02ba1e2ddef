"""What the occasions of a batch come to: obligations in versions, told to whom they concern."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from itertools import permutations
from typing import Any, Final

import pytest

from schemas.directory.directory import Directory
from schemas.messages import registry
from schemas.messages.bus import ObligationSnapshot
from schemas.policy import model as policy
from services.admission.batch import Batch
from services.admission.judging import Judge
from services.law import calendar
from services.law.deadlines import Law
from services.ledger.entries import (
    Entry,
    Heard,
    Held,
    Judged,
    KeptObligation,
    KeptOccasion,
    Looked,
    Obliged,
    OccasionName,
)
from services.ledger.records import Arrival
from services.obligations.records import MessageName
from tests.unit.admission import world
from tests.unit.admission.world import INVESTIGATOR, NETWORK, PROSECUTOR, RECEIVED_AT, Wire

PROTOCOL: Final = "detention-protocol-drawn-at-night"
NOTICE: Final = world.NOTICE
MONITORING: Final = "obligations"


def judge(directory: Directory | None = None) -> Judge:
    law = Law(world.checking().catalogue, calendar.load(), policy.load())
    return Judge(law, directory or world.directory())


@dataclass
class Kept:
    """The least of a ledger: what was heard of each occasion, and in which state its obligations are."""

    judging: Judge = field(default_factory=judge)
    occasions: dict[OccasionName, KeptOccasion] = field(default_factory=dict)
    held: dict[MessageName, Held] = field(default_factory=dict)
    entered: Sequence[Entry] = ()

    def record(self, *arrivals: Arrival) -> Sequence[Judged]:
        batch = Batch(world.checked(*arrivals), NETWORK, self.judging)
        looked = Looked(max(one.received_at for one in arrivals) + timedelta(seconds=1), 1, self.held)
        entries = batch.entries(looked)
        touched = {entry.occasion for entry in entries if entry.occasion is not None}
        kept = {name: self.occasions.get(name, KeptOccasion(name)) for name in touched}
        judged = batch.judged(entries, kept, looked)
        self._keep(entries, kept, judged)
        self.entered = entries
        return judged

    def entries(self, *arrivals: Arrival) -> Sequence[Entry]:
        self.record(*arrivals)
        return self.entered

    def _keep(
        self, entries: Iterable[Entry], kept: Mapping[OccasionName, KeptOccasion], judged: Iterable[Judged]
    ) -> None:
        self.occasions |= kept
        for entry in entries:
            if entry.name is not None and entry.occasion is not None:
                arrival, accepted = entry.arrival, entry.decision.disposition == "ROUTED"
                before = self.occasions[entry.occasion]
                line = (arrival.value or b"").partition(b"\n")[0]
                assert entry.ordered_at is not None
                heard = Heard(line, arrival.received_at, entry.ordered_at, arrival.place, accepted)
                self.occasions[entry.occasion] = replace(before, heard=(*before.heard, heard))
                told = frozenset(one.topic.partition(".")[2] for one in entry.outgoing if one.of)
                known = Held(entry.name, arrival.digest, entry.decision.disposition, arrival.place, told)
                self.held[entry.name] = replace(known, occasion=entry.occasion, named=entry.named)
        for one in judged:
            before = self.occasions[one.name]
            now = {o.key: KeptObligation(o.key, o.version, o.digest, o.snapshot) for o in one.obligations}
            self.occasions[one.name] = replace(before, obligations={**before.obligations, **now})

    def verdicts(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for occasion in self.occasions.values():
            for one in occasion.obligations.values():
                told = told_in(one.snapshot)
                found[f"{told.obligation.duty} {told.obligation.recipient}"] = told.verdict
        return found


def told_in(line: bytes) -> ObligationSnapshot:
    said = registry.read_envelope(line)
    assert isinstance(said, ObligationSnapshot)
    return said


def of(judged: Sequence[Judged], duty: str) -> Obliged:
    (found,) = [one for occasion in judged for one in occasion.obligations if one.duty == duty]
    return found


def protocol(wire: Wire, number: int = 1) -> Arrival:
    return wire.example(PROTOCOL, number, occasion=occasion())


def occasion() -> str:
    return str(world.notice()[0]["occasion"])


PROSECUTOR_NOTICE: Final = "detention.prosecutor-notice"


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

    assert kept.record(protocol(wire)) == []


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
    # What nobody ever answered is overdue by now, and stays undecided until the monitor has looked behind the barrier.
    assert "breached" not in kept.verdicts().values()


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


def test_what_is_said_of_a_message_is_judged_where_that_is_whatever_it_names_itself() -> None:
    wire, kept = Wire(), Kept()
    kept.record(protocol(wire), wire.notice(2))
    elsewhere = f"{INVESTIGATOR}/{'b' * 26}"

    said: dict[str, Any] = {
        "sender": PROSECUTOR,
        "regards": {"sender": INVESTIGATOR, "id": world.message_id(2)},
        "occasion": elsewhere,
        "occurred_at": "2026-03-06T04:05:10Z",
        "sent_at": "2026-03-06T04:05:11Z",
    }
    kept.record(wire.example("prosecutors-system-takes-the-notice", 3, **said))

    assert list(kept.occasions) == [OccasionName(occasion())]


def test_a_rejected_notice_counts_and_is_delivered_once_it_is_deemed_accepted() -> None:
    wire, kept = Wire(), Kept()
    kept.record(protocol(wire))
    (rejected,) = kept.entries(wire.said(*world.notice(2, checklist=["person"])))
    assert rejected.decision.disposition == "REJECTED"
    assert [one for one in rejected.outgoing if one.of is not None] == []

    (ruled,) = kept.entries(
        wire.example(
            "protocol-rejected-for-a-mistyped-time-deemed-accepted",
            3,
            sender=PROSECUTOR,
            occasion=occasion(),
            regards={"sender": INVESTIGATOR, "id": world.message_id(2)},
            seal={"recipients": [{"role": "investigator", "agency": INVESTIGATOR}]},
            sent_at="2026-03-06T04:05:00Z",
        )
    )

    sent = [(one.topic, one.name.id) for one in ruled.outgoing if one.of is not None]
    assert sent[0] == (f"inbox.{PROSECUTOR}", world.message_id(2))
    assert kept.verdicts()[f"{PROSECUTOR_NOTICE} prosecutor"] == "in-time"


def test_a_clock_that_was_set_back_moves_no_record_before_an_earlier_one() -> None:
    wire, kept = Wire(), Kept()
    first = protocol(wire)
    later = wire.notice(2, at=RECEIVED_AT - timedelta(seconds=5))

    kept.entries(first, later)

    heard = kept.occasions[OccasionName(occasion())].heard
    assert [one.ordered_at for one in heard] == [RECEIVED_AT, RECEIVED_AT]
    assert [one.received_at for one in heard] == [first.received_at, later.received_at]
