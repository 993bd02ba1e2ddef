"""Takes records: each is read, proved, handled, answered, and only then the position moves; all in one transaction of the store."""

import logging
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal, assert_never

from consumers.inbox import reading
from consumers.inbox.answering import Answering
from consumers.inbox.errors import Transient
from consumers.inbox.known import Known
from consumers.inbox.outcomes import Lettered, Outcome, Outdated, Overtaken, Passed, Postponed, Repeated, Taken
from consumers.inbox.reading import Reader
from consumers.inbox.received import Reading, Received, Unproved, Unusable
from consumers.inbox.records import RawRecord
from consumers.inbox.routing import Router
from consumers.inbox.store.port import Because, KeptLetter, Letter, Outgoing, Step, Store, Taking
from producers import cut_off
from producers.outbox.answers import Answers
from producers.outbox.errors import OutboxError
from schemas.codec import canonical
from schemas.errors.tree import Finding, LogError
from schemas.messages.bus import Acceptance, FromBus, ObligationSnapshot, Rejection
from schemas.messages.registry import Envelope

log: Final = logging.getLogger("habarshy.inbox")
MOST_ATTEMPTS: Final = 10
LONGEST_S: Final = 0.25
"""So long records are taken into one transaction: whatever else the store is asked waits for its end."""
Point = Literal["read", "begun", "effect-made", "before-commit", "committed", "answered"]
"""Where a process may die: a test dies there, and a process passes `nowhere`."""
At = Callable[[Point], None]


def nowhere(_: Point) -> None:
    """What a process does at a point: nothing."""


class _OursError(Exception):
    """What is wrong is ours, and nothing that a record could be blamed for: a full disk of the Outbox, a log that is away."""


class _OvertakenError(Exception):
    """Leaves the transaction, so that nothing of it holds."""


@dataclass(frozen=True)
class Position:
    """Where the position stands, as this Inbox saw it last; or which dead letter the record is."""

    was: int | None = None
    letter: KeptLetter | None = None

    @property
    def counts_already(self) -> bool:
        """Whether the message counts as taken because of this very letter."""
        return self.letter is not None and self.letter.letter.because in ("unheard", "unusable")

    @property
    def said_taken(self) -> bool:
        """Whether its sender was told before that it was taken."""
        return self.letter is not None and self.letter.letter.because == "unheard"


