"""What of a record is proved, point by point. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from consumers.inbox.reading import Reader
from consumers.inbox.received import Received, Unproved, Unusable
from consumers.inbox.records import RawRecord
from schemas import topics
from schemas.catalogue.catalogue import Catalogue
from schemas.errors.tree import Finding
from services.directory_log.state import LogState

Point = Literal["form", "bus", "sender", "place", "beside"]
POINTS: Final[tuple[Point, ...]] = ("form", "bus", "sender", "place")
"""The canonical form with its digest, the bus's signature over the batch, the sender's over the envelope: each rests on those before it.

When the broker appended the record and at which offset is the file's own word: nobody signs it, so it is never proved. Whether
the relay's key held is judged at that instant.
"""
# Which finding speaks against which point; whatever is not listed speaks against the form.
_AGAINST: Final[Mapping[str, Point]] = {
    "HB-8401": "bus",
    "HB-8402": "bus",
    "HB-8403": "sender",
    "HB-8404": "sender",
    "HB-8405": "sender",
}
Verdict = Literal["proved", "refuted", "not-looked-at", "none", "unproved"]


@dataclass(frozen=True, slots=True)
class Proof:
    """A point, and what became of it. The bus's own messages have no sender to prove."""

    point: Point
    verdict: Verdict
    key: str | None = None
    findings: tuple[Finding, ...] = ()


def prove(raw: RawRecord, known: LogState, *, network: str, catalogue: Catalogue) -> Sequence[Proof]:
    """Each point in its order. No body is opened: what is proved is who said these bytes, and that the bus delivered them."""
    match Reader(network, reader_of(raw), (), catalogue).read(raw, known):
        case Unproved(findings=findings):
            return _refuted(findings)
        case Unusable(received=received):
            return _proved(received)
        case Received() as received:
            return _proved(received)


def reader_of(raw: RawRecord) -> str:
    """Whose inbox it says that it lay in."""
    return topics.owner(raw.topic)


def _proved(received: Received[object]) -> Sequence[Proof]:
    sender = Proof("sender", "proved" if received.sender_key else "none", received.sender_key)
    return (Proof("form", "proved"), Proof("bus", "proved", received.bus_key), sender, Proof("place", "unproved"))


def _refuted(findings: tuple[Finding, ...]) -> Sequence[Proof]:
    """What comes after a refuted point is not looked at: it would prove something about other bytes."""
    against = {point: tuple(f for f in findings if _AGAINST.get(f.code, "form") == point) for point in POINTS}
    first = next(number for number, point in enumerate(POINTS) if against[point])
    return (
        *(Proof(point, "proved") for point in POINTS[:first]),
        Proof(POINTS[first], "refuted", findings=against[POINTS[first]]),
        *(Proof(point, "not-looked-at") for point in POINTS[first + 1 :]),
    )
