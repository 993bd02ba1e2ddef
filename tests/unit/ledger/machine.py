"""Whatever is done to a ledger in whatever order, by several intakes and relays at once: what it says fits what was done."""

import asyncio
from collections.abc import Awaitable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TypeVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from services.ledger import shares
from services.ledger.entries import Entry, OccasionName, Waiting
from services.ledger.port import Fenced, Recorded
from services.ledger.records import Partition, Place
from services.obligations.records import MessageName
from tests.unit.ledger.batches import COURT, OCCASION, POLICE, PRISON, Intake, Said, inbox, named, outbox, said
from tests.unit.ledger.contract_of_relay import Closing

T = TypeVar("T")
_AGENCIES = (POLICE, COURT, PRISON)
_DRILL = OccasionName(OCCASION.occasion, "court-almaty/bbbbbbbbbbbbbbbbbbbbbbbbbb")
_IDS = st.builds(named, st.integers(1, 12), st.sampled_from(_AGENCIES))


@st.composite
def _records(draw: st.DrawFn) -> Said:
    name = draw(_IDS)
    return said(
        int(name.id[-4:], 16),
        *draw(st.lists(st.sampled_from(_AGENCIES), unique=True, max_size=2)),
        sender=name.sender,
        regards=draw(st.none() | _IDS),
        occasion=draw(st.sampled_from((None, OCCASION, _DRILL))),
        disposition=draw(st.sampled_from(("ROUTED", "ROUTED", "ROUTED", "REJECTED", "QUARANTINED"))),
        kind=draw(st.sampled_from(("outbox", "urgent"))),
        value=draw(st.sampled_from((b"{}\nbody", b"{}\nother"))),
        after=timedelta(seconds=draw(st.integers(0, 60))),
    )


@dataclass
class Expected:
    """What was done, as far as the answers said."""

    epochs: dict[Partition, int] = field(default_factory=dict)
    ends: dict[Partition, tuple[int, int]] = field(default_factory=dict)
    entries: dict[Place, Entry] = field(default_factory=dict)
    states: dict[MessageName, str] = field(default_factory=dict)
    waits_for: dict[MessageName, MessageName] = field(default_factory=dict)
    heard: dict[OccasionName, set[Place]] = field(default_factory=dict)
    versions: dict[str, int] = field(default_factory=dict)
    waiting: dict[int, Waiting] = field(default_factory=dict)
    sent: dict[int, Waiting] = field(default_factory=dict)
    leaves: int = 0

    def add(self, recorded: Recorded) -> None:
        places = {entry.name: entry.arrival.place for entry in self.entries.values() if entry.name}
        for entry in recorded.entries:
            place, name = entry.arrival.place, entry.name
            assert place not in self.entries
            self.entries[place] = entry
            self.leaves += 1 + len(entry.released)
            if name is not None:
                assert name not in self.states
                self.states[name] = entry.decision.disposition
                places[name] = place
            if name is not None and entry.occasion is not None:
                self.heard.setdefault(entry.occasion, set()).add(place)
            if name is not None and entry.regards is not None:
                self.waits_for[name] = entry.regards
            for release in entry.released:
                del self.waits_for[release.parked.name]
                self.states[release.parked.name] = release.decision.disposition
                if release.occasion is not None:
                    self.heard.setdefault(release.occasion, set()).add(places[release.parked.name])
        for judged in recorded.judged:
            for obliged in judged.obligations:
                assert obliged.version == self.versions.get(obliged.key, 0) + 1
                self.versions[obliged.key] = obliged.version
        self.waiting |= {row.sequence: row for row in recorded.waiting}

    def waiting_for(self, names: Iterable[MessageName]) -> set[MessageName]:
        """And what waits for that."""
        found: set[MessageName] = set()
        here = set(names)
        while here:
            here = {one for one, about in self.waits_for.items() if about in here} - found
            found |= here
        return found