@dataclass
class Taker:
    """Everything that taking needs, and the count of vain attempts at the record at hand."""

    reader: Reader
    known: Known
    store: Store
    router: Router
    answering: Answering
    answers: Answers | None = None
    transient: tuple[type[Exception], ...] = (Transient, LogError, OSError, TimeoutError)
    most_attempts: int = MOST_ATTEMPTS
    monotonic: Callable[[], float] = time.monotonic
    """Seconds of a clock that nobody sets: by it a transaction has lasted long enough."""
    at: At = nowhere
    counts: Counter[str] = field(default_factory=Counter)
    """How many records had which outcome, since this process began."""
    _attempts: dict[tuple[str, int, int], int] = field(default_factory=dict)

    async def take(self, raw: RawRecord, position: Position) -> Outcome:
        """What became of it. It never raises: whatever a handler or the store raises is an outcome."""
        try:
            with cut_off.translated():  # a handler may use such a library too
                outcome = await self._take(raw, position)
        except _OvertakenError:
            outcome = Overtaken()
        except Exception as error:  # noqa: BLE001 - the last door of a handler: what it raises decides the record's way
            outcome = await self._failed(raw, position, error=error)
        return self._counted(raw, outcome)

    async def take_all(self, raws: Sequence[RawRecord], was: int | None) -> Sequence[Outcome]:
        """What became of the first of them, of one at least: as many as one transaction holds, for a commit costs more than a record.

        Where the transaction that they share cannot be kept, each is taken alone.
        """
        try:
            outcomes = await self._together(raws, was) if len(raws) > 1 else ()
        except Exception as error:  # noqa: BLE001 - nothing of it holds, and whose fault it was shows when each is alone
            log.warning("each alone: %s", type(error).__name__, extra={"action": "each-alone"})
            return await self._each_alone(raws, was)
        return outcomes or (await self.take(raws[0], Position(was)),)

    async def _together(self, raws: Sequence[RawRecord], was: int | None) -> Sequence[Outcome]:
        """Ends before what cannot be read yet, after what a handler fails at, and when it has lasted long enough."""
        outcomes: list[Outcome] = []
        failed: Exception | None = None
        async with self.store.taking() as taking:
            ends = self.monotonic() + LONGEST_S
            for raw in raws:
                read = self.reader.read(raw, self.known.state)
                if _key_unknown(read) or self.monotonic() > ends:
                    break
                try:
                    outcomes.append(await self._apart(taking, read, raw))
                except Exception as error:  # noqa: BLE001 - as in `take`; what came before it holds
                    failed = error
                    break
            if outcomes:
                await self._moved(taking, raws[len(outcomes) - 1], Position(was), outcomes[-1])
            self.at("before-commit")
        self.at("committed")
        counted = [self._counted(raw, outcome) for raw, outcome in zip(raws, outcomes, strict=False)]
        if failed is not None:
            raw, position = raws[len(counted)], Position(raws[len(counted) - 1].offset + 1 if counted else was)
            counted.append(self._counted(raw, await self._failed(raw, position, error=failed)))
        return counted

    async def _apart(self, taking: Taking, read: Reading, raw: RawRecord) -> Outcome:
        with cut_off.translated():
            self.at("read")
            async with taking.apart():
                self.at("begun")
                return await self._within(taking, read, raw, Position())

    async def _each_alone(self, raws: Sequence[RawRecord], was: int | None) -> Sequence[Outcome]:
        outcomes: list[Outcome] = []
        for raw in raws:
            outcomes.append(await self.take(raw, Position(was)))
            if isinstance(outcomes[-1], Overtaken | Postponed):
                break
            was = raw.offset + 1
        return outcomes

    def _counted(self, raw: RawRecord, outcome: Outcome) -> Outcome:
        if isinstance(outcome, Postponed):
            self._attempts[_place(raw)] = outcome.attempt
        else:
            self._attempts.pop(_place(raw), None)
        self.counts[type(outcome).__name__.lower()] += 1
        _say(raw, outcome)
        return outcome

    async def _take(self, raw: RawRecord, position: Position) -> Outcome:
        read = await self._read(raw)
        self.at("read")
        async with self.store.taking() as taking:
            self.at("begun")
            outcome = await self._within(taking, read, raw, position)
            await self._moved(taking, raw, position, outcome)
            self.at("before-commit")
        self.at("committed")
        return outcome

    async def _within(self, taking: Taking, read: Reading, raw: RawRecord, position: Position) -> Outcome:
        match read:
            case Unproved(findings):
                return await self._letter(taking, raw, because="unproved", finding=findings[0])
            case Unusable():
                return await self._refuse(read, taking, position)
            case Received():
                return await self._once(read, taking, position)
            case _:
                assert_never(read)

    async def _read(self, raw: RawRecord) -> Reading:
        """A key that is not known may only not be known yet: the log of keys is read to its end before it is called unknown."""
        read = self.reader.read(raw, self.known.state)
        if _key_unknown(read):
            try:
                await self.known.caught_up()
            except LogError as error:
                raise _OursError(error.findings[0].code) from error
            return self.reader.read(raw, self.known.state)
        return read

    async def _once(self, received: Received[object], taking: Taking, position: Position) -> Outcome:
        envelope, listener = received.envelope, self.router.listener(received)
        if listener is None and isinstance(envelope, FromBus):
            await self._tell(envelope)
            return Passed()
        if not await taking.first(envelope.sender, envelope.id) and not position.counts_already:
            return Repeated()
        if isinstance(envelope, ObligationSnapshot):
            key = canonical.encode(envelope.obligation)
            if not await taking.newest(key, epoch=envelope.epoch, version=envelope.version):
                return Outdated()
        await self._tell(envelope)
        if listener is not None:
            await listener.hear(received, taking.effect)
            self.at("effect-made")
        if not position.said_taken:
            await _answer(taking, self.answering.taken(received, self.known.state))
        return Taken(envelope.type) if listener is not None else await self._unheard(received, taking)

    async def _tell(self, envelope: Envelope) -> None:
        """The Outbox, if the bus has answered it."""
        if not isinstance(envelope, Acceptance | Rejection) or self.answers is None:
            return
        try:
            await self.answers.heard(envelope)
        except OutboxError as error:
            raise _OursError(error.findings[0].code) from error

    async def _unheard(self, received: Received[object], taking: Taking) -> Outcome:
        """It is kept whole, for its sender is told that it was taken."""
        name = str(getattr(received.envelope, "name", received.envelope.type))
        finding = Finding("HB-8408", "", {"name": name})
        return await self._letter(taking, received.record, because="unheard", finding=finding)

    async def _refuse(self, unusable: Unusable, taking: Taking, position: Position) -> Outcome:
        """Its sender is told at once; the record is kept, for whoever looks into it."""
        received = unusable.received
        if not await taking.first(received.sender, received.envelope.id) and not position.counts_already:
            return Repeated()
        if not position.counts_already:
            await _answer(taking, self.answering.refused(unusable, self.known.state))
        return await self._letter(taking, received.record, because="unusable", finding=unusable.findings[0])

    async def _letter(self, taking: Taking, raw: RawRecord, *, because: Because, finding: Finding) -> Outcome:
        await taking.keep(Letter(raw, because, finding), self.answering.clock())
        return Lettered(because, finding)

    async def _moved(self, taking: Taking, raw: RawRecord, position: Position, outcome: Outcome) -> None:
        if position.letter is not None:
            if not isinstance(outcome, Lettered) and not await taking.settle(position.letter.number):
                raise _OvertakenError
            return
        step = Step(raw.topic, raw.partition, position.was, raw.offset + 1, raw.mark)
        if not await taking.move(step):
            raise _OvertakenError

    async def _failed(self, raw: RawRecord, position: Position, *, error: Exception) -> Outcome:
        """What will pass is tried again, what is ours without end; everything else becomes a letter, so that it blocks nothing."""
        attempt = self._attempts.get(_place(raw), 0) + 1
        what = str(error) if isinstance(error, _OursError) else self.store.named(error)
        if (
            isinstance(error, _OursError)
            or self.store.passes(error)
            or (isinstance(error, self.transient) and attempt < self.most_attempts)
        ):
            return Postponed(attempt, what)
        finding = Finding("HB-8407", "", {"what": what, "attempt": attempt})
        try:
            async with self.store.taking() as taking:
                outcome = await self._letter(taking, raw, because="failed", finding=finding)
                await self._moved(taking, raw, position, outcome)
        except _OvertakenError:
            return Overtaken()
        except Exception as further:  # noqa: BLE001 - the store refuses even the letter: nothing is lost while we wait
            return Postponed(attempt, self.store.named(further))
        return outcome


