"""The least of a ledger: enough to judge occasions batch by batch."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Final

from schemas import topics
from schemas.directory.directory import Directory
from schemas.messages import registry
from schemas.messages.bus import ObligationSnapshot
from schemas.policy import model as policy
from services.admission.batch import Batch
from services.admission.judging import Judge
from services.law import calendar
from services.law.deadlines import Law
from services.ledger.entries import (
    Entry,
    Held,
    Judged,
    KeptObligation,
    KeptOccasion,
    Looked,
    Obliged,
    OccasionName,
)
from services.ledger.records import Arrival
from services.obligations.records import MessageName
from tests.unit.admission import world
from tests.unit.admission.world import NETWORK, Wire

PROTOCOL: Final = "detention-protocol-drawn-at-night"
NOTICE: Final = world.NOTICE
PROSECUTOR_NOTICE: Final = "detention.prosecutor-notice"
MONITORING: Final = "obligations"


def judge(directory: Directory | None = None) -> Judge:
    law = Law(world.checking().catalogue, calendar.load(), policy.load())
    return Judge(law, directory or world.directory())


@dataclass
class Kept:
    """The least of a ledger: what was heard of each occasion, and in which state its obligations are."""

    judging: Judge = field(default_factory=judge)
    occasions: dict[OccasionName, KeptOccasion] = field(default_factory=dict)
    held: dict[MessageName, Held] = field(default_factory=dict)
    entered: Sequence[Entry] = ()

    def record(self, *arrivals: Arrival) -> Sequence[Judged]:
        batch = Batch(world.checked(*arrivals), NETWORK, self.judging)
        looked = Looked(max(one.received_at for one in arrivals) + timedelta(seconds=1), 1, self.held)
        entries = batch.entries(looked)
        touched = {entry.occasion for entry in entries if entry.occasion is not None}
        kept = {name: self.occasions.get(name, KeptOccasion(name)) for name in touched}
        judged = batch.judged(entries, kept, looked)
        self._keep(entries, kept, judged)
        self.entered = entries
        return judged

    def entries(self, *arrivals: Arrival) -> Sequence[Entry]:
        self.record(*arrivals)
        return self.entered

    def _keep(
        self, entries: Iterable[Entry], kept: Mapping[OccasionName, KeptOccasion], judged: Iterable[Judged]
    ) -> None:
        self.occasions |= kept
        for entry in entries:
            if entry.name is not None and entry.occasion is not None:
                arrival, disposition = entry.arrival, entry.decision.disposition
                before = self.occasions[entry.occasion]
                heard = entry.heard(accepted=disposition == "ROUTED")
                self.occasions[entry.occasion] = replace(before, heard=(*before.heard, heard))
                told = frozenset(topics.owner(one.topic) for one in entry.outgoing if one.of)
                known = Held(entry.name, arrival.digest, disposition, arrival.place, told)
                self.held[entry.name] = replace(known, occasion=entry.occasion, named=entry.named)
        for one in judged:
            before = self.occasions[one.name]
            now = {o.key: KeptObligation(o.key, o.version, o.digest, o.snapshot) for o in one.obligations}
            self.occasions[one.name] = replace(before, obligations={**before.obligations, **now})

    def verdicts(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for occasion in self.occasions.values():
            for one in occasion.obligations.values():
                told = told_in(one.snapshot)
                found[f"{told.obligation.duty} {told.obligation.recipient}"] = told.verdict
        return found


def told_in(line: bytes) -> ObligationSnapshot:
    said = registry.read_envelope(line)
    assert isinstance(said, ObligationSnapshot)
    return said


def of(judged: Sequence[Judged], duty: str) -> Obliged:
    (found,) = [one for occasion in judged for one in occasion.obligations if one.duty == duty]
    return found


def protocol(wire: Wire, number: int = 1) -> Arrival:
    return wire.example(PROTOCOL, number, occasion=occasion())


def occasion() -> str:
    return str(world.notice()[0]["occasion"])
