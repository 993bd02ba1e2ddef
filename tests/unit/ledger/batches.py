"""Batches for tests of ledgers: as little of admission as is needed to store something of every kind."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import Final
from uuid import UUID, uuid5

from schemas.codec import canonical
from schemas.errors.tree import Finding
from schemas.evidence import Decided
from schemas.fields import AgencyId, Disposition
from services.admission.dispositions import Decision
from services.keys import merkle
from services.ledger import effects
from services.ledger.entries import (
    Entry,
    Held,
    Judged,
    KeptOccasion,
    Leaf,
    Looked,
    Obliged,
    OccasionName,
    Outgoing,
    Parked,
    Position,
    Read,
    Release,
)
from services.ledger.port import Fenced, Ledger, Recorded
from services.ledger.records import Arrival, Partition, Place
from services.obligations.records import MessageName

NETWORK: Final = "sandbox"
AT: Final = datetime(2026, 3, 6, 4, 5, tzinfo=UTC)
POLICE: Final = "police-almaty"
COURT: Final = "court-almaty"
PRISON: Final = "prison-almaty"
OCCASION: Final = OccasionName("police-almaty/aaaaaaaaaaaaaaaaaaaaaaaaaa")
_HEADERS: Final = (("habarshy-signature", b"s" * 64), (b"\xff\xfe", None))
_MADE: Final = UUID("00000000-0000-5000-8000-000000000000")


def outbox(agency: str, kind: str = "outbox") -> Partition:
    return Partition(f"{kind}.{agency}", 0)


def inbox(agency: str) -> str:
    return f"inbox.{agency}"


def named(number: int, sender: str = POLICE) -> MessageName:
    return MessageName(sender, str(UUID(int=(0x019CC151F5E0 << 80) | (7 << 76) | (2 << 62) | number)))


def made(*cause: object) -> MessageName:
    return MessageName(effects.BUS, str(uuid5(_MADE, repr(cause))))


@dataclass(frozen=True)
class Said:
    """A record of a test: who says what about what to whom, and what admission will find."""

    name: MessageName | None
    to: tuple[str, ...] = ()
    regards: MessageName | None = None
    occasion: OccasionName | None = None
    since: datetime | None = None
    disposition: Disposition = "ROUTED"
    value: bytes | None = b'{"type":"notice"}\nsealed'
    kind: str = "outbox"
    after: timedelta = timedelta(0)
    sender: str = POLICE
    hash_only: bool = False

    @property
    def partition(self) -> Partition:
        return outbox(self.name.sender if self.name else self.sender, self.kind)


def said(number: int, *to: str, **changes: object) -> Said:
    """A message that is new by its number."""
    sender = str(changes.pop("sender", POLICE))
    return replace(Said(named(number, sender), to, sender=sender), **changes)  # type: ignore[arg-type] # a test says fields by name


@dataclass
class FakeDeciding:
    """A small admission: repetitions, what waits and its release, one obligation for each occasion."""

    read: Sequence[tuple[Said, Arrival]]
    heard: list[Mapping[OccasionName, KeptOccasion]] = field(default_factory=list)
    looked: list[Looked] = field(default_factory=list)

    @cached_property
    def names(self) -> frozenset[MessageName]:
        spoken = [name for one, _ in self.read for name in (one.name, one.regards) if name is not None]
        return frozenset(spoken)

    def entries(self, looked: Looked) -> Sequence[Entry]:
        self.looked.append(looked)
        admission = _Admission(looked, dict(looked.held), list(looked.parked), dict(looked.latest))
        return [admission.entry(one, arrival) for one, arrival in self.read]

    def judged(
        self, entries: Sequence[Entry], kept: Mapping[OccasionName, KeptOccasion], looked: Looked
    ) -> Sequence[Judged]:
        self.heard.append(kept)
        return [_judged(one, entries, looked) for one in kept.values()]


@dataclass
class _Admission:
    looked: Looked
    held: dict[MessageName, Held]
    parked: list[Parked]
    latest: dict[Partition, datetime]

    def entry(self, one: Said, arrival: Arrival) -> Entry:
        decision = self._decide(one, arrival)
        self.latest[arrival.partition] = ordered_at = max(
            arrival.received_at, self.latest.get(arrival.partition, arrival.received_at)
        )
        bare = Entry(
            arrival,
            decision,
            leaf(arrival.place, arrival.digest, at=self.looked.at),
            self.looked.at,
            ordered_at,
            hash_only=one.hash_only,
        )
        answer = Outgoing(inbox(arrival.outbox_of), made("answer", arrival.place), key=b"key", value=b"answered\n")
        bare = replace(bare, outgoing=(answer,))
        if one.name is None or one.name in self.held:
            return bare
        occasion = one.occasion if decision.disposition in effects.HEARD else None
        known = Held(one.name, arrival.digest, decision.disposition, arrival.place, occasion=occasion)
        self.held[one.name] = known
        entry = replace(bare, name=one.name, occasion=occasion, named=one.to)
        if decision.disposition == "PARKED" and one.regards is not None:
            self.parked.append(Parked.of(one.name, one.regards, arrival=arrival, ordered_at=ordered_at))
            return replace(entry, regards=one.regards)
        if decision.disposition != "ROUTED":
            return entry
        sent = tuple(_to(agency, known) for agency in one.to)
        released = tuple(self._released(one.name))
        return replace(entry, outgoing=(*sent, answer), released=released, since=one.since)

    def _decide(self, one: Said, arrival: Arrival) -> Decision:
        known = self.held.get(one.name) if one.name else None
        if known is not None:
            same = known.digest == arrival.digest
            return Decision("DUPLICATE") if same else Decision("REJECTED", (Finding("HB-2402", "/id", {}),))
        about = self.held.get(one.regards) if one.regards else None
        if one.regards is not None and (about is None or about.disposition in ("PARKED", "QUARANTINED")):
            return Decision("PARKED")
        findings = (Finding("HB-2405", "", {"key": "k", "owner": "o"}),) if one.disposition == "REJECTED" else ()
        return Decision(one.disposition, findings)

    def _released(self, name: MessageName) -> Iterator[Release]:
        here = [name]
        for one in here:
            for parked in [waiting for waiting in self.parked if waiting.regards == one]:
                self.parked.remove(parked)
                here.append(parked.name)
                known = replace(self.held[parked.name], disposition="ROUTED")
                self.held[parked.name] = known
                sent = (
                    _to(one.sender, known),
                    Outgoing(inbox(parked.name.sender), made("late", parked.name), value=b"x\n"),
                )
                proof = leaf(parked.place, known.digest, at=self.looked.at, released=True)
                yield Release(parked, Decision("ROUTED"), proof, sent, self.held[one].occasion)


def leaf(place: Place, digest: str, *, at: datetime = AT, released: bool = False) -> Leaf:
    decided = Decided(
        network=NETWORK,
        record=place.ref,
        digest=digest,
        sender=AgencyId(place.topic.partition(".")[2]),
        disposition="ROUTED",
        released=released,
        received_at=at,
        recorded_at=at,
    )
    line = canonical.encode(decided)
    return Leaf(line, merkle.leaf_hash(line).hex())


def _to(agency: str, known: Held) -> Outgoing:
    return Outgoing(inbox(agency), known.name, known.place, urgent=known.place.topic.startswith("urgent."))


def _judged(kept: KeptOccasion, entries: Sequence[Entry], looked: Looked) -> Judged:
    """One obligation, whose state is how many messages were heard of the occasion."""
    key = f"{kept.name.occasion}/{kept.name.drill}/duty"
    before = kept.obligations.get(key)
    version = before.version + 1 if before else 1
    new = sum(entry.occasion == kept.name for entry in entries)
    snapshot = f"{len(kept.heard) + new} heard, version {version}".encode()
    name = made(looked.epoch, key, version)
    sent = tuple(Outgoing(topic, name, key=b"o", value=snapshot + b"\n") for topic in (inbox(COURT), "obligations"))
    obliged = Obliged(
        key,
        version,
        digest=snapshot.decode(),
        duty="police.tells-the-court",
        debtor=POLICE,
        overseer=None,
        recipient=COURT,
        verdict="open",
        mode="binding",
        deadline_at=AT + timedelta(hours=3),
        snapshot=snapshot,
        outgoing=sent,
    )
    return Judged(kept.name, (obliged,))


@dataclass
class Intake:
    """Reads for one ledger: gives each record the next offset, and keeps the positions it has claimed."""

    ledger: Ledger
    positions: dict[Partition, Position] = field(default_factory=dict)
    ends: dict[Partition, int] = field(default_factory=dict)
    deciding: FakeDeciding | None = None

    async def claim(self, *partitions: Partition) -> None:
        for position in await self.ledger.claim(partitions):
            self.positions[position.partition] = position
            self.ends[position.partition] = position.next_offset

    async def record(self, *records: Said, at: datetime = AT) -> Recorded | Fenced:
        """One batch; the positions move on with it if it is taken."""
        new = {one.partition for one in records} - self.positions.keys()
        await self.claim(*sorted(new))
        ends = dict(self.ends)
        self.deciding = FakeDeciding([(one, self._arrival(one, at)) for one in records])
        reads = self.reads([arrival for _, arrival in self.deciding.read])
        try:
            outcome = await self.ledger.record(reads, self.deciding)
        except BaseException:
            self.ends = ends
            raise
        if isinstance(outcome, Fenced):
            self.ends = ends
            return outcome
        for read in reads:
            self.positions[read.position.partition] = replace(read.position, next_offset=read.next_offset)
        return outcome

    def reads(self, arrivals: Sequence[Arrival]) -> list[Read]:
        nexts = {one.partition: one.place.offset + 1 for one in arrivals}
        latest = {one: max(a.received_at for a in arrivals if a.partition == one) for one in nexts}
        return [Read(self.positions[one], following, latest[one]) for one, following in sorted(nexts.items())]

    def _arrival(self, one: Said, at: datetime) -> Arrival:
        offset = self.ends[one.partition]
        self.ends[one.partition] = offset + 1
        place = Place(*one.partition, self.positions[one.partition].wire_generation, offset)
        return Arrival(place, at + one.after, b"key", one.value, _HEADERS)


def became(outcome: Recorded | Fenced) -> list[str]:
    assert isinstance(outcome, Recorded)
    return [entry.decision.disposition for entry in outcome.entries]


async def waits(ledger: Ledger, limit: int = 1000, *, besides: Sequence[str] = ()) -> list[tuple[str, str]]:
    """What waits for the relay: into which topic, and whose message."""
    await ledger.share()
    return [(row.topic, row.name.sender) for row in await ledger.waiting(limit, besides=frozenset(besides))]


async def deliver(ledger: Ledger, choose: Callable[[str], bool] = bool) -> None:
    """All that waits is sent and marked."""
    await ledger.share()
    rows = await ledger.waiting(1000, besides=frozenset())
    await ledger.mark_sent([row.sequence for row in rows if choose(row.topic)])
