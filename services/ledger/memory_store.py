"""What several ledgers in memory share, as processes share a database. It refuses what PostgreSQL's constraints refuse."""

import asyncio
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from schemas.fields import Disposition
from services.ledger import effects
from services.ledger.checkpoints import KeptCheckpoint
from services.ledger.effects import Sending
from services.ledger.entries import (
    Entry,
    Heard,
    Held,
    Judged,
    KeptObligation,
    KeptOccasion,
    Leaf,
    Looked,
    Obliged,
    OccasionName,
    Parked,
    Position,
    Read,
    Release,
    Waiting,
)
from services.ledger.errors import BatchRefusedError
from services.ledger.records import Partition, Place
from services.ledger.reference import Applied
from services.ledger.reminding import Overdue
from services.obligations.records import MessageName


@dataclass(slots=True)
class KeptMessage:
    """A message under its name, and what it is now."""

    entry: Entry
    digest: str
    state: Disposition
    occasion: OccasionName | None
    told: set[str] = field(default_factory=set)

    @property
    def heard(self) -> Heard:
        return self.entry.heard(accepted=self.state == "ROUTED")


@dataclass(frozen=True, slots=True)
class Row:
    """A record on its way out, when it was entered, and which request it answers."""

    waiting: Waiting
    entered_at: datetime
    asked_by: str = ""


@dataclass(slots=True)
class Request:
    """An inbox is to be written again: since when, up to when, and how far that has come."""

    asked_by: str
    since: datetime
    before: datetime
    done_to: tuple[datetime, int] | None = None


@dataclass(frozen=True, slots=True)
class Replay:
    """What a record that was in quarantine was decided to be, and by which intervention."""

    entry: Entry
    intervention: str


@dataclass(slots=True)
class KeptRow:
    """An occasion: how often it was written, how far the monitor has decided it, who was heard, and each obligation's versions."""

    version: int = 0
    read_to: datetime | None = None
    heard: list[MessageName] = field(default_factory=list)
    obligations: dict[str, list[Obliged]] = field(default_factory=dict)