class LedgerMachine(RuleBasedStateMachine):
    """Subclasses give two ledgers on the same tables, and end them."""

    def __init__(self) -> None:
        super().__init__()
        self.loop = asyncio.new_event_loop()
        self.expected = Expected()
        self.ledgers: list[Closing] = []
        self.intakes: list[Intake] = []

    async def two(self) -> list[Closing]:
        raise NotImplementedError

    def run_async(self, awaited: Awaitable[T]) -> T:
        return self.loop.run_until_complete(awaited)

    @initialize()
    def begin(self) -> None:
        self.ledgers = self.run_async(self.two())
        self.intakes = [Intake(ledger) for ledger in self.ledgers]

    @rule(
        who=st.integers(0, 1),
        agencies=st.sets(st.sampled_from(_AGENCIES), min_size=1),
        kind=st.sampled_from(("outbox", "urgent")),
    )
    def claim(self, who: int, agencies: set[str], kind: str) -> None:
        partitions = [outbox(agency, kind) for agency in sorted(agencies)]
        self.run_async(self.intakes[who].claim(*partitions))
        for partition in partitions:
            position = self.intakes[who].positions[partition]
            assert position.epoch == self.expected.epochs.get(partition, 0) + 1
            assert (position.wire_generation, position.next_offset) == self.expected.ends.get(partition, (1, 0))
            self.expected.epochs[partition] = position.epoch

    @rule(who=st.integers(0, 1), records=st.lists(_records(), min_size=1, max_size=5))
    def record(self, who: int, records: list[Said]) -> None:
        """Whoever lost a partition, or never had it, writes nothing of the batch."""
        intake = self.intakes[who]
        read = {one.partition for one in records}
        new = sorted(read - intake.positions.keys())
        if new:
            self.claim(who, {one.topic.partition(".")[2] for one in new}, new[0].topic.partition(".")[0])
            self.claim(who, {one.topic.partition(".")[2] for one in new}, new[-1].topic.partition(".")[0])
        lost = {one for one in read if intake.positions[one].epoch != self.expected.epochs[one]}
        outcome = self.run_async(intake.record(*records))
        if lost:
            assert outcome == Fenced(frozenset(lost))
            return
        assert isinstance(outcome, Recorded)
        self._looked(intake)
        self.expected.add(outcome)
        for partition in read:
            position = intake.positions[partition]
            self.expected.ends[partition] = (position.wire_generation, position.next_offset)

    def _looked(self, intake: Intake) -> None:
        """What the batch was told is what had been done before it."""
        assert intake.deciding is not None
        looked = intake.deciding.looked[-1]
        held = {name: known.disposition for name, known in looked.held.items()}
        parked = [one.name for one in looked.parked]
        assert (len(parked), set(parked)) == (len(set(parked)), self.expected.waiting_for(intake.deciding.names))
        asked = intake.deciding.names | {parked.name for parked in looked.parked}
        assert held == {name: state for name, state in self.expected.states.items() if name in asked}
        for name, known in looked.held.items():
            told = {row.topic for row in (self.expected.waiting | self.expected.sent).values() if row.name == name}
            assert {inbox(agency) for agency in known.told} == told
        for occasion in intake.deciding.heard[-1].values():
            assert {one.place for one in occasion.heard} == self.expected.heard.get(occasion.name, set())
            ordered = [(one.ordered_at, one.place) for one in occasion.heard]
            assert ordered == sorted(ordered)

    @rule(who=st.integers(0, 1), agency=st.sampled_from(_AGENCIES))
    def begin_generation(self, who: int, agency: str) -> None:
        partition, intake = outbox(agency), self.intakes[who]
        if partition not in intake.positions:
            return
        before = intake.positions[partition]
        begun = self.run_async(intake.ledger.begin_generation(before))
        if before.epoch != self.expected.epochs[partition]:
            assert begun == before
            return
        assert (begun.wire_generation, begun.next_offset) == (before.wire_generation + 1, 0)
        intake.positions[partition], intake.ends[partition] = begun, 0
        self.expected.ends[partition] = (begun.wire_generation, 0)

    @rule(who=st.integers(0, 1))
    def share(self, who: int) -> None:
        held = self.run_async(self.ledgers[who].share())
        assert len(held) <= shares.COUNT

    @rule(limit=st.integers(1, 30))
    def send(self, limit: int) -> None:
        """Each relay is given rows of its own shares alone, none twice, each inbox in its order; both together miss nothing."""
        for ledger in self.ledgers:
            self.run_async(ledger.share())
        held = [self.run_async(ledger.share()) for ledger in self.ledgers]
        assert held[0].isdisjoint(held[1])
        assert held[0] | held[1] == shares.ALL
        for ledger, own in zip(self.ledgers, held, strict=True):
            rows = self.run_async(ledger.waiting(limit, besides=frozenset()))
            there = [row for row in self.expected.waiting.values() if shares.of(row.topic) in own]
            assert len(rows) == min(limit, len(there))
            self._in_order(rows)
            self._sent(rows)
            self.run_async(ledger.mark_sent([row.sequence for row in rows]))

    def _in_order(self, rows: Sequence[Waiting]) -> None:
        """What is immediate before the rest, and within an inbox one after the other."""
        hurry = [row.arrival is not None and row.arrival.place.topic.startswith("urgent.") for row in rows]
        assert hurry == sorted(hurry, reverse=True)
        for topic in {row.topic for row in rows}:
            each = [(not hurried, row.sequence) for hurried, row in zip(hurry, rows, strict=True) if row.topic == topic]
            assert each == sorted(each)

    def _sent(self, rows: Sequence[Waiting]) -> None:
        for row in rows:
            assert row == self.expected.waiting[row.sequence]
            self.expected.sent[row.sequence] = self.expected.waiting.pop(row.sequence)

    @rule(who=st.integers(0, 1), limit=st.integers(1, 10))
    def number(self, who: int, limit: int) -> None:
        numbered = self.run_async(self.ledgers[who].number(limit))
        assert numbered <= self.expected.leaves
        assert len(self.run_async(self.ledgers[1 - who].leaves(0, 10_000))) == numbered

    @invariant()
    def every_offset_has_one_disposition(self) -> None:
        for partition, (generation, end) in self.expected.ends.items():
            places = [Place(*partition, generation, offset) for offset in range(end)]
            assert all(place in self.expected.entries for place in places)

    def teardown(self) -> None:
        for ledger in self.ledgers:
            self.run_async(ledger.close())
        self.loop.close()
