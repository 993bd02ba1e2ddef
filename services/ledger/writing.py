"""What a decided batch comes to, as rows of the tables. Pure."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from services.ledger import effects, headers, shares
from services.ledger.effects import Sending
from services.ledger.entries import Entry, Judged, Leaf, Looked, Obliged, OccasionName, Release
from services.obligations.records import MessageName

Line = tuple[Any, ...]
"""A row, in the order of the columns in queries.sql."""
_PLACE: Final = ("text", "int4", "int4", "int8")
TYPES: Final[Mapping[str, tuple[str, ...]]] = {
    "disposition": (*_PLACE, "text", "text", "uuid", "text[]", "text", "timestamptz", "timestamptz", "bytea"),
    "message": (
        *("uuid", "text", "text", "bytea", *_PLACE, "timestamptz", "timestamptz", "timestamptz", "text", "text"),
        *("text[]", "text[]", "bytea", "bytea", "bytea", "bytea", "bytea", "int4"),
    ),
    "unnamed": (
        *(*_PLACE, "text", "bytea", "timestamptz", "timestamptz", "bytea"),
        *("bytea", "bytea", "bytea", "bytea", "int4"),
    ),
    "evidence": ("bytea", "bytea", "timestamptz"),
    "parked": ("uuid", "text", "text", "uuid"),
    "heard": ("text", "text", "uuid", "text"),
    "obligation_version": ("bytea", "int4", "timestamptz", "text", "text", "timestamptz", "uuid", "bytea"),
    "bus_message": ("timestamptz", "uuid", "bytea", "bytea"),
    "outgoing": ("int8", "text", "int2", "bool", "text", "uuid", "timestamptz", "timestamptz"),
}
"""The tables that a batch only adds to, with the types of their columns."""


@dataclass(frozen=True, slots=True)
class Batch:
    """All that is known when it is stored."""

    entries: Sequence[Entry]
    judged: Sequence[Judged]
    sent: Sequence[Sending]
    sequences: Sequence[int]
    looked: Looked


def added(batch: Batch) -> Mapping[str, list[Line]]:
    """The rows that are added, by table."""
    freed = {release.parked.name: release for release, _ in effects.releases(batch.entries)}
    told = effects.told(batch.sent)
    named = [(entry, entry.name) for entry in batch.entries if entry.name is not None]
    unnamed = (one for one in batch.entries if one.name is None and one.decision.disposition != "DUPLICATE")
    return {
        "disposition": [_disposition(entry) for entry in batch.entries],
        "message": [_message(entry, name, freed.get(name), told=told.get(name, [])) for entry, name in named],
        "unnamed": [_unnamed(entry) for entry in unnamed],
        "evidence": [(bytes.fromhex(leaf.hash), leaf.content, at) for leaf, at in _leaves(batch.entries)],
        "parked": [_parked(entry, name) for entry, name in named if _is_parked(entry) and name not in freed],
        "heard": list(_heard(batch.entries)),
        "obligation_version": [_version(obliged, batch.looked.at) for _, obliged in obligations(batch)],
        "bus_message": list(_of_bus(batch.sent)),
        "outgoing": [_outgoing(*one) for one in zip(batch.sequences, batch.sent, strict=True)],
    }


def obligations(batch: Batch) -> list[tuple[OccasionName, Obliged]]:
    return [(one.name, obliged) for one in batch.judged for obliged in one.obligations]


def freed_earlier(batch: Batch) -> list[Release]:
    """Whose waiting is over and which came in an earlier batch."""
    here = {entry.name for entry in batch.entries}
    return [release for release, _ in effects.releases(batch.entries) if release.parked.name not in here]


def told_earlier(batch: Batch) -> list[tuple[MessageName, list[str]]]:
    here = {entry.name for entry in batch.entries}
    return [(name, told) for name, told in effects.told(batch.sent).items() if name not in here]


def key_hash(key: str) -> bytes:
    return hashlib.sha256(key.encode()).digest()


def _leaves(entries: Sequence[Entry]) -> Iterator[tuple[Leaf, datetime]]:
    for entry in entries:
        yield entry.leaf, entry.recorded_at
        yield from ((release.leaf, entry.recorded_at) for release in entry.released)


def _disposition(entry: Entry) -> Line:
    arrival, decision = entry.arrival, entry.decision
    return (
        *arrival.place,
        decision.disposition,
        arrival.outbox_of,
        entry.name.id if entry.name is not None else None,
        [finding.code for finding in decision.findings],
        entry.fault,
        arrival.received_at,
        entry.recorded_at,
        bytes.fromhex(entry.leaf.hash),
    )


def _message(entry: Entry, name: MessageName, freed: Release | None, *, told: list[str]) -> Line:
    """What was released in the batch in which it came has never waited."""
    arrival = entry.arrival
    disposition, occasion = (
        (freed.decision.disposition, freed.occasion) if freed else (entry.decision.disposition, entry.occasion)
    )
    return (
        name.id,
        name.sender,
        disposition,
        bytes.fromhex(arrival.digest),
        *arrival.place,
        arrival.received_at,
        entry.ordered_at,
        entry.recorded_at,
        occasion.occasion if occasion else None,
        occasion.drill if occasion else None,
        list(entry.named),
        told,
        bytes.fromhex(entry.leaf.hash),
        *_bytes(entry),
    )


def _unnamed(entry: Entry) -> Line:
    arrival = entry.arrival
    return (
        *arrival.place,
        entry.decision.disposition,
        bytes.fromhex(arrival.digest),
        arrival.received_at,
        entry.recorded_at,
        bytes.fromhex(entry.leaf.hash),
        *_bytes(entry),
    )


def _bytes(entry: Entry) -> Line:
    """Key, headers, envelope and body, as far as they are kept; and of how many bytes only the hash is."""
    kept = entry.kept
    dropped = entry.arrival.size if entry.hash_only else None
    return (kept.key, headers.written(kept.headers), *effects.split(kept.value), dropped)


def _is_parked(entry: Entry) -> bool:
    return entry.decision.disposition == "PARKED" and entry.regards is not None


def _parked(entry: Entry, name: MessageName) -> Line:
    assert entry.regards is not None  # noqa: S101 - it was asked before
    return (name.id, name.sender, entry.regards.sender, entry.regards.id)


def _heard(entries: Sequence[Entry]) -> Iterator[Line]:
    for entry in entries:
        if entry.name is not None and entry.occasion is not None and effects.is_heard(entry):
            yield (*entry.occasion, entry.name.id, entry.name.sender)
        for release in entry.released:
            if release.occasion is not None:
                yield (*release.occasion, release.parked.name.id, release.parked.name.sender)


def _version(obliged: Obliged, at: datetime) -> Line:
    """Its snapshot stands where the bus told it, once."""
    told = next((one.name for one in obliged.outgoing if one.value == obliged.snapshot + b"\n"), None)
    return (
        key_hash(obliged.key),
        obliged.version,
        at,
        obliged.digest,
        obliged.verdict,
        obliged.deadline_at,
        told.id if told else None,
        None if told else obliged.snapshot,
    )


def _of_bus(sent: Sequence[Sending]) -> Iterator[Line]:
    seen: set[tuple[datetime, MessageName]] = set()
    for sending in sent:
        outgoing, made = sending.outgoing, (sending.entered_at, sending.outgoing.name)
        if outgoing.of is None and made not in seen:
            seen.add(made)
            yield (sending.entered_at, outgoing.name.id, outgoing.key, outgoing.value)


def _outgoing(sequence: int, sending: Sending) -> Line:
    outgoing, name = sending.outgoing, sending.outgoing.name
    made_at = sending.entered_at if outgoing.of is None else None
    share = shares.of(outgoing.topic)
    return (
        *(sequence, outgoing.topic, share, outgoing.urgent, name.sender, name.id),
        *(made_at, sending.entered_at),
    )
