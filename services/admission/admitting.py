"""A batch of checked records becomes entries, one after the other, so that each sees what those before it changed. Pure."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final, Literal, assert_never

from schemas.catalogue.catalogue import Catalogue
from schemas.errors.tree import Finding
from schemas.fields import Disposition
from schemas.messages import envelope as says
from schemas.messages import registry
from schemas.messages.envelope import FromAgency
from services.admission import answering, dispositions, occasions, readers, regarding, routing
from services.admission.answering import Accepting, Answered, Recording
from services.admission.checking import Checked
from services.admission.dispositions import Decision, Known
from services.admission.regarding import Regarded
from services.ledger.entries import Entry, Held, Looked, OccasionName, Outgoing, Parked, Release
from services.ledger.records import Arrival, Partition
from services.obligations.records import MessageName

PARKED_LIMIT: Final = 500
"""So many messages of one agency may wait for others at a time."""
_DEEMED: Final = (says.Fact, says.Notice, says.ServiceRecord)
"""What is remembered though it was rejected: a ruling may deem it accepted."""
_ROUTED: Final = Decision("ROUTED")


def names(batch: Iterable[Checked]) -> frozenset[MessageName]:
    """The names that a batch speaks of: what has to be looked up before it is decided."""
    return frozenset(name for checked in batch for name in _names(checked))


def admit(batch: Sequence[Checked], looked: Looked, *, network: str, catalogue: Catalogue) -> Sequence[Entry]:
    """What follows from each record of the batch, in its order."""
    recording = Recording(network, looked.epoch, looked.at)
    admission = _Admission(
        recording, catalogue, dict(looked.held), Counter(looked.parked_of), latest=dict(looked.latest)
    )
    for one in looked.parked:
        admission.park(one)
    return [admission.entry(checked) for checked in batch]


def admit_anew(checked: Checked, looked: Looked, *, network: str, catalogue: Catalogue) -> Entry:
    """What follows from a record that was in quarantine, as if it had just come; what is known by its name is not itself."""
    known = {name: held for name, held in looked.held.items() if held.place != checked.arrival.place}
    recording = Recording(network, looked.epoch, looked.at)
    counted, latest = Counter(looked.parked_of), dict(looked.latest)
    admission = _Admission(recording, catalogue, known, counted, latest=latest, version=answering.REPLAYED)
    for one in looked.parked:
        admission.park(one)
    return admission.entry(checked)


def _names(checked: Checked) -> Iterator[MessageName]:
    if checked.claimed is not None and checked.verified:
        yield MessageName(str(checked.claimed.sender), str(checked.claimed.id))
    regards = regarding.name_of(checked.message) if checked.message is not None else None
    if regards is not None:
        yield regards


@dataclass(frozen=True, slots=True)
class _Named:
    """A message that is the first of its name."""

    name: MessageName
    message: FromAgency
    arrival: Arrival
    ordered_at: datetime


@dataclass(frozen=True, slots=True)
class _Following:
    """What follows from a message, beside what its sender is answered."""

    named: tuple[str, ...] = ()
    occasion: OccasionName | None = None
    regards: MessageName | None = None
    sent: tuple[Outgoing, ...] = ()
    released: tuple[Release, ...] = ()
    since: datetime | None = None


_NOTHING: Final = _Following()


@dataclass(slots=True)
class _Admission:
    """What is known while a batch is decided."""

    recording: Recording
    catalogue: Catalogue
    held: dict[MessageName, Held]
    parked_of: Counter[str]
    """How many messages of each agency wait."""
    latest: dict[Partition, datetime]
    parked: dict[MessageName, list[Parked]] = field(default_factory=dict)
    """What waits, by what it waits for."""
    version: int = answering.FIRST
    """Of what the records are answered."""

    def park(self, one: Parked) -> None:
        self.parked.setdefault(one.regards, []).append(one)

    def entry(self, checked: Checked) -> Entry:
        name = self._name(checked)
        known = self.held.get(name) if name is not None else None
        decision = self._decide(checked, known)
        answered = answering.of_checked(checked)
        proof = answering.leaf(answered, decision, self.recording, released=self.version != answering.FIRST)
        answers = tuple(self._answers(answered, decision, proof.hash, known=known))
        ordered_at, message = self._ordered_at(checked.arrival), checked.message
        new = None
        if name is not None and known is None and message is not None:
            new = _Named(name, message, checked.arrival, ordered_at)
        following = self._of_message(new, decision.disposition) if new is not None else _NOTHING
        return Entry(
            checked.arrival,
            decision,
            proof,
            self.recording.at,
            ordered_at,
            name=new.name if new is not None else None,
            regards=following.regards,
            occasion=following.occasion,
            named=following.named,
            outgoing=(*following.sent, *answers),
            released=following.released,
            since=following.since,
            fault=checked.fault,
        )

    def _ordered_at(self, arrival: Arrival) -> datetime:
        """Its place in the order of judging: a broker's clock that was set back moves no record before an earlier one."""
        latest = self.latest.get(arrival.partition, arrival.received_at)
        self.latest[arrival.partition] = latest = max(latest, arrival.received_at)
        return latest

    def _name(self, checked: Checked) -> MessageName | None:
        """The message that the record is: only its owner's own key gives it a name."""
        claimed = checked.claimed
        if claimed is None or not checked.verified or claimed.sender != checked.arrival.outbox_of:
            return None
        return MessageName(str(claimed.sender), str(claimed.id))

    def _decide(self, checked: Checked, known: Held | None) -> Decision:
        same: Literal["none", "same-bytes", "other-bytes"] = "none"
        if known is not None:
            same = "same-bytes" if known.digest == checked.arrival.digest else "other-bytes"
        regards: Regarded = "nothing"
        if checked.message is not None:
            about = regarding.name_of(checked.message)
            regards = regarding.regarded(checked.message, self.held.get(about) if about else None)
        if regards == "not-told":
            findings = (*checked.presented.findings, _not_told(checked.arrival.outbox_of))
            presented = replace(checked.presented, findings=findings)
            return dispositions.decide(presented, Known(same))
        decision = dispositions.decide(checked.presented, Known(same, regards))
        owner = checked.arrival.outbox_of
        if decision.disposition == "PARKED" and self.parked_of[owner] >= PARKED_LIMIT:
            return Decision("REJECTED", (Finding("HB-2415", "/regards", {"limit": PARKED_LIMIT}),))
        return decision

    def _answers(
        self, answered: Answered, decision: Decision, leaf_hash: str, *, known: Held | None
    ) -> Iterator[Outgoing]:
        """A repetition of what was rejected is not answered anew: the rejection stands."""
        match decision.disposition:
            case "REJECTED":
                yield answering.rejection(answered, decision.findings[0], leaf_hash, recording=self.recording)
            case "DUPLICATE":
                if known is not None and known.disposition != "REJECTED":
                    yield self._accepted(answered, "DUPLICATE", leaf_hash)
            case "ROUTED" | "PARKED" | "QUARANTINED":
                yield self._accepted(answered, decision.disposition, leaf_hash)
            case _:
                assert_never(decision.disposition)

    def _accepted(self, answered: Answered, disposition: Accepting, leaf_hash: str) -> Outgoing:
        return answering.acceptance(answered, disposition, leaf_hash, recording=self.recording, version=self.version)

    def _of_message(self, new: _Named, disposition: Disposition) -> _Following:
        """A message that was not known before: where it goes, where it is judged, and what waited for it."""
        name, message, arrival = new.name, new.message, new.arrival
        regards = regarding.name_of(message)
        about = self.held.get(regards) if regards else None
        named = tuple(sorted({one.agency for one in readers.named(message)}))
        judged = disposition == "ROUTED" or (disposition == "REJECTED" and isinstance(message, _DEEMED))
        occasion = occasions.of(message, about, self.catalogue) if judged else None
        known = Held(name, arrival.digest, disposition, arrival.place, occasion=occasion, named=named)
        self.held[name] = known
        if disposition == "PARKED" and regards is not None:
            self.park(Parked.of(name, regards, arrival=arrival, ordered_at=new.ordered_at))
            self.parked_of[name.sender] += 1
            return _Following(named, occasion, regards)
        if disposition == "REJECTED":
            # A ruling on it may have come first.
            return _Following(named, occasion, released=tuple(self._released_by(name)))
        if disposition != "ROUTED":
            return _Following(named, occasion)
        sent = self._route(message, known)
        released = tuple(self._released_by(name))
        since = message.since if isinstance(message, says.Resync) else None
        return _Following(named, occasion, None, sent, released, since)

    def _route(self, message: FromAgency, known: Held) -> tuple[Outgoing, ...]:
        about = regarding.name_of(message)
        original = self.held.get(about) if about else None
        agencies = routing.recipients(message, original)
        self.held[known.name] = replace(known, disposition="ROUTED", told=known.told | set(agencies))
        sent = tuple(_to(agency, known) for agency in agencies)
        if original is None:
            return sent
        return (*self._told_later(original, routing.told_later(message, original)), *sent)

    def _told_later(self, original: Held, agencies: Sequence[str]) -> Iterator[Outgoing]:
        """Who is to have a message later gets it before whatever is said about it. What is erased, nobody gets any more."""
        if not original.is_whole:
            return
        new = [agency for agency in agencies if agency not in original.told]
        self.held[original.name] = replace(original, told=original.told | set(new))
        yield from (_to(agency, original) for agency in new)

    def _released_by(self, name: MessageName) -> Iterator[Release]:
        """What waited for this message, then what waited for that. A list of work and no recursion: a chain may be long."""
        here = [name]
        for one in here:
            for parked in self.parked.pop(one, ()):
                message = _said(parked)
                match regarding.regarded(message, self.held[one]):
                    case "here":
                        yield self._release(parked, message, _ROUTED)
                        here.append(parked.name)
                    case "not-told":
                        yield self._release(parked, message, Decision("REJECTED", (_not_told(parked.name.sender),)))
                    case _:
                        self.park(parked)

    def _release(self, parked: Parked, message: FromAgency, decision: Decision) -> Release:
        known = self.held[parked.name]
        answered = answering.of_parked(parked, known, message)
        proof = answering.leaf(answered, decision, self.recording, released=True)
        self.parked_of[parked.name.sender] -= 1
        if decision.findings:
            self.held[parked.name] = replace(known, disposition="REJECTED")
            told = answering.rejection(answered, decision.findings[0], proof.hash, recording=self.recording)
            return Release(parked, decision, proof, (told,))
        told = answering.acceptance(
            answered, "ROUTED", proof.hash, recording=self.recording, version=answering.RELEASED
        )
        occasion = occasions.of(message, self.held.get(parked.regards), self.catalogue)
        sent = self._route(message, replace(known, occasion=occasion))
        return Release(parked, decision, proof, (*sent, told), occasion)


def _to(agency: str, message: Held) -> Outgoing:
    return Outgoing(answering.inbox_of(agency), message.name, message.place, urgent=message.place.is_urgent)


def _not_told(agency: str) -> Finding:
    return Finding("HB-2409", "/regards", {"agency": agency})


def _said(parked: Parked) -> FromAgency:
    message = registry.read_again(parked.line)
    assert isinstance(message, FromAgency)  # noqa: S101 - nothing else is ever parked
    return message