@dataclass(slots=True)
class Store:
    """The tables. `entries` are dispositions with the bytes that came."""

    epoch: int = 1
    positions: dict[Partition, Position] = field(default_factory=dict)
    latest: dict[Partition, datetime] = field(default_factory=dict)
    entries: dict[Place, Entry] = field(default_factory=dict)
    messages: dict[MessageName, KeptMessage] = field(default_factory=dict)
    parked: dict[MessageName, Parked] = field(default_factory=dict)
    reminded: set[MessageName] = field(default_factory=set)
    """Of which of these the sender was told that they wait."""
    occasions: dict[OccasionName, KeptRow] = field(default_factory=dict)
    leaves: list[Leaf] = field(default_factory=list)
    numbered: int = 0
    checkpoints: list[KeptCheckpoint] = field(default_factory=list)
    published: set[int] = field(default_factory=set)
    tiles: dict[tuple[int, int], bytes] = field(default_factory=dict)
    last_sequence: int = 0
    outgoing: dict[int, Row] = field(default_factory=dict)
    sent: dict[int, Row] = field(default_factory=dict)
    requests: dict[str, Request] = field(default_factory=dict)
    applied: dict[int, Applied] = field(default_factory=dict)
    relays: dict[int, frozenset[int]] = field(default_factory=dict)
    replays: dict[Place, Replay] = field(default_factory=dict)
    erasures: dict[Place, str] = field(default_factory=dict)
    """Of which messages the body was erased, by which intervention."""
    held_back: dict[MessageName, str] = field(default_factory=dict)
    """What may not be erased, by the number of the file that says so."""
    listening: list[asyncio.Event] = field(default_factory=list)

    def look(self, names: frozenset[MessageName], reads: Sequence[Read], at: datetime) -> Looked:
        parked = tuple(self._descendants(names))
        wanted = names | {message.name for message in parked}
        held = {name: self._held(name) for name in wanted & self.messages.keys()}
        latest = {
            read.position.partition: self.latest[read.position.partition]
            for read in reads
            if read.position.partition in self.latest
        }
        return Looked(at, self.epoch, held, parked, Counter(name.sender for name in self.parked), latest)

    def _held(self, name: MessageName) -> Held:
        kept = self.messages[name]
        place, named = kept.entry.arrival.place, kept.entry.named
        is_whole = place not in self.erasures and not kept.entry.hash_only
        return Held(name, kept.digest, kept.state, place, frozenset(kept.told), kept.occasion, named, is_whole)

    def _descendants(self, names: frozenset[MessageName]) -> Iterator[Parked]:
        """What waits for these, and what waits for that."""
        waiting: dict[MessageName, list[Parked]] = {}
        for message in self.parked.values():
            waiting.setdefault(message.regards, []).append(message)
        here = sorted(names)
        for name in here:
            found = waiting.pop(name, [])
            yield from found
            here += [message.name for message in found]

    def overdue(self, before: datetime) -> list[Overdue]:
        """The oldest first."""
        waiting = [(self.messages[name], one) for name, one in self.parked.items() if name not in self.reminded]
        old = [(kept, one) for kept, one in waiting if kept.entry.recorded_at < before]
        old.sort(key=lambda each: (each[0].entry.recorded_at, each[1].place.topic, each[1].place.offset))
        return [Overdue(one, kept.digest, kept.entry.leaf.hash) for kept, one in old]

    def kept(self, name: OccasionName) -> KeptOccasion:
        row = self.occasions.get(name, KeptRow())
        heard = tuple(
            sorted((self.messages[one].heard for one in row.heard), key=lambda one: (one.ordered_at, one.place))
        )
        last = (versions[-1] for versions in row.obligations.values())
        obligations = {one.key: KeptObligation(one.key, one.version, one.digest, one.snapshot) for one in last}
        return KeptOccasion(name, row.version, row.read_to, heard, obligations)

    def refuse(self, entries: Sequence[Entry], judged: Sequence[Judged], sent: Sequence[Sending]) -> None:
        """One disposition for an offset, one message for a name, one text for a version, and nothing goes out that did not come."""
        names = [entry.name for entry in entries if entry.name is not None]
        places = [entry.arrival.place for entry in entries]
        if len(set(names)) < len(names) or any(name in self.messages for name in names):
            raise BatchRefusedError("name")
        if len(set(places)) < len(places) or any(place in self.entries for place in places):
            raise BatchRefusedError("place")
        if any(
            release.parked.name not in self.parked and release.parked.name not in names
            for release, _ in effects.releases(entries)
        ):
            raise BatchRefusedError("released")
        if any(name not in self.messages for name in effects.from_before(entries, sent)):
            raise BatchRefusedError("outgoing")
        if any(
            obliged.version != self._next_version(one.name, obliged.key)
            for one in judged
            for obliged in one.obligations
        ):
            raise BatchRefusedError("version")

    def _next_version(self, name: OccasionName, key: str) -> int:
        row = self.occasions.get(name)
        return len(row.obligations.get(key, ())) + 1 if row is not None else 1

    def conclude(self, entries: Sequence[Entry], judged: Sequence[Judged], sent: Sequence[Sending]) -> list[Row]:
        """What follows from entries that were added or replayed: their occasions in a new version, who is told, and what goes out."""
        for occasion in effects.touched(entries):
            self._row(occasion).version += 1
        for one in judged:
            for obliged in one.obligations:
                self.occasions[one.name].obligations.setdefault(obliged.key, []).append(obliged)
        for name, agencies in effects.told(sent).items():
            self.messages[name].told |= set(agencies)
        return [self.send(sending) for sending in sent]

    def _row(self, occasion: OccasionName) -> KeptRow:
        return self.occasions.setdefault(occasion, KeptRow())

    def add_entry(self, entry: Entry) -> None:
        digest, name, disposition = entry.arrival.digest, entry.name, entry.decision.disposition
        entry = replace(entry, arrival=entry.kept)
        self.entries[entry.arrival.place] = entry
        self.leaves.append(entry.leaf)
        if name is not None:
            self.messages[name] = KeptMessage(entry, digest, disposition, entry.occasion)
        self._follow(entry)

    def add_replay(self, replay: Replay) -> None:
        """Its first disposition stays where it stands; the message is from now on what it was decided to be."""
        entry = replay.entry
        first = self.entries[entry.arrival.place]
        self.replays[entry.arrival.place] = replay
        self.leaves.append(entry.leaf)
        if first.name is not None:
            kept = self.messages[first.name]
            kept.entry, kept.state, kept.occasion = entry, entry.decision.disposition, entry.occasion
        elif entry.name is not None:
            digest, state = entry.arrival.digest, entry.decision.disposition
            self.messages[entry.name] = KeptMessage(entry, digest, state, entry.occasion)
        self._follow(entry)

    def _follow(self, entry: Entry) -> None:
        """What an entry does besides: it is heard, or waits, or releases others."""
        name = entry.name
        if name is not None and entry.occasion is not None and effects.is_heard(entry):
            self._row(entry.occasion).heard.append(name)
        if name is not None and entry.regards is not None and entry.decision.disposition == "PARKED":
            self.parked[name] = Parked.of(name, entry.regards, arrival=entry.arrival, ordered_at=entry.ordered_at)
        for release in entry.released:
            self._release(release)
        if entry.since is not None and name is not None:
            asked = Request(name.id, entry.since, entry.recorded_at)
            self.requests.setdefault(f"inbox.{name.sender}", asked)

    def _release(self, release: Release) -> None:
        name = release.parked.name
        del self.parked[name]
        self.leaves.append(release.leaf)
        kept = self.messages[name]
        kept.state = release.decision.disposition
        if release.occasion is not None:
            kept.occasion = release.occasion
            self._row(release.occasion).heard.append(name)

    def send(self, sending: Sending) -> Row:
        outgoing = sending.outgoing
        of = self.entries[outgoing.of] if outgoing.of is not None else None
        self.last_sequence += 1
        waiting = Waiting(
            self.last_sequence,
            outgoing.topic,
            outgoing.name,
            key=(of.arrival.key or b"") if of else outgoing.key,
            value=(of.arrival.value or b"") if of else outgoing.value,
            arrival=of.arrival if of else None,
            recorded_at=of.recorded_at if of else None,
            leaf=of.leaf.hash if of else "",
            urgent=outgoing.urgent,
        )
        self.outgoing[waiting.sequence] = row = Row(waiting, sending.entered_at)
        return row

    def tell_states(self, topic: str, asked_by: str, at: datetime) -> None:
        """The state of all that is open and concerns whose inbox it is, as it was told last."""
        agency = effects.agency_of(topic)
        for name in sorted(self.occasions):
            for _, versions in sorted(self.occasions[name].obligations.items()):
                last = versions[-1]
                if last.outgoing and effects.concerns(last, agency):
                    row = self.send(Sending(replace(last.outgoing[0], topic=topic, urgent=False), at))
                    self.outgoing[row.waiting.sequence] = replace(row, asked_by=asked_by)

    def send_again(self, row: Row, asked_by: str, at: datetime) -> None:
        self.last_sequence += 1
        again = replace(row.waiting, sequence=self.last_sequence, urgent=False)
        self.outgoing[again.sequence] = Row(again, at, asked_by=asked_by)