def _place(raw: RawRecord) -> tuple[str, int, int]:
    return (raw.topic, raw.partition, raw.offset)


def _key_unknown(read: Reading) -> bool:
    return isinstance(read, Unproved) and any(finding.code in reading.UNKNOWN_KEYS for finding in read.findings)


async def _answer(taking: Taking, outgoing: Iterable[Outgoing]) -> None:
    for answer in outgoing:
        await taking.answer(answer)


_LOUD: Final = (Lettered, Postponed, Overtaken)


def _say(raw: RawRecord, outcome: Outcome) -> None:
    """Ids and places alone: no word of what a message says."""
    level = logging.WARNING if isinstance(outcome, _LOUD) else logging.DEBUG
    action, place = type(outcome).__name__.lower(), f"{raw.topic}, {raw.partition}, {raw.offset}"
    said: dict[str, object] = {"action": action, "topic": raw.topic, "partition": raw.partition, "offset": raw.offset}
    match outcome:
        case Lettered(because, finding):
            why = f"{because}: {finding.sentence('en')}"
            log.log(level, "%s: %s: %s", action, place, why, extra=said | {"finding": finding})
        case Postponed(attempt, what):
            log.log(level, "%s: %s: %s", action, place, what, extra=said | {"attempt": attempt})
        case _:
            log.log(level, "%s: %s", action, place, extra=said)
