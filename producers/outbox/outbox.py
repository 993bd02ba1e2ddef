"""The Outbox: takes what an agency says, keeps it, sends it, and knows what became of it."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Self, assert_never
from uuid import UUID

from producers.outbox import drafting, minting, packing, preview
from producers.outbox.answers import Answer
from producers.outbox.awaited import Awaited
from producers.outbox.backoff import Chance
from producers.outbox.drafting import About, Draft, To
from producers.outbox.errors import broken
from producers.outbox.kept import Count, Kept
from producers.outbox.minting import Clock
from producers.outbox.packing import Packed, Speaker
from producers.outbox.preview import Preview
from producers.outbox.recipients import Roster
from producers.outbox.sending import Lane, Pace, Pause, Trouble
from producers.outbox.spool import Spool
from producers.outbox.spool_file import Failpoint, Limits, SpoolFile, nothing
from producers.outbox.wire import Ack, OpenWire
from schemas.catalogue.catalogue import Catalogue
from schemas.directory.directory import Directory
from schemas.errors.tree import Finding
from schemas.messages import registry
from schemas.messages.body import NoticeBody, ServiceRecordBody
from schemas.messages.bus import Acceptance, Rejection
from schemas.messages.envelope import FromAgency
from schemas.messages.facts.statement import Statement
from services.law.deadlines import Law

Said = Statement | NoticeBody | ServiceRecordBody | Draft
"""What can be sent: a fact, a notice, a service record, or the draft of any other message."""
NOTHING_MORE: Final = About()
PATIENCE_SECONDS: Final = 10.0


@dataclass(frozen=True, slots=True)
class Sent:
    """The wire has it: where, and when by the wire's clock, on which timeliness is judged."""

    id: UUID
    envelope: FromAgency
    topic: str
    ack: Ack
    doubts: tuple[Finding, ...] = ()
    """What to look at again: who was not found, and who reads instead. Said when the message is taken in, and not of a repeat."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """It is kept and will be sent. Whether the wire has it already is not known; that is no failure."""

    id: UUID
    envelope: FromAgency
    topic: str
    trouble: Trouble | None = None
    doubts: tuple[Finding, ...] = ()


Outcome = Sent | Waiting


@dataclass(frozen=True, kw_only=True)
class Means:
    """What an Outbox works with; the composition root gives the real ones, a test its own."""

    speaker: Speaker
    catalogue: Catalogue
    directory: Callable[[], Directory]
    """The directory as it is known now; it holds no key that is not proved."""
    folder: Path
    """Where the spool lies."""
    wires: Mapping[str, OpenWire]
    """How to open a producer, for each kind of topic: `outbox` and `urgent`."""
    law: Callable[[], Law]
    """Asked for when something is previewed: most programs never do."""
    clock: Clock
    pause: Pause
    chance: Chance
    pace: Pace = field(default_factory=Pace)
    limits: Limits = field(default_factory=Limits)
    at: Failpoint = nothing


class Outbox:
    """An agency's voice. Use it with `async with`: what an earlier run left unsent goes first."""

    def __init__(self, means: Means) -> None:
        self._means = means
        self._spool = Spool(means.folder, limits=means.limits, at=means.at)
        self._lanes = {name: self._lane(name, wire) for name, wire in means.wires.items()}
        self._running: dict[asyncio.Task[None], Lane] = {}
        self._acks: Awaited[Ack] = Awaited()
        self._answers: Awaited[Answer] = Awaited()

    async def __aenter__(self) -> Self:
        await self._spool.__aenter__()
        for line in await self._spool.read(lambda file: file.waiting()):
            self._lane_of(line.topic).turns.add(line.key, line.id)
        for name, lane in self._lanes.items():
            task = asyncio.create_task(lane.run(), name=f"outbox-{name}")
            task.add_done_callback(lane.ended)
            self._running[task] = lane
        return self

    async def __aexit__(self, *error: object) -> None:
        for task, lane in self._running.items():
            task.remove_done_callback(lane.ended)
            task.cancel()
        if self._running:
            await asyncio.wait(self._running)
        await self._spool.__aexit__(*error)

    def occasion(self) -> str:
        """A new reference for an occasion, or for a person: opaque, and this agency's."""
        return minting.reference(self._means.speaker.agency, self._means.speaker.random)

    def mint(self) -> UUID:
        """An id for a message that shall be taken in once, however often it is given."""
        return minting.message_id(self._means.clock(), self._means.speaker.random)

    def draft(self, said: Said, about: About = NOTHING_MORE) -> Draft:
        return said if isinstance(said, Draft) else drafting.draft(said, about)

    def pack(self, said: Said, about: About = NOTHING_MORE, *, minted: UUID | None = None) -> Packed:
        """The record that would be sent; refused with every finding, and nothing is kept."""
        return packing.pack(self.draft(said, about), speaker=self._means.speaker, roster=self._roster(), minted=minted)

    async def rewrapped(self, message: UUID, to: Sequence[To]) -> Draft:
        """The draft that opens a message of ours, still in the spool, to others: a successor, a new key, who took over."""
        sent = packing.unpacked(await self._known(message))
        return packing.rewrapped(sent, to, speaker=self._means.speaker, roster=self._roster())

    def preview(self, said: Said, about: About = NOTHING_MORE, *, minted: UUID | None = None) -> Preview:
        """Who would read it, and what would follow from it, by when and why; refused as `send` would, and nothing is kept."""
        return preview.of(self.pack(said, about, minted=minted), roster=self._roster(), law=self._means.law())

    async def keep(self, said: Said, about: About = NOTHING_MORE, *, minted: UUID | None = None) -> Packed:
        """Takes a message in and returns when it is on the disk: from then on it will be sent, whatever happens to this process.

        Whoever minted its id may give it again: the message is taken in once, and another under its id is refused.
        """
        packed = self.pack(said, about, minted=minted)
        # Once it is on the disk it must have its turn too, though its caller has given up meanwhile.
        before = await asyncio.shield(self._taken_in(packed))
        return packed if before is None else self._same(packed, before)

    async def send(
        self,
        said: Said,
        about: About = NOTHING_MORE,
        *,
        minted: UUID | None = None,
        patience: float = PATIENCE_SECONDS,
    ) -> Outcome:
        """Takes a message in, and waits so many seconds for the wire's word."""
        packed = await self.keep(said, about, minted=minted)
        try:
            async with asyncio.timeout(patience):
                ack = await self.sent(packed.id)
        except TimeoutError:
            trouble = self._lane_of(packed.topic).trouble
            return Waiting(packed.id, packed.envelope, packed.topic, trouble, packed.doubts)
        return Sent(packed.id, packed.envelope, packed.topic, ack, packed.doubts)

    async def sent(self, message: UUID) -> Ack:
        """The wire's word that it has the message. Waits for it as long as it takes."""
        with self._acks.of(message) as word:
            return _ack_of(await self._known(message)) or await word

    async def accepted(self, message: UUID) -> Answer:
        """What the bus has answered: an acceptance or a rejection. Waits for it, as long as an Inbox brings it."""
        with self._answers.of(message) as word:
            return _answer_of(await self._known(message)) or await word

    async def heard(self, answer: Answer) -> None:
        """The Outbox is the one whom an Inbox tells what the bus has answered."""
        kept = await self._spool.read(lambda file: _meant(file, answer, self._means.speaker.agency))
        if kept is None or (kept.answer is not None and _of_a_repeat(answer)):
            return
        if _of_another_record(answer, kept):
            return
        await self._spool.do(lambda file: file.answered(kept.id, answer))
        record = answer.record
        self._acks.tell(kept.id, Ack(record.partition, record.offset, answer.received_at))
        self._answers.tell(kept.id, answer)

    async def message(self, message: UUID) -> Kept | None:
        """A message as the spool keeps it; null where it never was, or is long forgotten."""
        return await self._spool.read(lambda file: file.message(message))

    async def counts(self) -> Mapping[str, Count]:
        """How much there is of each state."""
        return await self._spool.read(lambda file: file.counts())

    @property
    def troubles(self) -> Mapping[str, Trouble]:
        """Why nothing gets through at the moment, for each kind of topic that has trouble."""
        return {name: lane.trouble for name, lane in self._lanes.items() if lane.trouble is not None}

    async def waiting(self) -> Sequence[UUID]:
        """The messages that are not on the wire, as far as is known, in their order."""
        return [line.id for line in await self._spool.read(lambda file: file.waiting())]

    async def send_unanswered(self) -> int:
        """Sends what the wire confirmed and the bus never answered once more, the same bytes: a wire may lose its end. Answers how many."""
        lines = await self._spool.do(lambda file: file.unanswered())
        for line in lines:
            self._lane_of(line.topic).turns.add(line.key, line.id)
        return len(lines)

    async def _taken_in(self, packed: Packed) -> Kept | None:
        """Stored and given its turn; what lay there before under its id."""
        stored_at = self._means.clock()
        before = await self._spool.do(lambda file: file.store(packed, stored_at))
        if before is None:
            self._means.at("stored")
            self._lane_of(packed.topic).turns.add(packed.record.key, packed.id)
        return before

    async def _known(self, message: UUID) -> Kept:
        kept = await self.message(message)
        if kept is None:
            raise broken("HB-8312", id=str(message))
        return kept

    # What the lanes ask of whoever keeps their messages.

    async def fetch(self, message: UUID) -> Kept:
        return await self._known(message)

    async def acked(self, message: UUID, ack: Ack) -> None:
        at = self._means.clock()
        where = {"partition": ack.partition, "offset": ack.offset}
        await self._spool.do(lambda file: file.sent(message, at, **where, received_at=ack.received_at))
        self._acks.tell(message, ack)

    async def unknown(self, message: UUID) -> None:
        at = self._means.clock()
        await self._spool.do(lambda file: file.tried(message, at))

    def _lane(self, name: str, wire: OpenWire) -> Lane:
        means = self._means
        return Lane(name, self, wire, pause=means.pause, chance=means.chance, pace=means.pace, at=means.at)

    def _lane_of(self, topic: str) -> Lane:
        return self._lanes[topic.partition(".")[0]]

    def _roster(self) -> Roster:
        return Roster(self._means.directory(), self._means.catalogue, self._means.clock())

    def _same(self, packed: Packed, kept: Kept) -> Packed:
        """The message that was taken in under this id, if it says the same."""
        before = packing.unpacked(kept)
        if packing.said_in(before, self._means.speaker) != packing.said_in(packed, self._means.speaker):
            raise broken("HB-8311", "/id", id=str(packed.id))
        return before


