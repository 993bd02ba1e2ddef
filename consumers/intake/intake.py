"""The loop of intake: claim what is assigned, read, check, decide and store. While one batch is stored the next is read and checked."""

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Final, Literal, Protocol

from consumers.intake import versions
from consumers.intake.batching import Filling, Limits, Pace
from consumers.intake.budget import Budget
from consumers.intake.counting import Counting
from consumers.intake.placing import Placing
from consumers.intake.recording import Batch, Deciders, Recording
from consumers.intake.verifying import Verifying
from consumers.intake.versions import Lacking
from consumers.intake.wire import Wire
from producers import cut_off
from producers.cut_off import CutOffError
from schemas.errors.tree import LedgerError, LogError
from schemas.versions import Content, Name
from services.directory_log.state import NOBODY, LogState
from services.ledger.port import IntakesLedger, Recorded
from services.ledger.records import Arrival, Partition

WAIT_S: Final = 0.2
SHORT_WAIT_S: Final = 0.005
"""So long it is waited for more while records are there that could be stored."""
LEAST_BACKOFF_S: Final = 0.2
MOST_BACKOFF_S: Final = 5.0
_FAILURES: Final = 16
"""Beyond so many in a row they are counted no more."""
VERSION_REST_S: Final = 5.0
"""So often it is asked again whether a version that this program lacks is still in force."""
_log: Final = logging.getLogger(__name__)

Unready = Literal["reference-away", "ledger-away", "version-unknown"]


_NOTHING: Final = Batch((), NOBODY, {})


class Reference(Protocol):
    """Who follows the reference log."""

    async def caught_up(self) -> LogState:
        """The state with all that the log held when this was asked; LogError where it cannot be had."""
        ...


@dataclass(frozen=True, slots=True)
class Around:
    """What intake works with, besides wire and ledger."""

    reference: Reference
    verifying: Verifying
    deciders: Deciders
    shipped: Mapping[Name, Content]
    """The versions that this program has."""
    counting: Counting
    monotonic: Callable[[], float]
    """Seconds of a clock that nobody sets."""
    recorded: Callable[[Recorded], None]
    """Called after each commit: what goes out because of it can be handed over."""


