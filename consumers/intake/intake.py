"""The loop of intake: claim what is assigned, read, check, decide and store; nothing goes on before it is stored."""

import logging
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, Protocol

from consumers.intake.wire import Wire
from schemas.directory.directory import Directory
from schemas.errors.tree import LedgerError, LogError
from services.admission import admitting
from services.admission.checking import Checked, Checking
from services.admission.dispositions import Presented
from services.directory_log.state import LogState
from services.ledger.entries import Entry, Looked, Position, Read
from services.ledger.errors import BatchRefusedError
from services.ledger.port import Fenced, IntakesLedger, Recorded
from services.ledger.records import Arrival, Partition

BATCH: Final = 500
WAIT_S: Final = 0.2
_log: Final = logging.getLogger(__name__)


class Reference(Protocol):
    """Who follows the reference log."""

    async def caught_up(self) -> LogState:
        """The state with all that the log held when this was asked; LogError where it cannot be had."""
        ...


@dataclass(slots=True)
class Intake:
    """One reader of many partitions. `step` is one turn; a process runs it until it is told to stop."""

    wire: Wire
    ledger: IntakesLedger
    reference: Reference
    checking: Checking
    recorded: Callable[[], None]
    """Called after each commit: whoever sends what goes out is woken."""
    _positions: dict[Partition, Position] = field(default_factory=dict)
    _doubted: set[Partition] = field(default_factory=set)
    """Partitions whose records did not begin where they should have; they are read again."""
    _unproved: set[Partition] = field(default_factory=set)
    """Partitions of which the record before the position was not seen yet."""
    _behind: set[Partition] = field(default_factory=set)
    """Partitions whose wire holds less than the ledger has recorded. They wait for an operator; nothing of them is guessed."""

    _is_blind: bool = False
    """Whether the reference log could not be read to its end: who may speak is not known, so nothing is read until it is."""

    async def step(self) -> int:
        """How many records were recorded. Whatever is wrong with ledger or reference log is said, and tried again at the next step."""
        try:
            return await self._turn()
        except LogError as error:
            if not self._is_blind:
                _log.critical("the reference log cannot be used: %s", error, extra={"action": "intake.reference-away"})
            self._is_blind = True
            self._let_go(set(self._positions))
            await self.wire.fetch(seconds=WAIT_S, limit=BATCH)
            return 0

    async def _turn(self) -> int:
        if self._is_blind:
            await self._directory()
        try:
            await self._claim()
        except LedgerError as error:
            _log.error("the ledger cannot be used: %s", error, extra={"action": "intake.ledger-away"})
            await self.wire.fetch(seconds=WAIT_S, limit=BATCH)
            return 0
        fetched = await self.wire.fetch(seconds=WAIT_S, limit=BATCH)
        arrivals = [arrival for partition, found in fetched.items() for arrival in self._in_order(partition, found)]
        if not arrivals:
            return 0
        try:
            checked = await self._check(arrivals)
            return await self._record(checked)
        except LedgerError as error:
            # Whether it was stored is not known: the ledger is asked again where it stands.
            _log.error("the ledger cannot be used: %s", error, extra={"action": "intake.ledger-away"})
            self._let_go({arrival.partition for arrival in arrivals})
            return 0

    async def _claim(self) -> None:
        """Whatever was assigned anew, or let go, is claimed, and read from where the ledger stands."""
        for partition in self.wire.freshly_assigned() | (self._positions.keys() - self.wire.assigned):
            self._positions.pop(partition, None)
        wanted = sorted(self.wire.assigned - self._positions.keys() - self._behind)
        if not wanted:
            return
        positions = await self.ledger.claim(wanted)
        self._positions |= {position.partition: position for position in positions}
        self._unproved |= {position.partition for position in positions if position.last is not None}
        self.wire.begin(positions)
        _log.info(
            "%d partitions claimed", len(positions), extra={"action": "intake.claimed", "partitions": len(positions)}
        )

    def _in_order(self, partition: Partition, found: Sequence[Arrival]) -> Sequence[Arrival]:
        """What the ledger waits for. Where the wire begins elsewhere it is asked once more; then it has lost something, and we say so."""
        position, first = self._positions.get(partition), found[0].place.offset
        if position is None:
            return ()
        if partition in self._unproved and first == position.begins_at:
            self._unproved.discard(partition)
            if found[0].received_at == position.last:
                return found[1:]
            return self._went_back(partition, {"expected": position.next_offset, "found": first})
        if first == position.next_offset:
            self._doubted.discard(partition)
            return found
        if partition not in self._doubted:
            self._doubted.add(partition)
            self._let_go({partition})
            return ()
        said = {"expected": position.next_offset, "found": first}
        if first > position.next_offset:
            self._doubted.discard(partition)
            said_of = {"topic": partition.topic, **said}
            _log.critical("records are missing on the wire", extra={"action": "intake.gap", **said_of})
            return found
        return self._went_back(partition, said)

    def _went_back(self, partition: Partition, said: Mapping[str, int]) -> Sequence[Arrival]:
        _log.critical(
            "the wire does not hold what the ledger has recorded",
            extra={"action": "intake.wire-went-back", "topic": partition.topic, **said},
        )
        self._behind.add(partition)
        self._let_go({partition})
        return ()

    async def _check(self, arrivals: Sequence[Arrival]) -> list[Checked]:
        """By all that the reference log held after they were read: no key is believed that was revoked before them."""
        directory = await self._directory()
        return [self.checking.check(arrival, directory) for arrival in arrivals]

    async def _directory(self) -> Directory:
        directory = (await self.reference.caught_up()).directory
        self._is_blind = False
        return directory

    async def _record(self, checked: Sequence[Checked]) -> int:
        """A batch that is refused is halved until the record that does not fit stands alone; that one is kept in quarantine."""
        if not checked:
            return 0
        try:
            recorded = await self.ledger.record(
                self._reads(checked),
                admitting.names(checked),
                lambda looked: self._decided(checked, looked),
            )
        except BatchRefusedError as error:
            if len(checked) == 1:
                if checked[0].presented.our_fault and checked[0].record is None:
                    raise
                return await self._record([_at_fault(checked[0], str(error.findings[0].particulars["what"]))])
            middle = len(checked) // 2
            return await self._record(checked[:middle]) + await self._record(
                [one for one in checked[middle:] if one.arrival.partition in self._positions]
            )
        match recorded:
            case Fenced(partitions):
                _log.warning("claimed by another", extra={"action": "intake.fenced", "partitions": len(partitions)})
                self._let_go(partitions)
                return await self._record([one for one in checked if one.arrival.partition not in partitions])
            case Recorded(entries):
                self._advance(checked)
                self.recorded()
                _say_faults(entries)
                became = Counter(entry.decision.disposition for entry in entries)
                _log.info("recorded", extra={"action": "intake.recorded", "dispositions": dict(became)})
                return len(entries)

    def _decided(self, checked: Sequence[Checked], looked: Looked) -> Sequence[Entry]:
        """Whatever fails in deciding is the fault of a record of this batch: it is found by halving, and stops nobody else."""
        try:
            return admitting.admit(checked, looked, network=self.checking.network)
        except Exception as error:
            raise BatchRefusedError(type(error).__name__) from error

    def _reads(self, checked: Sequence[Checked]) -> list[Read]:
        nexts = {one.arrival.partition: one.arrival.place.offset + 1 for one in checked}
        return [Read(self._positions[partition], following) for partition, following in sorted(nexts.items())]

    def _advance(self, checked: Sequence[Checked]) -> None:
        for read in self._reads(checked):
            self._positions[read.position.partition] = replace(read.position, next_offset=read.next_offset)

    def _let_go(self, partitions: "frozenset[Partition] | set[Partition]") -> None:
        """Read no further; if they are still ours they are claimed at the next step."""
        self.wire.hold(partitions)
        self._unproved -= partitions
        for partition in partitions:
            self._positions.pop(partition, None)


def _at_fault(one: Checked, fault: str) -> Checked:
    """It keeps its name, under which it is played again; where even that is refused, the bytes alone are kept."""
    if not one.presented.our_fault:
        return replace(one, presented=replace(one.presented, our_fault=True), fault=fault)
    presented = Presented(one.arrival.outbox_of, one.arrival.received_at, our_fault=True)
    return Checked(one.arrival, presented, claimed=one.claimed, fault=fault)


def _say_faults(entries: Sequence[Entry]) -> None:
    """The kind of error alone: what it says besides may quote a record, and stands in the ledger."""
    for entry in entries:
        if entry.fault:
            place = {"topic": entry.arrival.place.topic, "offset": entry.arrival.place.offset}
            said = {"action": "intake.quarantined", **place, "fault": entry.fault.partition(":")[0]}
            _log.critical("kept in quarantine by a fault of ours", extra=said)
