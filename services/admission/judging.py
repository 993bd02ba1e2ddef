"""An occasion is judged anew with what was just heard of it, and whoever is concerned is told what changed. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, Final
from uuid import uuid5

import orjson

from schemas import topics
from schemas.codec import canonical
from schemas.directory.directory import Directory
from schemas.messages import registry
from schemas.messages.registry import Envelope
from services.admission.answering import OF_BUS, inbox_of
from services.law import zones
from services.law.deadlines import Law
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
            record = envelopes.record_of(
                _envelope(one.line),
                received_at=one.received_at,
                place=place,
                catalogue=self.law.catalogue,
                directory=self.directory,
            )
            if record is not None:
                yield replace(record, accepted=one.accepted, ordered_at=one.ordered_at)

    def _obliged(self, obligations: Sequence[Obligation], kept: KeptOccasion, telling: "_Telling") -> Iterator[Obliged]:
        gone = dict(kept.obligations)
        for obligation in obligations:
            state = State(obligation, kept.name.occasion, kept.name.drill or None)
            before = gone.pop(state.key, None)
            if before is None or before.digest != state.digest:
                issue = telling.issue(state.key, before)
                yield self._row(_Told(obligation.key.duty, issue, state.line(self.law, issue), state.said), state)
        for key, before in gone.items():
            if before.digest != _GONE:
                yield self._never_owed(before, telling.issue(key, before))

    def _row(self, told: "_Told", state: State) -> Obliged:
        said, duty = told.said, state.obligation.duty
        return Obliged(
            state.key,
            told.issue.version,
            state.digest,
            duty=duty.code,
            debtor=said["debtor"],
            overseer=said["overseer"],
            recipient=said["recipient_agency"],
            verdict=said["verdict"],
            mode=said["mode"],
            deadline_at=said["deadline"] if said["basis"] == "law" else None,
            snapshot=told.line,
            outgoing=self._outgoing(told, state.occasion),
        )

    def _never_owed(self, before: KeptObligation, issue: Issue) -> Obliged:
        """What was heard since shows that nothing ever opened it."""
        said = orjson.loads(before.snapshot)
        told = {name: value for name, value in said.items() if name not in ("met_by", "met_at", "explanation")}
        changed = {"emitted_at": issue.emitted_at, "judged_as_of": issue.emitted_at, "verdict": "cancelled"}
        line = canonical.written(
            told | changed | {"id": issue.id, "epoch": issue.epoch, "version": issue.version, "explanation": []}
        )
        duty = said["obligation"]["duty"]
        return Obliged(
            before.key,
            issue.version,
            _GONE,
            duty=duty,
            debtor=said.get("debtor"),
            overseer=said.get("overseer"),
            recipient=said.get("recipient_agency"),
            verdict="cancelled",
            mode=said["mode"],
            deadline_at=None,
            snapshot=line,
            outgoing=self._outgoing(_Told(duty, issue, line, said), said["obligation"]["occasion"]),
        )

    def _outgoing(self, told: "_Told", occasion: str) -> tuple[Outgoing, ...]:
        name, urgent = MessageName("bus", str(told.issue.id)), told.duty in self.law.catalogue.immediate
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
        said = (str(self.epoch), key, "obligation", str(version))
        return Issue(uuid5(OF_BUS, "\n".join(said)), self.epoch, self.at, version)


_GONE: Final = "gone"
"""Stands for the digest of an obligation that, as it turned out, was never owed."""


def _heard(entries: Sequence[Entry]) -> Mapping[OccasionName, Sequence[Heard]]:
    """What a batch says of each occasion; an occasion that is only touched has nothing new."""
    found: dict[OccasionName, list[Heard]] = {}
    for entry in entries:
        if entry.occasion is not None and entry.decision.disposition in ("ROUTED", "REJECTED"):
            arrival = entry.arrival
            line = (arrival.value or b"").partition(b"\n")[0]
            ordered_at = entry.ordered_at or arrival.received_at
            accepted = entry.decision.disposition == "ROUTED"
            heard = Heard(line, arrival.received_at, ordered_at, arrival.place, accepted)
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