class Intake:
    """One reader of many partitions. `step` is one turn; a process makes turns until it is told to stop, and then `finish`es."""

    def __init__(self, wire: Wire, ledger: IntakesLedger, *, around: Around, limits: Limits, budget: Budget) -> None:
        self.placing = Placing(wire, ledger, around.counting, around.monotonic)
        self._wire = wire
        self._around = around
        self._limits = limits
        self._pace = Pace(limits)
        self._budget = budget
        self._recording = Recording(
            ledger,
            self.placing,
            around.deciders,
            around.recorded,
            around.counting,
            around.monotonic,
            self._pace,
            budget,
        )
        self._next = _NOTHING
        self._held: set[Partition] = set()
        self._is_blind = False
        self._failures = 0
        self._rests_until = 0.0

    @property
    def unready(self) -> Sequence[Unready]:
        """Why it cannot do its work at present; empty where it can."""
        said: Mapping[Unready, bool] = {
            "reference-away": self._is_blind,
            "ledger-away": self._failures > 0,
            "version-unknown": bool(self._held),
        }
        return [reason for reason, holds in said.items() if holds]

    def waits(self, partition: Partition) -> bool:
        """Whether it is not read on for something that is known, and passes."""
        denied = self._budget.level(_agency(partition), now=self._around.monotonic()) == "denied"
        return bool(self.unready) or denied or self.placing.rests(partition)

    async def step(self) -> int:
        """How many records were stored. Whatever is wrong with ledger or reference log is said, and tried again at later steps."""
        storing = asyncio.create_task(self.finish())
        try:
            with cut_off.translated():
                await self._gather(storing)
                return await storing
        except CutOffError:
            await _given_up(storing)
            self._cut_off()
            return 0
        finally:
            await _given_up(storing)

    def _cut_off(self) -> None:
        """A connection was lost where nobody expected it. What was at hand is read again from where the ledger stands."""
        _log.warning("the connection to the wire was lost", extra={"action": "intake.cut-off"})
        self._next = _NOTHING
        self.placing.let_go(set(self.placing.placed))

    async def finish(self) -> int:
        """Stores what was read and checked so far, and reads nothing."""
        batch, self._next = self._next, _NOTHING
        try:
            stored = await self._recording.record(batch)
        except LedgerError as error:
            self._ledger_failed(error)
            return 0
        if stored:
            self._failures = 0
        return stored

    def _ledger_failed(self, error: LedgerError) -> None:
        """Whether the batch was stored is not known: everything is claimed again later, and the ledger asked where it stands."""
        _log.error("the ledger cannot be used: %s", error, extra={"action": "intake.ledger-away"})
        self._around.counting.ledger_away()
        self._rests_until = self._around.monotonic() + min(MOST_BACKOFF_S, LEAST_BACKOFF_S * 2**self._failures)
        self._failures = min(self._failures + 1, _FAILURES)
        self.placing.let_go(set(self.placing.placed))

    async def _gather(self, storing: "asyncio.Task[int]") -> None:
        """Reads and checks until there is enough, and the batch before is stored."""
        if not await self._is_placed():
            await self._wire.fetch(seconds=WAIT_S, limit=0, share=lambda _: 0)
            return
        filling, began = Filling(self._limits, self._pace.records), None
        while not filling.is_full:
            found = await self._wire.fetch(
                seconds=SHORT_WAIT_S if self._next.checked else WAIT_S,
                limit=filling.room,
                share=lambda partition: self._share(filling, partition),
            )
            if not await self._take(found, filling):
                return
            now = self._around.monotonic()
            began = now if began is None and found else began
            if storing.done() and (began is None or now - began >= self._pace.coalesce_s):
                return
        await asyncio.wait([storing])

    async def _is_placed(self) -> bool:
        """Whether ledger and reference log can be used, and what is ours was claimed."""
        if self._around.monotonic() < self._rests_until:
            return False
        try:
            if self._is_blind:
                await self._reference()
            await self.placing.claim()
        except LogError:
            return False
        except LedgerError as error:
            self._ledger_failed(error)
            return False
        return True

    def _share(self, filling: Filling, partition: Partition) -> int:
        wanted = filling.share(partition)
        return self._budget.share(_agency(partition), wanted, now=self._around.monotonic())

    async def _take(self, found: Mapping[Partition, Sequence[Arrival]], filling: Filling) -> bool:
        """Checks what came, by all that the reference log held after it was read: no key is believed that was revoked before."""
        arrivals = [one for partition, given in found.items() for one in self._in_order(partition, given, filling)]
        if not arrivals:
            return True
        self._around.counting.fetched(len(arrivals))
        epochs = {one: epoch for one in found if (epoch := self.placing.epoch(one)) is not None}
        try:
            state = await self._reference()
        except LogError as error:
            self._turn_blind(error, found.keys())
            return False
        known = self._known(arrivals, versions.lacking(state, self._around.shipped))
        checked = await self._around.verifying.checked(known, state.directory)
        self._next = self._next.with_more(checked, state.directory, epochs=epochs)
        return True

    def _in_order(self, partition: Partition, given: Sequence[Arrival], filling: Filling) -> Sequence[Arrival]:
        self._budget.was_read(_agency(partition), now=self._around.monotonic())
        found = self.placing.in_order(partition, given)
        filling.add(partition, found)
        return found

    async def _reference(self) -> LogState:
        state = await self._around.reference.caught_up()
        self._is_blind = False
        return state

    def _turn_blind(self, error: LogError, partitions: AbstractSet[Partition]) -> None:
        """Who may speak is not known: nothing is read until it is."""
        if not self._is_blind:
            _log.critical("the reference log cannot be used: %s", error, extra={"action": "intake.reference-away"})
            self._around.counting.reference_away()
        self._is_blind = True
        self.placing.let_go(partitions)

    def _known(self, arrivals: Sequence[Arrival], lacking: Lacking | None) -> Sequence[Arrival]:
        """Those that this program can judge. A partition stops at the first that came under a version that it does not have."""
        if lacking is None:
            self._held.clear()
            return arrivals
        late = {one.partition for one in arrivals if one.received_at >= lacking.since}
        if late - self._held:
            _log.critical(
                "a version is in force that this program does not have",
                extra={"action": "intake.version-unknown", "name_of": lacking.name, "version": lacking.version},
            )
            self._around.counting.version_unknown()
        self.placing.pause(late, rest_s=VERSION_REST_S)
        self._held = self._held - {one.partition for one in arrivals} | late
        return _before(arrivals, lacking)


async def _given_up(storing: "asyncio.Task[int]") -> None:
    if not storing.done():
        storing.cancel()
        await asyncio.wait([storing])


def _before(arrivals: Sequence[Arrival], lacking: Lacking) -> Sequence[Arrival]:
    """A clock of the wire may go back: what follows a record that waits, waits too."""
    waiting: set[Partition] = set()
    known: list[Arrival] = []
    for one in arrivals:
        if one.received_at >= lacking.since:
            waiting.add(one.partition)
        if one.partition not in waiting:
            known.append(one)
    return known


def _agency(partition: Partition) -> str:
    return partition.topic.partition(".")[2]
