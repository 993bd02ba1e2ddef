"""Takes one record: read, proved, handled, answered, and only then the position moves; all in one transaction of the store."""

import logging
from collections import Counter
from collections.abc import Callable, Iterable
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

log: Final = logging.getLogger("habarshy.inbox")
MOST_ATTEMPTS: Final = 10
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
    at: At = nowhere
    counts: Counter[str] = field(default_factory=Counter)
    """How many records had which outcome, since this process began."""
    _attempts: dict[tuple[str, int, int], int] = field(default_factory=dict)

    async def take(self, raw: RawRecord, position: Position) -> Outcome:
        """What became of it. It never raises: whatever a handler or the store raises is an outcome."""
        place = (raw.topic, raw.partition, raw.offset)
        attempt = self._attempts.get(place, 0) + 1
        try:
            with cut_off.translated():  # a handler may use such a library too
                outcome = await self._take(raw, position)
        except _OvertakenError:
            outcome = Overtaken()
        except Exception as error:  # noqa: BLE001 - the last door of a handler: what it raises decides the record's way
            outcome = await self._failed(raw, position, error=error, attempt=attempt)
        if isinstance(outcome, Postponed):
            self._attempts[place] = attempt
        else:
            self._attempts.pop(place, None)
        self.counts[type(outcome).__name__.lower()] += 1
        _say(raw, outcome)
        return outcome

    async def _take(self, raw: RawRecord, position: Position) -> Outcome:
        read = await self._read(raw)
        self.at("read")
        match read:
            case Unproved(findings):
                return await self._letter(raw, position, because="unproved", finding=findings[0])
            case Unusable():
                return await self._refuse(read, position)
            case Received():
                return await self._hear(read, position)
            case _:
                assert_never(read)

    async def _read(self, raw: RawRecord) -> Reading:
        """A key that is not known may only not be known yet: the log of keys is read to its end before it is called unknown."""
        read = self.reader.read(raw, self.known.state)
        if isinstance(read, Unproved) and any(finding.code in reading.UNKNOWN_KEYS for finding in read.findings):
            try:
                await self.known.caught_up()
            except LogError as error:
                raise _OursError(error.findings[0].code) from error
            return self.reader.read(raw, self.known.state)
        return read

    async def _hear(self, received: Received[object], position: Position) -> Outcome:
        async with self.store.taking() as taking:
            self.at("begun")
            outcome = await self._once(received, taking, position)
            await self._moved(taking, received.record, position, outcome)
            self.at("before-commit")
        self.at("committed")
        return outcome

    async def _once(self, received: Received[object], taking: Taking, position: Position) -> Outcome:
        envelope = received.envelope
        if not await taking.first(envelope.sender, envelope.id) and not position.counts_already:
            return Repeated()
        if isinstance(envelope, ObligationSnapshot):
            key = canonical.encode(envelope.obligation)
            if not await taking.newest(key, epoch=envelope.epoch, version=envelope.version):
                return Outdated()
        if isinstance(envelope, Acceptance | Rejection) and self.answers is not None:
            try:
                await self.answers.heard(envelope)
            except OutboxError as error:
                raise _OursError(error.findings[0].code) from error
        listener = self.router.listener(received)
        if listener is not None:
            await listener.hear(received, taking.effect)
            self.at("effect-made")
        if not position.said_taken:
            await _answer(taking, self.answering.taken(received, self.known.state))
        return await self._heard(received, taking, by_somebody=listener is not None)

    async def _heard(self, received: Received[object], taking: Taking, *, by_somebody: bool) -> Outcome:
        """What nobody listens to is kept whole, for its sender is told that it was taken; the bus's own can be had again."""
        if by_somebody:
            return Taken(received.envelope.type)
        if isinstance(received.envelope, FromBus):
            return Passed()
        name = str(getattr(received.envelope, "name", received.envelope.type))
        finding = Finding("HB-8408", "", {"name": name})
        await taking.keep(Letter(received.record, "unheard", finding), self.answering.clock())
        return Lettered("unheard", finding)

    async def _refuse(self, unusable: Unusable, position: Position) -> Outcome:
        """Its sender is told at once; the record is kept, for whoever looks into it."""
        received = unusable.received
        async with self.store.taking() as taking:
            self.at("begun")
            outcome: Outcome = Repeated()
            if await taking.first(received.sender, received.envelope.id) or position.counts_already:
                letter = Letter(received.record, "unusable", unusable.findings[0])
                await taking.keep(letter, self.answering.clock())
                if not position.counts_already:
                    await _answer(taking, self.answering.refused(unusable, self.known.state))
                outcome = Lettered("unusable", unusable.findings[0])
            await self._moved(taking, received.record, position, outcome)
            self.at("before-commit")
        self.at("committed")
        return outcome

    async def _letter(self, raw: RawRecord, position: Position, *, because: Because, finding: Finding) -> Outcome:
        outcome = Lettered(because, finding)
        async with self.store.taking() as taking:
            await taking.keep(Letter(raw, because, finding), self.answering.clock())
            await self._moved(taking, raw, position, outcome)
        return outcome

    async def _moved(self, taking: Taking, raw: RawRecord, position: Position, outcome: Outcome) -> None:
        if position.letter is not None:
            if not isinstance(outcome, Lettered) and not await taking.settle(position.letter.number):
                raise _OvertakenError
            return
        step = Step(raw.topic, raw.partition, position.was, raw.offset + 1, raw.mark)
        if not await taking.move(step):
            raise _OvertakenError

    async def _failed(self, raw: RawRecord, position: Position, *, error: Exception, attempt: int) -> Outcome:
        """What will pass is tried again, what is ours without end; everything else becomes a letter, so that it blocks nothing."""
        what = str(error) if isinstance(error, _OursError) else type(error).__name__
        if (
            isinstance(error, _OursError)
            or self.store.passes(error)
            or (isinstance(error, self.transient) and attempt < self.most_attempts)
        ):
            return Postponed(attempt, what)
        finding = Finding("HB-8407", "", {"what": what, "attempt": attempt})
        try:
            return await self._letter(raw, position, because="failed", finding=finding)
        except _OvertakenError:
            return Overtaken()
        except Exception as further:  # noqa: BLE001 - the store refuses even the letter: nothing is lost while we wait
            return Postponed(attempt, type(further).__name__)


async def _answer(taking: Taking, outgoing: Iterable[Outgoing]) -> None:
    for answer in outgoing:
        await taking.answer(answer)


_LOUD: Final = (Lettered, Postponed, Overtaken)


def _say(raw: RawRecord, outcome: Outcome) -> None:
    """Ids and places alone: no word of what a message says."""
    level = logging.WARNING if isinstance(outcome, _LOUD) else logging.DEBUG
    said = {"action": type(outcome).__name__.lower(), "topic": raw.topic, "partition": raw.partition}
    log.log(level, "%s: %s", raw.offset, outcome, extra=said | {"offset": raw.offset})
