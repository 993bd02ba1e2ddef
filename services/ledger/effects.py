"""What a decided batch adds to the ledger, as every ledger stores it. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from schemas import topics
from services.ledger.entries import Entry, Judged, Looked, Obliged, OccasionName, Outgoing, Read, Release
from services.ledger.records import Arrival, Place
from services.obligations.records import MessageName

HEARD: Final = frozenset({"ROUTED", "REJECTED"})
"""What is judged with its occasion: a rejected statement too, for a ruling may deem it accepted."""
BUS: Final = "bus"
STILL_OPEN: Final = frozenset({"open", "undecided", "provisional", "no-deadline-open", "breached"})
"""The verdicts under which something is still to be done."""


@dataclass(frozen=True, slots=True)
class Sending:
    """A record that goes out, and when it was entered."""

    outgoing: Outgoing
    entered_at: datetime


def lasts(entries: Sequence[Entry], reads: Sequence[Read]) -> list[Arrival | None]:
    """The record before each new position; none where the wire has none there."""
    came = {entry.arrival.place: entry.arrival for entry in entries}
    return [
        came.get(Place(*read.position.partition, read.position.wire_generation, read.next_offset - 1)) for read in reads
    ]


def is_heard(entry: Entry) -> bool:
    return entry.name is not None and entry.occasion is not None and entry.decision.disposition in HEARD


def touched(entries: Sequence[Entry]) -> Sequence[OccasionName]:
    """The occasions of which the batch says something, in the order in which they are locked."""
    return sorted({name for entry in entries for name in _touched_by(entry)})


def _touched_by(entry: Entry) -> Iterator[OccasionName]:
    if entry.occasion is not None and is_heard(entry):
        yield entry.occasion
    for release in entry.released:
        if release.occasion is not None:
            yield release.occasion


def releases(entries: Sequence[Entry]) -> Iterator[tuple[Release, Entry]]:
    return ((release, entry) for entry in entries for release in entry.released)


def sendings(entries: Sequence[Entry], judged: Sequence[Judged], looked: Looked) -> list[Sending]:
    """What goes out, in its order. Into one topic a message goes once: not again in a batch, and not where the ledger has it as told."""
    seen = {(topics.INBOX.of(agency), name) for name, held in looked.held.items() for agency in held.told}
    found: list[Sending] = []
    for sending in _all_sendings(entries, judged, looked):
        key = (sending.outgoing.topic, sending.outgoing.name)
        if key not in seen:
            seen.add(key)
            found.append(sending)
    return found


def _all_sendings(entries: Sequence[Entry], judged: Sequence[Judged], looked: Looked) -> Iterator[Sending]:
    for entry in entries:
        yield from (Sending(one, entry.recorded_at) for one in entry.outgoing)
        for release in entry.released:
            yield from (Sending(one, entry.recorded_at) for one in release.outgoing)
    for occasion in judged:
        for obliged in occasion.obligations:
            yield from (Sending(one, looked.at) for one in obliged.outgoing)


def agency_of(topic: str) -> str | None:
    """Whose inbox it is; None of a topic that is nobody's."""
    return topic.removeprefix(topics.INBOX.prefix) if topic.startswith(topics.INBOX.prefix) else None


def concerns(obliged: Obliged, agency: str | None) -> bool:
    """Whether it is open, and the agency is told of it: in shadow mode nobody is but who oversees."""
    sides = (obliged.overseer,) if obliged.mode == "shadow" else (obliged.debtor, obliged.recipient, obliged.overseer)
    return obliged.verdict in STILL_OPEN and agency is not None and agency in sides


def told(sent: Sequence[Sending]) -> dict[MessageName, list[str]]:
    """Of each message of an agency: into whose inboxes it goes because of this batch."""
    found: dict[MessageName, list[str]] = {}
    for sending in sent:
        agency = agency_of(sending.outgoing.topic)
        if sending.outgoing.of is not None and agency is not None:
            found.setdefault(sending.outgoing.name, []).append(agency)
    return found


def from_before(entries: Sequence[Entry], sent: Sequence[Sending]) -> dict[MessageName, Place]:
    """What goes out now and came in an earlier batch."""
    here = {entry.arrival.place for entry in entries}
    return {
        sending.outgoing.name: sending.outgoing.of
        for sending in sent
        if sending.outgoing.of is not None and sending.outgoing.of not in here
    }


def split(value: bytes | None) -> tuple[bytes | None, bytes | None]:
    """Envelope and body, which are kept apart: the one alone, where no line ends."""
    if value is None:
        return None, None
    envelope, ended, body = value.partition(b"\n")
    return envelope, body if ended else None


def joined(envelope: bytes | None, body: bytes | None) -> bytes | None:
    """The value as it came; without the body, where that was erased."""
    return envelope if envelope is None or body is None else envelope + b"\n" + body