def _meant(file: SpoolFile, answer: Answer, agency: str) -> Kept | None:
    """The message that the bus has answered; a record that it could not read is named by its place alone."""
    if answer.regards is None:
        return file.by_record(answer.record.topic, answer.record.partition, answer.record.offset)
    return file.message(answer.regards.id) if answer.regards.sender == agency else None


def _of_a_repeat(answer: Answer) -> bool:
    match answer:
        case Acceptance():
            return answer.disposition == "DUPLICATE"
        case Rejection():
            return False
        case _:
            assert_never(answer)


def _of_another_record(answer: Answer, kept: Kept) -> bool:
    """Whether a record that only claims this message's name was rejected: what was accepted at one place is not rejected at another."""
    before = _answer_of(kept)
    return isinstance(answer, Rejection) and isinstance(before, Acceptance) and answer.record != before.record


def _answer_of(kept: Kept) -> Answer | None:
    if kept.answer is None:
        return None
    answer = registry.read_envelope(kept.answer)
    assert isinstance(answer, Acceptance | Rejection)  # noqa: S101 - nothing else is kept as an answer
    return answer


def _ack_of(kept: Kept) -> Ack | None:
    if kept.partition is None or kept.offset is None or kept.received_at is None:
        return None
    return Ack(kept.partition, kept.offset, kept.received_at)
