"""An occasion is judged anew with what was just heard of it, and whoever is concerned is told what changed. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, Final

import orjson

from schemas import topics
from schemas.codec import canonical
from schemas.directory.directory import Directory
from schemas.messages import registry
from schemas.messages.registry import Envelope
from services.admission import deriving
from services.admission.answering import inbox_of
from services.law import zones
from services.law.deadlines import Law
from services.ledger import effects
from services.ledger.entries import (
    Entry,
    Heard,
    Judged,
    KeptObligation,
    KeptOccasion,
    Looked,
    Obliged,
    OccasionName,
    Outgoing,
)
from services.obligations import envelopes, judging
from services.obligations.cases import Case, Until
from services.obligations.envelopes import Arrived
from services.obligations.obligation import Obligation
from services.obligations.parts import DirectoryParts
from services.obligations.records import MessageName, Place, Record
from services.obligations.snapshots import Issue, State

_NEVER: Final = datetime.min.replace(tzinfo=UTC)
_REMEMBERED: Final = 50_000
"""So many envelopes of occasions are kept as they were read: most occasions are heard of several times within a day."""


@dataclass(frozen=True)
class Judge:
    """Judges occasions by one state of the law and of the directory. Time is only added by the monitor: what did not come is not decided here."""

    law: Law
    directory: Directory

    def judged(
        self, entries: Sequence[Entry], kept: Mapping[OccasionName, KeptOccasion], looked: Looked
    ) -> Sequence[Judged]:
        heard = _heard(entries)
        found = (self._judge(kept[name], new, looked) for name, new in sorted(heard.items()))
        return [judged for judged in found if judged.obligations]

    def _judge(self, kept: KeptOccasion, new: Sequence[Heard], looked: Looked) -> Judged:
        return self.state(replace(kept, heard=(*kept.heard, *new)), at=looked.at, epoch=looked.epoch)

    def state(self, kept: KeptOccasion, *, at: datetime, epoch: int) -> Judged:
        """What an occasion came to, as far as it differs from what the ledger has."""
        case = Case(tuple(self._records(kept.heard)), kept.name.occasion, _subject(kept.heard), kept.name.drill or None)
        parts = DirectoryParts(self.directory, self.law.catalogue, zones.zone(zones.DEFAULT))
        obligations = judging.judge(case, law=self.law, parts=parts, until=Until(at, kept.read_to or _NEVER))
        return Judged(kept.name, tuple(self._obliged(obligations, kept, _Telling(at, epoch))))

    def _records(self, heard: Sequence[Heard]) -> Iterator[Record]:
        for one in heard:
            place = Place(one.place.topic, one.place.partition, one.place.offset)
            arrived = Arrived(one.received_at, place, one.accepted, one.ordered_at)
            message = _envelope(one.line)
            record = envelopes.record_of(message, arrived, catalogue=self.law.catalogue, directory=self.directory)
            if record is not None:
                yield record

    def _obliged(self, obligations: Sequence[Obligation], kept: KeptOccasion, telling: "_Telling") -> Iterator[Obliged]:
        gone = dict(kept.obligations)
        for obligation in obligations:
            state = State(obligation, kept.name.occasion, kept.name.drill or None)
            before = gone.pop(state.key, None)
            if before is None or before.digest != state.digest:
                issue = telling.issue(state.key, before)
                told = _Told(obligation.key.duty, issue, state.line(self.law, issue), state.said)
                deadline = state.said["deadline"] if state.said["basis"] == "law" else None
                yield self._row(state.key, state.digest, told, occasion=state.occasion, deadline_at=deadline)
        for key, before in gone.items():
            if before.digest != _GONE:
                told = _never_owed(before, telling.issue(key, before))
                occasion = told.said["obligation"]["occasion"]
                yield self._row(key, _GONE, told, occasion=occasion, deadline_at=None)

    def _row(self, key: str, digest: str, told: "_Told", *, occasion: str, deadline_at: datetime | None) -> Obliged:
        return Obliged(
            key,
            told.issue.version,
            digest,
            duty=told.duty,
            debtor=told.said.get("debtor"),
            overseer=told.said.get("overseer"),
            recipient=told.said.get("recipient_agency"),
            verdict=told.said["verdict"],
            mode=told.said["mode"],
            deadline_at=deadline_at,
            snapshot=told.line,
            outgoing=self._outgoing(told, occasion),
        )

    def _outgoing(self, told: "_Told", occasion: str) -> tuple[Outgoing, ...]:
        name, urgent = MessageName("bus", told.issue.id), told.duty in self.law.catalogue.immediate
        key, value = occasion.encode(), told.line + b"\n"
        return tuple(
            Outgoing(topic, name, key=key, value=value, urgent=urgent) for topic in self._topics(told.duty, told.said)
        )

    def _topics(self, code: str, said: Mapping[str, Any]) -> tuple[str, ...]:
        """In shadow mode nobody but who oversees is told."""
        duty = self.law.catalogue.duties_by_code[code][0]
        everybody = topics.PROTECTED if duty.confidentiality == "state-protection" else topics.OBLIGATIONS
        concerned = ("overseer",) if said["mode"] == "shadow" else ("debtor", "recipient_agency", "overseer")
        agencies = {agency for name in concerned if (agency := said.get(name)) is not None}
        return (*sorted(inbox_of(agency) for agency in agencies), everybody.name)


@dataclass(frozen=True)
class _Told:
    """A snapshot, and what it says."""

    duty: str
    issue: Issue
    line: bytes
    said: Mapping[str, Any]


@dataclass(frozen=True)
class _Telling:
    """When it is told, by which ledger."""

    at: datetime
    epoch: int

    def issue(self, key: str, before: KeptObligation | None) -> Issue:
        version = before.version + 1 if before is not None else 1
        made = deriving.derived(str(self.epoch), key, "obligation", str(version))
        return Issue(made, self.epoch, self.at, version)


_GONE: Final = "gone"
"""Stands for the digest of an obligation that, as it turned out, was never owed."""


def _never_owed(before: KeptObligation, issue: Issue) -> _Told:
    """What was heard since shows that nothing ever opened it."""
    said = orjson.loads(before.snapshot)
    told = {name: value for name, value in said.items() if name not in ("met_by", "met_at")}
    changed = told | {
        "id": issue.id,
        "epoch": issue.epoch,
        "emitted_at": issue.emitted_at,
        "judged_as_of": issue.emitted_at,
        "version": issue.version,
        "verdict": "cancelled",
        "explanation": [],
    }
    return _Told(said["obligation"]["duty"], issue, canonical.written(changed), changed)


def _heard(entries: Sequence[Entry]) -> Mapping[OccasionName, Sequence[Heard]]:
    """What a batch says of each occasion; an occasion that is only touched has nothing new."""
    found: dict[OccasionName, list[Heard]] = {}
    for entry in entries:
        if entry.occasion is not None and effects.is_heard(entry):
            heard = entry.heard(accepted=entry.decision.disposition == "ROUTED")
            found.setdefault(entry.occasion, []).append(heard)
        for release in entry.released:
            if release.occasion is not None and release.decision.disposition == "ROUTED":
                one = release.parked
                heard = Heard(one.line, one.received_at, one.ordered_at, one.place, accepted=True)
                found.setdefault(release.occasion, []).append(heard)
    return found


@lru_cache(_REMEMBERED)
def _envelope(line: bytes) -> Envelope:
    """What was read once and accepted is read again without a doubt."""
    return registry.read_again(line)


def _subject(heard: Sequence[Heard]) -> str | None:
    subjects = (getattr(_envelope(one.line), "subject", None) for one in heard)
    return next((subject for subject in subjects if subject is not None), None)
