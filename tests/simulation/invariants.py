"""What holds after every run: of what was read, nothing is lost, doubled or believed that should not be; and the verdicts are right."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from schemas.codec.record import RawHeaders
from schemas.evidence import Intervened
from services.keys import merkle
from services.ledger.entries import Entry, Heard, KeptOccasion, OccasionName
from services.ledger.records import Partition
from services.obligations.records import MessageName
from tests.simulation.cluster import Stored
from tests.simulation.law import judge
from tests.simulation.tales import Message
from tests.simulation.world import World

Bytes = tuple[str, bytes | None, bytes | None, tuple[tuple[str | bytes, bytes | None], ...]]
_NAMELESS = ("QUARANTINED", "REJECTED")


def bytes_of(topic: str, key: bytes | None, value: bytes | None, headers: RawHeaders) -> Bytes:
    return topic, key, value, tuple(headers)


@dataclass
class Outcome:
    """A run that is over, and what was said in it."""

    world: World
    broken: list[str] = field(default_factory=list)

    def demand(self, holds: object, what: str) -> None:
        if not holds:
            self.broken.append(what)

    @cached_property
    def messages(self) -> Mapping[Bytes, Message]:
        said = (one.message for one in self.world.written)
        return {bytes_of(one.topic, one.key, one.value, one.headers): one for one in said}

    @cached_property
    def entries(self) -> Mapping[Partition, list[Entry]]:
        """Of each partition, in the order in which they were read."""
        found: dict[Partition, list[Entry]] = {}
        for place in sorted(self.world.store.entries):
            entry = self.world.store.entries[place]
            found.setdefault(entry.arrival.partition, []).append(entry)
        return found

    def said_in(self, entry: Entry) -> Message:
        arrival = entry.arrival
        return self.messages[bytes_of(arrival.place.topic, arrival.key, arrival.value, arrival.headers)]

    @cached_property
    def winners(self) -> Mapping[MessageName, Entry]:
        """What the ledger took for the message of each name."""
        return {name: kept.entry for name, kept in self.world.store.messages.items()}

    def decided(self, entry: Entry) -> Entry:
        """What the record became in the end: what was in quarantine may have been replayed."""
        replayed = self.world.store.replays.get(entry.arrival.place)
        return replayed.entry if replayed is not None else entry

    @cached_property
    def decisions(self) -> list[Entry]:
        """Every first one, and every one of a replay."""
        store = self.world.store
        return [*store.entries.values(), *(one.entry for one in store.replays.values())]

    def state(self, name: MessageName) -> str:
        """What it should have become by now, by what it is and what became of what it is about."""
        entry = self.winners.get(name)
        if entry is None:
            return "absent"
        said = self.said_in(entry)
        if entry.decision.disposition == "QUARANTINED":
            return "QUARANTINED"
        if said.fate == "unfit":
            return "REJECTED"
        about = self.state(said.regards) if said.regards is not None else "ROUTED"
        here = about == "ROUTED" or (said.kind == "ruling" and about == "REJECTED")
        if said.fate == "denied" and here:
            return "REJECTED"
        return "ROUTED" if here else "PARKED"


def of_intake(outcome: Outcome) -> None:
    """Every offset has one disposition, and it is the right one."""
    world = outcome.world
    for partition, log in world.cluster.logs.items():
        if not partition.topic.startswith(("outbox.", "urgent.")):
            continue
        entries = outcome.entries.get(partition, [])
        position = world.store.positions.get(partition)
        current = position.wire_generation if position is not None else 1
        for generation in range(1, current + 1):
            of_one = [entry for entry in entries if entry.arrival.place.wire_generation == generation]
            offsets = [entry.arrival.place.offset for entry in of_one]
            outcome.demand(offsets == list(range(len(offsets))), f"gap in {partition.topic}: {offsets}")
            here = log.ever if generation != current else {one.offset: [one] for one in log.records}
            for entry in of_one:
                outcome.demand(_lay_there(entry, here.get(entry.arrival.place.offset, [])), f"{entry.arrival.place} never lay there")  # fmt: skip
        last = [entry for entry in entries if entry.arrival.place.wire_generation == current]
        outcome.demand(len(last) == log.end, f"{partition.topic} was read to {len(last)} of {log.end}")


def _lay_there(entry: Entry, there: Iterable[Stored]) -> bool:
    arrival = entry.arrival
    return any(
        (one.received_at, one.key, one.value, tuple(one.headers))
        == (arrival.received_at, arrival.key, arrival.value, tuple(arrival.headers))
        for one in there
    )


def of_dispositions(outcome: Outcome) -> None:
    for entries in outcome.entries.values():
        for entry in entries:
            said, became = outcome.said_in(entry), entry.decision.disposition
            allowed = _allowed(outcome, entry, said)
            outcome.demand(became in allowed, f"{said.kind} at {entry.arrival.place} became {became}, not {allowed}")
    for name, kept in outcome.world.store.messages.items():
        outcome.demand(kept.state == outcome.state(name), f"{name} is {kept.state}, not {outcome.state(name)}")
    _first_wins(outcome)


def _allowed(outcome: Outcome, entry: Entry, said: Message) -> frozenset[str]:
    if said.value in outcome.world.cursed:
        if said.fate == "bad" or said.name is None:
            return frozenset({"QUARANTINED", "REJECTED"})
        return frozenset({"QUARANTINED", "DUPLICATE", "REJECTED"})
    if said.fate == "bad":
        return frozenset({"REJECTED"})
    assert said.name is not None
    winner = outcome.winners.get(said.name)
    if winner is None:
        return frozenset()
    if winner is entry:
        by_fate = {"good": {"ROUTED", "PARKED"}, "unfit": {"REJECTED"}, "denied": {"REJECTED", "PARKED"}}
        return frozenset(by_fate[said.fate])
    same = winner.arrival.digest == entry.arrival.digest
    return frozenset({"DUPLICATE"} if same else {"REJECTED"})


def _first_wins(outcome: Outcome) -> None:
    """Of several texts under one id in one topic, the message is the first."""
    for entries in outcome.entries.values():
        first: dict[MessageName, Entry] = {}
        for entry in entries:
            said = outcome.said_in(entry)
            if said.name is not None and said.value not in outcome.world.cursed:
                first.setdefault(said.name, entry)
        for name, entry in first.items():
            winner = outcome.winners[name]
            there = winner.arrival.partition != entry.arrival.partition or winner.arrival.place <= entry.arrival.place
            outcome.demand(there, f"{name} came first at {entry.arrival.place}")


def of_evidence(outcome: Outcome) -> None:
    """One leaf for each decision and each intervention, and it is the hash of what it says."""
    store = outcome.world.store
    decided = [entry.leaf for entry in outcome.decisions]
    decided += [release.leaf for entry in outcome.decisions for release in entry.released]
    known = {leaf.hash for leaf in decided}
    intervened = [leaf for leaf in store.leaves if leaf.hash not in known]
    named = {str(Intervened.model_validate_json(leaf.content).record) for leaf in intervened}
    outcome.demand(named == {str(place.ref) for place in store.replays}, "interventions and their leaves differ")
    outcome.demand(len(intervened) == len(store.replays), "an intervention has not one leaf")
    decided += intervened
    outcome.demand(sorted(one.hash for one in decided) == sorted(one.hash for one in store.leaves), "leaves and decisions differ")  # fmt: skip
    outcome.demand(len({one.hash for one in decided}) == len(decided), "two decisions have one leaf")
    for leaf in decided:
        outcome.demand(merkle.leaf_hash(leaf.content).hex() == leaf.hash, "a leaf is not the hash of its content")


def of_obligations(outcome: Outcome) -> None:
    """What the ledger has is what one fold over the wire comes to, in the order in which the records reached the bus."""
    heard: dict[OccasionName, list[Heard]] = {}
    for name, heard_of in _heard(outcome):
        heard.setdefault(name, []).append(heard_of)
    kept = outcome.world.store.occasions
    outcome.demand(kept.keys() == heard.keys(), f"occasions differ: {kept.keys() ^ heard.keys()}")
    for name in kept.keys() & heard.keys():
        of_all = KeptOccasion(name, heard=tuple(heard[name]))
        should = judge().state(of_all, at=_last_judged(outcome, name), epoch=outcome.world.store.epoch)
        expected = {one.key: (one.digest, one.verdict) for one in should.obligations}
        last = [versions[-1] for versions in kept[name].obligations.values()]
        found = {one.key: (one.digest, one.verdict) for one in last if one.digest != "gone"}
        outcome.demand(found == expected, f"{name}: the ledger has {_plain(found)}, a fold gives {_plain(expected)}")


def _plain(obligations: Mapping[str, tuple[str, str]]) -> str:
    return "; ".join(f"{key[:90]} {verdict} {digest[:6]}" for key, (digest, verdict) in sorted(obligations.items()))


def _heard(outcome: Outcome) -> Iterator[tuple[OccasionName, Heard]]:
    """Straight from the wire's own records: the running maximum of a partition's instants, and what was accepted in the end."""
    for entries in outcome.entries.values():
        latest: datetime | None = None
        for first in entries:
            entry, arrival, said = outcome.decided(first), first.arrival, outcome.said_in(first)
            latest = max(latest or arrival.received_at, arrival.received_at)
            outcome.demand(
                entry.ordered_at == latest, f"{arrival.place} is ordered at {entry.ordered_at}, not {latest}"
            )
            if said.name is None or outcome.winners.get(said.name) is not entry or said.occasion is None:
                continue
            state = outcome.state(said.name)
            if said.kind in _UNJUDGED or state not in ("ROUTED", "REJECTED") or said.fate == "denied":
                continue
            yield (
                OccasionName(*said.occasion),
                Heard(said.line, arrival.received_at, latest, arrival.place, accepted=state == "ROUTED"),
            )


_UNJUDGED = ("fallback-contact", "drill-opened", "drill-closed", "resync")


def _last_judged(outcome: Outcome, name: OccasionName) -> datetime:
    """Time is only added when something is heard."""
    touching = (
        entry.recorded_at
        for entry in outcome.decisions
        if entry.occasion == name or any(release.occasion == name for release in entry.released)
    )
    return max(touching)
