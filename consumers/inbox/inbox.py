"""An agency's Inbox: it listens until it is told to stop, mends its client when that goes deaf, and sends what it has to answer."""

import asyncio
import logging
import random
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, Protocol

from aiokafka.errors import KafkaError

from consumers.inbox import letters, unsaid
from consumers.inbox.errors import DeafError
from consumers.inbox.session import Backoff, Session, Sleep
from consumers.inbox.store.port import KeptLetter, Outgoing
from consumers.inbox.taking import Position, Taker
from consumers.inbox.watchdog import DEAF, Periods, Trouble, Watchdog
from producers import cut_off, diagnosis
from producers.profile import ClientProfile
from schemas import topics
from schemas.errors.tree import Finding, HabarshyError

log: Final = logging.getLogger("habarshy.inbox")
LONGEST_BACKOFF_S: Final = 60.0
FIRST_BACKOFF_S: Final = 0.2


class Sender(Protocol):
    """Whom the Inbox hands its answers: the agency's Outbox."""

    async def forward(self, outgoing: Outgoing) -> None:
        """Keeps the answer durably before it returns; the same id twice is one message."""
        ...


def backoff(attempt: int) -> float:
    """Twice as long after each vain try, up to a minute; with some chance, so that not all try at once."""
    longest = min(LONGEST_BACKOFF_S, FIRST_BACKOFF_S * (1 << min(attempt - 1, 20)))
    return longest * random.uniform(0.5, 1.0)  # noqa: S311 - no secret depends on it


@dataclass(frozen=True)
class Pace:
    """How often the Inbox looks around, and how it waits."""

    look_s: float = 5.0
    answer_s: float = 0.5
    backoff: Backoff = backoff
    sleep: Sleep = asyncio.sleep
    monotonic: Callable[[], float] = time.monotonic
    """Seconds of a clock that nobody sets: by it troubles last."""
    periods: Periods = field(default_factory=Periods)
    most_rebuilds: int = 20
    """So many clients in a row may go deaf, about ten minutes, before the process must end: whoever started it starts it afresh."""


