"""A batch is stored; the record for whose sake it is refused is found by halving and kept in quarantine, and stops nobody."""

import logging
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Final, TypeVar, assert_never

from consumers.intake import keeping
from consumers.intake.batching import Pace
from consumers.intake.budget import Amount, Budget, Level
from consumers.intake.counting import Counting
from consumers.intake.placing import Placing
from schemas.directory.directory import Directory
from services.admission.checking import Checked
from services.admission.dispositions import Presented
from services.ledger.entries import Entry, Judged, KeptOccasion, Looked, OccasionName
from services.ledger.errors import BatchRefusedError
from services.ledger.port import Deciding, Fenced, IntakesLedger, Recorded
from services.ledger.records import Partition
from services.obligations.records import MessageName

FENCED_REST_S: Final = 3.0
"""So long a partition rests that another has claimed: longer than a group needs to tell a member that it is one no more."""
_log: Final = logging.getLogger(__name__)
_Decided = TypeVar("_Decided")


@dataclass(frozen=True, slots=True)
class Batch:
    """Records that were checked, in the order of each partition, by this state of the directory or an earlier one."""

    checked: Sequence[Checked]
    directory: Directory
    epochs: Mapping[Partition, int]
    """The claims under which they were read."""

    def with_more(
        self, checked: Sequence[Checked], directory: Directory, *, epochs: Mapping[Partition, int]
    ) -> "Batch":
        return Batch([*self.checked, *checked], directory, {**self.epochs, **epochs})

    def of(self, checked: Sequence[Checked]) -> "Batch":
        return replace(self, checked=checked)


Deciders = Callable[[Sequence[Checked], Directory], Deciding]


@dataclass(slots=True)
class Recording:
    """Stores batches under the claims of one intake."""

    ledger: IntakesLedger
    placing: Placing
    deciders: Deciders
    recorded: Callable[[Recorded], None]
    """Called after each commit with what goes out because of it."""
    counting: Counting
    monotonic: Callable[[], float]
    pace: Pace
    budget: Budget

    async def record(self, batch: Batch) -> int:
        """How many were recorded; LedgerError where it is not known whether the rest was."""
        batch = self._still_ours(batch)
        if not batch.checked:
            return 0
        began = self.monotonic()
        checked = batch.checked
        within = partial(self.budget.keeps, now=began)
        deciding = _Guarded(self.deciders(checked, batch.directory), self.monotonic, within)
        reads = self.placing.reads([one.arrival for one in checked])
        try:
            outcome = await self.ledger.record(reads, deciding)
        except BatchRefusedError as error:
            self.counting.halved()
            return await self._halved(batch, error)
        match outcome:
            case Fenced(partitions=partitions):
                self.counting.fenced(len(partitions))
                _log.warning("claimed by another", extra={"action": "intake.fenced", "partitions": len(partitions)})
                same = {one for one in partitions if self.placing.epoch(one) == batch.epochs[one]}
                self.placing.let_go(same, rest_s=FENCED_REST_S)
                return await self.record(batch.of([one for one in checked if one.arrival.partition not in partitions]))
            case Recorded():
                self.placing.advance(reads)
                self.recorded(outcome)
                self.pace.took(len(checked), deciding.took_s)
                self._tell(outcome.entries, seconds=self.monotonic() - began)
                return len(outcome.entries)
            case _:
                assert_never(outcome)

    async def _halved(self, batch: Batch, error: BatchRefusedError) -> int:
        checked = batch.checked
        if len(checked) == 1:
            if _is_bare(checked[0]):
                raise error
            fault = str(error.findings[0].particulars["what"])
            return await self.record(batch.of([_at_fault(checked[0], fault)]))
        middle = len(checked) // 2
        return await self.record(batch.of(checked[:middle])) + await self.record(batch.of(checked[middle:]))

    def _still_ours(self, batch: Batch) -> Batch:
        """What was read under a claim that is over is read again under the next."""
        ours = {partition for partition, epoch in batch.epochs.items() if self.placing.epoch(partition) == epoch}
        return batch.of([one for one in batch.checked if one.arrival.partition in ours])

    def _tell(self, entries: Sequence[Entry], *, seconds: float) -> None:
        became = Counter(entry.decision.disposition for entry in entries)
        self.counting.recorded(became, seconds=seconds)
        _log.info("recorded", extra={"action": "intake.recorded", "dispositions": dict(became)})
        _tell_faults(entries)
        rejected: dict[str, list[int]] = defaultdict(list)
        for entry in entries:
            if entry.decision.disposition == "REJECTED":
                rejected[entry.arrival.place.topic].append(entry.arrival.size)
        for topic, sizes in rejected.items():
            self._spend(topic, Amount(len(sizes), sum(sizes)))

    def _spend(self, topic: str, amount: Amount) -> None:
        agency = topic.partition(".")[2]
        level: Level | None = self.budget.spend(agency, amount, now=self.monotonic())
        if level == "flooding":
            self.counting.flooding(agency)
            said = {"action": "intake.flood", "agency": agency}
            _log.critical("an agency sends more garbage than it may", extra=said)
        if level == "denied":
            self.counting.denied(agency)
            said = {"action": "intake.denied", "agency": agency, "call": f"habarshy agency deny {topic}"}
            _log.critical("an agency floods with garbage: its topic is read at a trickle", extra=said)


@dataclass(slots=True)
class _Guarded:
    """Whatever fails in deciding is the fault of a record of this batch: it is found by halving."""

    deciding: Deciding
    monotonic: Callable[[], float]
    within: Callable[[str, Amount], bool]
    """Whether so much more that is rejected is kept whole of an agency."""
    took_s: float = 0.0

    @property
    def names(self) -> frozenset[MessageName]:
        return self._guarded(lambda: self.deciding.names)

    def entries(self, looked: Looked) -> Sequence[Entry]:
        return self._guarded(lambda: keeping.kept(self.deciding.entries(looked), self.within))

    def judged(
        self, entries: Sequence[Entry], kept: Mapping[OccasionName, KeptOccasion], looked: Looked
    ) -> Sequence[Judged]:
        return self._guarded(lambda: self.deciding.judged(entries, kept, looked))

    def _guarded(self, decide: Callable[[], _Decided]) -> _Decided:
        began = self.monotonic()
        try:
            return decide()
        except Exception as error:
            raise BatchRefusedError(type(error).__name__) from error
        finally:
            self.took_s += self.monotonic() - began


def _is_bare(one: Checked) -> bool:
    """Whether nothing but its bytes is left: then it is not the record's fault that the ledger refuses it."""
    return one.presented.our_fault and one.record is None


def _at_fault(one: Checked, fault: str) -> Checked:
    """It keeps its name, under which it is played again; where even that is refused, the bytes alone are kept."""
    if not one.presented.our_fault:
        return replace(one, presented=replace(one.presented, our_fault=True), fault=fault)
    presented = Presented(one.arrival.outbox_of, one.arrival.received_at, our_fault=True)
    return Checked(one.arrival, presented, claimed=one.claimed, fault=fault)


def _tell_faults(entries: Sequence[Entry]) -> None:
    """The kind of error alone: what it says besides may quote a record, and stands in the ledger."""
    for entry in entries:
        if entry.fault:
            place = {"topic": entry.arrival.place.topic, "offset": entry.arrival.place.offset}
            said = {"action": "intake.quarantined", **place, "fault": entry.fault.partition(":")[0]}
            _log.critical("kept in quarantine by a fault of ours", extra=said)
