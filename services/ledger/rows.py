"""From the rows of PostgreSQL to the values of the ledger."""

from datetime import UTC, datetime

from services.ledger import effects, headers
from services.ledger.connecting import Row
from services.ledger.entries import Heard, Held, KeptObligation, OccasionName, Outgoing, Parked, Position, Waiting
from services.ledger.records import Arrival, Partition, Place
from services.obligations.records import MessageName


def utc(at: datetime) -> datetime:
    return at.astimezone(UTC)


def position(row: Row) -> Position:
    topic, number, generation, epoch, next_offset, last, digest = row
    return Position(
        Partition(topic, number),
        generation,
        epoch,
        next_offset,
        last=utc(last) if last is not None else None,
        last_digest=digest.hex() if digest is not None else None,
    )


def held(row: Row) -> Held:
    sender, message_id, digest, state, *place, told, occasion, drill, named, is_whole = row
    return Held(
        MessageName(sender, str(message_id)),
        digest.hex(),
        state,
        Place(*place),
        told=frozenset(told),
        occasion=OccasionName(occasion, drill) if occasion is not None else None,
        named=tuple(named),
        is_whole=is_whole,
    )


def parked(row: Row) -> Parked:
    sender, message_id, regards_sender, regards_id, *place, received_at, ordered_at, envelope = row
    name, regards = MessageName(sender, str(message_id)), MessageName(regards_sender, str(regards_id))
    return Parked(name, regards, Place(*place), utc(received_at), utc(ordered_at), envelope or b"")


def heard(row: Row) -> tuple[OccasionName, Heard]:
    occasion, drill, envelope, received_at, ordered_at, *place, state = row
    one = Heard(envelope or b"", utc(received_at), utc(ordered_at), Place(*place), accepted=state == "ROUTED")
    return OccasionName(occasion, drill), one


def obligation(row: Row) -> tuple[OccasionName, KeptObligation]:
    occasion, drill, key, version, digest, snapshot = row
    return OccasionName(occasion, drill), KeptObligation(key, version, digest, snapshot)


def waiting(row: Row) -> Waiting:
    (
        sequence,
        topic,
        sender,
        message_id,
        key,
        made,
        envelope,
        body,
        *place,
        header_line,
        received_at,
        recorded_at,
        leaf,
        urgent,
    ) = row
    name = MessageName(sender, str(message_id))
    if made is not None:
        return Waiting(sequence, topic, name, key=key, value=made, urgent=urgent)
    arrival = Arrival(Place(*place), utc(received_at), key, effects.joined(envelope, body), headers.read(header_line))
    return of_arrival(sequence, topic, name, came=(arrival, utc(recorded_at), leaf.hex()), urgent=urgent)


def of_bus(sequence: int, outgoing: Outgoing) -> Waiting:
    """What the bus made, as it waits."""
    return Waiting(
        sequence, outgoing.topic, outgoing.name, key=outgoing.key, value=outgoing.value, urgent=outgoing.urgent
    )


def earlier(row: Row) -> tuple[MessageName, tuple[Arrival, datetime, str]]:
    """What came in an earlier batch: with when it was recorded, and its leaf."""
    sender, message_id, *place, received_at, recorded_at, leaf, key, header_line, envelope, body = row
    arrival = Arrival(Place(*place), utc(received_at), key, effects.joined(envelope, body), headers.read(header_line))
    return MessageName(sender, str(message_id)), (arrival, utc(recorded_at), leaf.hex())


def of_arrival(
    sequence: int, topic: str, name: MessageName, *, came: tuple[Arrival, datetime, str], urgent: bool
) -> Waiting:
    arrival, recorded_at, leaf = came
    return Waiting(sequence, topic, name, arrival.key or b"", arrival.value or b"", arrival, recorded_at, leaf, urgent)