class Inbox:
    """`await inbox.run()` listens; `stop()` ends it in peace."""

    def __init__(
        self, profile: ClientProfile, taker: Taker, *, sender: Sender | None = None, pace: Pace | None = None
    ) -> None:
        self._profile, self._taker, self._sender, self._pace = profile, taker, sender, pace or Pace()
        self._watchdog = Watchdog(self._pace.periods)
        self._stopping = asyncio.Event()
        self.trouble: Trouble | None = None
        """What is wrong now, for a health check; None where all is well."""
        self.lag: int | None = None
        """How many records are there and not yet taken; None while that is not known."""

    @property
    def counts(self) -> Mapping[str, int]:
        """How many records were taken, repeated, lettered and so on, since this process began."""
        return self._taker.counts

    async def run(self) -> None:
        """Until it is stopped; DeafError where it hears nothing and building its client anew does not help."""
        await self._open_store()
        try:
            await self._serve()
        finally:
            await self._taker.store.close()

    async def _open_store(self) -> None:
        """A database that is away, or held by another for a moment, is waited for."""
        attempt = 0
        while True:
            try:
                return await self._taker.store.open()
            except Exception as error:
                if not self._taker.store.passes(error):
                    raise
                attempt += 1
                log.warning("the store waits: %s", self._taker.store.named(error), extra={"action": "store-waits"})
                await self._pace.sleep(self._pace.backoff(attempt))

    def stop(self) -> None:
        self._stopping.set()

    async def _serve(self) -> None:
        tasks = [asyncio.create_task(self._listen()), asyncio.create_task(self._answer())]
        stopped = asyncio.create_task(self._stopping.wait())
        try:
            done, _ = await asyncio.wait([*tasks, stopped], return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                with (
                    cut_off.translated()
                ):  # one that looks cancelled, and that nobody cancelled, must not end us in silence
                    task.result()
        finally:
            for task in (*tasks, stopped):
                task.cancel()
            await asyncio.gather(*tasks, stopped, return_exceptions=True)

    async def _listen(self) -> None:
        rebuilds = 0
        while True:
            session = Session(self._profile, self._taker, backoff=self._pace.backoff, sleep=self._pace.sleep)
            was_well = await self._until_deaf(session)
            rebuilds = 0 if was_well else rebuilds + 1
            log.error("the client went deaf: %s", self.trouble, extra={"action": "deaf", "rebuilds": rebuilds})
            if rebuilds > self._pace.most_rebuilds:
                raise DeafError(Finding("HB-8409", "", {"what": str(self.trouble)}), await self._cause(session))
            await self._pace.sleep(self._pace.backoff(rebuilds) if rebuilds else 0.0)
            self._watchdog.begin_anew()

    async def _cause(self, session: Session) -> Finding:
        """As well as it can be told: a wrong password looks like a broker that is away."""
        topic = topics.INBOX.of(self._profile.agency)
        return await diagnosis.cause(session.complaint, self._profile, topic=topic)

    async def _until_deaf(self, session: Session) -> bool:
        """One client's life; whether it was ever of use."""
        tending = asyncio.create_task(self._tend(session))
        was_well = False
        try:
            await session.open()
            while True:
                await self._pace.sleep(self._pace.look_s)
                seen = await session.seen()
                self.lag = seen.lag if seen is not None else None
                self.trouble = self._watchdog.look(seen, self._pace.monotonic())
                was_well = was_well or self._watchdog.well(seen)
                if self.trouble in DEAF:
                    return was_well
        except (KafkaError, OSError) as error:
            self.trouble, session.complaint = "silent", error
            return was_well
        finally:
            tending.cancel()
            await session.close()

    async def _tend(self, session: Session) -> None:
        """Beside the watchdog, which must not wait for a store that a stuck handler holds."""
        while True:
            await self._pace.sleep(self._pace.look_s)
            try:
                with cut_off.translated():
                    await session.place()
                    await session.show_position()
                    await self._take_again()
            except Exception as error:  # noqa: BLE001 - whatever it is, the next round tries again
                log.warning("not tended: %s", self._taker.store.named(error), extra={"action": "not-tended"})

    async def _take_again(self) -> None:
        """Dead letters that a person asked for."""
        for kept in await self._taker.store.wanted():
            match kept.letter.because:
                case "lost":
                    continue
                case "unsaid":
                    await self._say_again(kept)
                case _:
                    await self._taker.take(kept.letter.record, Position(letter=kept))

    async def _say_again(self, kept: KeptLetter) -> None:
        async with self._taker.store.taking() as taking:
            if await taking.settle(kept.number):
                await taking.answer(unsaid.outgoing(kept.letter))

    async def _answer(self) -> None:
        """Hands over what was decided; what cannot be handed over now stays, and is tried again."""
        while True:
            try:
                with cut_off.translated():
                    while await self._hand_over():
                        continue  # the store gives so many at a time
            except Exception as error:  # noqa: BLE001 - whatever it is, they stay in the store and the next round tries again
                log.warning("answers wait: %s", self._taker.store.named(error), extra={"action": "answers-wait"})
            await self._pace.sleep(self._pace.answer_s)

    async def _hand_over(self) -> bool:
        """Whether there was any; one that the Outbox does not take holds up no other: it becomes a letter, for a person to see."""
        if self._sender is None:
            return False
        taken = []
        outgoings = await self._taker.store.outgoing()
        for outgoing in outgoings:
            try:
                await self._sender.forward(outgoing)
            except HabarshyError as error:
                if not unsaid.refused(error):
                    raise
                await self._lay_aside(outgoing, error)
                continue
            self._taker.at("answered")
            taken.append(outgoing.id)
        if taken:
            await self._taker.store.handed_over(taken)
        return bool(outgoings)

    async def _lay_aside(self, outgoing: Outgoing, error: HabarshyError) -> None:
        codes = ", ".join(finding.code for finding in error.findings)
        said = {"action": "answer-not-taken", "finding": error.findings[0]}
        log.error("answer %s: %s", outgoing.id, codes, extra=said)
        at = self._taker.answering.clock()
        async with self._taker.store.taking() as taking:
            await taking.keep(unsaid.letter(outgoing, error.findings, agency=self._profile.agency, at=at), at)
            await taking.answered(outgoing.id)

    async def resync(self, since: datetime) -> None:
        """Asks the bus to send everything again that this inbox got since then, with the state of all that is open."""
        async with self._taker.store.taking() as taking:
            await taking.answer(self._taker.answering.resync(since))

    async def unanswered(self) -> int:
        """How many answers are decided and not yet in the Outbox's spool."""
        return len(await self._taker.store.outgoing())

    async def letters(self) -> Sequence[KeptLetter]:
        """The dead letters, the oldest first."""
        return await self._taker.store.letters()

    async def again(self, number: int) -> None:
        """Takes a dead letter once more, soon."""
        await letters.ask_again(self._taker.store, number)
