"""Between the rows of PostgreSQL and the values of the ledger."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

from services.ledger import headers
from services.ledger.entries import Entry, Held, Leaf, Outgoing, Parked, Position, Release, Waiting
from services.ledger.records import Arrival, Partition, Place
from services.obligations.records import MessageName

Row = Sequence[Any]
"""What a database answers, of which nothing is known."""
Parameters = list[dict[str, Any]]


def utc(at: datetime | None) -> datetime:
    assert at is not None  # noqa: S101 - a clock always answers
    return at.astimezone(UTC)


def position(row: Row) -> Position:
    topic, number, generation, epoch, next_offset, last = row
    return Position(Partition(topic, number), generation, epoch, next_offset, utc(last) if last is not None else None)


def held(row: Row) -> Held:
    sender, message_id, digest, state, *place, told = row
    agencies = frozenset(topic.partition(".")[2] for topic in told)
    return Held(MessageName(sender, str(message_id)), digest, state, Place(*place), told=agencies)


def parked(row: Row) -> Parked:
    sender, message_id, regards_sender, regards_id, *place, received_at, value = row
    regards = MessageName(regards_sender, str(regards_id))
    return Parked(MessageName(sender, str(message_id)), regards, Place(*place), utc(received_at), bytes(value))


def waiting(row: Row) -> Waiting:
    sequence, topic, sender, message_id, key, value, *place, header_line, received_at, recorded_at, leaf = row
    name = MessageName(sender, str(message_id))
    if leaf is None:
        return Waiting(sequence, topic, name, key=bytes(key), value=bytes(value))
    arrival = Arrival(Place(*place), utc(received_at), bytes(key), bytes(value), headers.read(bytes(header_line)))
    return Waiting(sequence, topic, name, arrival.key or b"", arrival.value or b"", arrival, utc(recorded_at), leaf)


def inserts(entries: Sequence[Entry]) -> Iterator[tuple[str, Parameters]]:
    """Which query is run with which rows, in an order in which each row finds what it refers to."""
    releases = [(release, entry) for entry in entries for release in entry.released]
    yield "add_disposition", [_disposition(entry) for entry in entries]
    yield "add_message", [_message(entry) for entry in entries if entry.decision.disposition != "DUPLICATE"]
    leaves = [(entry.leaf, entry) for entry in entries] + [(release.leaf, entry) for release, entry in releases]
    yield "add_evidence", [_evidence(leaf, entry) for leaf, entry in leaves]
    yield "release", [_release(release) for release, _ in releases]
    yield "add_outgoing", [_outgoing(one, entry) for entry in entries for one in entry.outgoing]
    yield "add_outgoing", [_outgoing(one, entry) for release, entry in releases for one in release.outgoing]
    yield "send_again", [_again(entry, entry.name, entry.since) for entry in entries if entry.since and entry.name]


def _place(place: Place) -> dict[str, Any]:
    return place._asdict()


def _disposition(entry: Entry) -> dict[str, Any]:
    arrival, decision = entry.arrival, entry.decision
    return {
        **_place(arrival.place),
        "disposition": decision.disposition,
        "sender": arrival.outbox_of,
        "codes": [finding.code for finding in decision.findings],
        "fault": entry.fault,
        "received_at": arrival.received_at,
        "recorded_at": entry.recorded_at,
        "leaf": entry.leaf.hash,
    }


def _message(entry: Entry) -> dict[str, Any]:
    arrival, regards = entry.arrival, entry.regards
    return {
        **_place(arrival.place),
        "disposition": entry.decision.disposition,
        "sender": arrival.outbox_of,
        "id": entry.name.id if entry.name else None,
        "regards_sender": regards.sender if regards else None,
        "regards_id": regards.id if regards else None,
        "digest": arrival.digest,
        "key": arrival.key,
        "value": arrival.value,
        "headers": headers.written(arrival.headers),
    }


def _evidence(leaf: Leaf, entry: Entry) -> dict[str, Any]:
    return {"leaf": leaf.hash, "content": leaf.content, "recorded_at": entry.recorded_at}


def _release(release: Release) -> dict[str, Any]:
    name = release.parked.name
    return {"sender": name.sender, "id": name.id, "disposition": release.decision.disposition}


def _outgoing(outgoing: Outgoing, entry: Entry) -> dict[str, Any]:
    of = outgoing.of
    return {
        "topic": outgoing.topic,
        "sender": outgoing.name.sender,
        "id": outgoing.name.id,
        "of_topic": of.topic if of else None,
        "of_partition": of.partition if of else None,
        "of_wire_generation": of.wire_generation if of else None,
        "of_offset": of.offset if of else None,
        "key": None if of else outgoing.key,
        "value": None if of else outgoing.value,
        "entered_at": entry.recorded_at,
    }


def _again(entry: Entry, asked_by: MessageName, since: datetime) -> dict[str, Any]:
    return {
        "topic": f"inbox.{asked_by.sender}",
        "asked_by": asked_by.id,
        "since": since,
        "entered_at": entry.recorded_at,
    }
