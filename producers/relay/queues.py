"""What goes out next, topic by topic, whether it came from memory or from the table. Without a clock, without waiting.

A record comes by two ways: intake offers it right after its commit, and the table has it. It is written once, for its number is known
from when it is taken in until it is marked and no reading is under way that may have seen it before. And of one topic and occasion
nothing is written before what is older:

- What the table gives of a topic is its oldest in order, and it is read only while nothing of the topic is queued here, is being written
  or is unmarked, so that nothing newer has gone before. A writing that failed drops what was queued behind it: the table has it all.
- What is offered is queued only if the topic is level: all of it that was committed before has been taken in. A topic becomes level
  by a reading that began while offers were believed to be without a gap (see `unbroken`), had room for more and found no more of it,
  and during which nothing offered was let go. What was offered meanwhile is kept aside, and is queued then, less what was read.
- From then on whatever is older than an offer was offered before, and was queued before. A topic stays level until a write fails, an
  offer finds no room, its share is lost, or a number is missing: then the table is read first, again.

What is immediate goes first; as agencies send it by a topic of its own, nothing orders it with the rest.
"""

from collections import Counter, deque
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import Final

from producers.relay.queue import Queue, Room
from services.ledger import shares
from services.ledger.entries import Waiting

HELD: Final = 20_000
HELD_BYTES: Final = 64 << 20
"""So much is queued at most, and so much kept aside; the rest stays for the table."""
PART: Final = 8
"""Of what may be queued one topic has at most this part: one that is slow does not take the others' room."""
LEAST: Final = 16
"""So many of a topic are taken at a time at least, where there are that many."""
REMEMBERED: Final = 20_000
"""Marked, and yet known for a while: an offer may come after the table showed the same."""


@dataclass(slots=True)
class Reading:
    """A look into the table that is under way."""

    limit: int
    due: frozenset[str]
    believed: bool
    let_go: set[str] = field(default_factory=set)
    """Of these something was offered meanwhile and is nowhere but in the table."""
    forgotten: set[int] = field(default_factory=set)
    """Forgotten when it is over: the table may still show them."""


@dataclass(slots=True)
class Queues:
    """All topics of this relay's shares."""

    per_topic: int = shares.PER_TOPIC
    """As many as the ledger gives of one topic at a time: as many as that, and there may be more."""
    held: Room = field(default_factory=lambda: Room(HELD, HELD_BYTES))
    aside: Room = field(default_factory=lambda: Room(HELD, HELD_BYTES))
    _believes: bool = False
    _shares: frozenset[int] = frozenset()
    _queues: dict[str, Queue] = field(default_factory=dict)
    _ready: dict[str, None] = field(default_factory=dict)
    """In the order of their turns."""
    _known: set[int] = field(default_factory=set)
    _marked: deque[int] = field(default_factory=deque)
    _level: set[str] = field(default_factory=set)
    _due: set[str] = field(default_factory=set)
    """Of these the table may have something that was not taken in."""
    _look: bool = False
    """The table may have something of any topic."""
    _reading: Reading | None = None

    # What comes from memory

    def offer(self, waiting: Iterable[Waiting]) -> None:
        """In the order of its numbers. What is for other relays is theirs to read."""
        for one in waiting:
            queue = self._queue(one.topic)
            if queue.share not in self._shares or one.sequence in self._known or one.sequence in queue.aside:
                continue
            if one.topic in self._level and self.held.is_left and queue.held.is_left:
                self._add(queue, one)
            elif one.topic not in self._level and self._believes and self.aside.is_left:
                self._due.add(one.topic)
                self.aside.add(one)
                queue.aside[one.sequence] = one
            else:
                self._let_go(one.topic)

    def leave(self, waiting: Iterable[Waiting]) -> None:
        """These were offered and are not believed: the table has them."""
        for one in waiting:
            self._let_go(one.topic)

    def believe(self, believed: bool) -> None:  # noqa: FBT001 - the question has two answers
        """Whether offers are without a gap from now on."""
        if self._believes and not believed:
            for topic in list(self._level):
                self._unlevel(topic)
            for topic, queue in self._queues.items():
                self._put_down(topic, queue)
            if self._reading is not None:
                self._reading.believed = False
        self._believes = believed

    # What comes from the table

    def look(self) -> None:
        """Something may have been entered by anybody."""
        self._look = True

    def wants_reading(self, resting: AbstractSet[str]) -> bool:
        if self._reading is not None or not self._shares or self.held.bytes >= self.held.most_bytes:
            return False
        return self._look or any(self._queues[topic].is_idle for topic in self._due - resting)

    def begin_reading(self, limit: int, resting: AbstractSet[str]) -> frozenset[str]:
        """The topics to be left out: what is older of them is here already, or they rest."""
        busy = {topic for topic, queue in self._queues.items() if not queue.is_idle}
        besides = frozenset(busy | resting)
        if self._look:
            # Of a level topic all that is entered is offered; of the others nobody knows. What others hold a reading never shows.
            self._due |= {topic for topic in besides - self._level if self._owns(topic)}
        self._look = False
        self._reading = Reading(limit, frozenset(self._due - besides), self._believes)
        self._due -= self._reading.due
        return besides

    def end_reading(self, waiting: Sequence[Waiting]) -> None:
        reading, self._reading = self._reading, None
        if reading is None:
            return
        found: Counter[str] = Counter()
        for one in waiting:
            found[one.topic] += 1
            self._take_in(one)
        self._look = self._look or len(waiting) >= reading.limit
        more = {topic for topic, number in found.items() if number >= self.per_topic}
        full = len(waiting) >= reading.limit
        self._due |= {topic for topic in more | (reading.due if full else set()) if self._owns(topic)}
        if reading.believed and self._believes and not full:
            for topic in reading.due - more - reading.let_go:
                self._make_level(topic)
        self._known -= reading.forgotten

    def fail_reading(self) -> None:
        """The ledger could not be asked."""
        reading, self._reading = self._reading, None
        if reading is not None:
            self._due |= {topic for topic in reading.due if self._owns(topic)}
            self._look = True
            self._known -= reading.forgotten

    # What is written

    def take(self, most: int, resting: AbstractSet[str]) -> list[list[Waiting]]:
        """For each topic whose turn it is its next records, at most so many in all: topics with something immediate first."""
        ready = [topic for topic in self._ready if topic not in resting]
        ready.sort(key=lambda topic: not self._queues[topic].urgent)
        each = max(most // max(len(ready), 1), LEAST)
        taken: list[list[Waiting]] = []
        for topic in ready:
            if most <= 0:
                break
            records = self._queues[topic].take(min(each, most))
            del self._ready[topic]
            most -= len(records)
            taken.append(records)
            for one in records:
                self.held.drop(one)
        return taken

    def written(self, topic: str) -> tuple[int, ...]:
        """The wire has acknowledged what was taken of the topic: the numbers that are to be marked."""
        queue = self._queues[topic]
        numbers, queue.writing = queue.writing, ()
        queue.writes += 1
        queue.unmarked += len(numbers)
        self._turn(topic, queue)
        return numbers

    def failed(self, topic: str) -> None:
        """What was taken is not known to be written: the topic begins anew from the table."""
        queue = self._queues[topic]
        self._known -= set(queue.writing)
        queue.writing = ()
        self._clear(queue)
        self._ready.pop(topic, None)
        self._let_go(topic)

    def marked(self, numbers: Mapping[str, Sequence[int]]) -> None:
        for topic, marked in numbers.items():
            self._queues[topic].unmarked -= len(marked)
            self._marked.extend(marked)
        forgotten = {self._marked.popleft() for _ in range(len(self._marked) - REMEMBERED)}
        if self._reading is None:
            self._known -= forgotten
        else:
            self._reading.forgotten |= forgotten

    # Whose they are

    def own(self, owned: frozenset[int]) -> None:
        """These shares are this relay's now. Of what it lost nothing more is begun; what is gained is read."""
        lost, gained = self._shares - owned, owned - self._shares
        self._shares = owned
        self._look = self._look or bool(gained)
        for topic, queue in self._queues.items():
            if queue.share in lost:
                self._clear(queue)
                self._ready.pop(topic, None)
                self._unlevel(topic)
                self._due.discard(topic)
                if self._reading is not None:
                    self._reading.let_go.add(topic)

    @property
    def queued(self) -> int:
        return self.held.count

    @property
    def believes(self) -> bool:
        return self._believes

    @property
    def standing(self) -> set[tuple[str, int]]:
        """The topics of which something is here, each with the number of its writes until now."""
        return {(topic, queue.writes) for topic, queue in self._queues.items() if queue.aside or not queue.is_idle}

    def is_ready(self, resting: AbstractSet[str]) -> bool:
        """Whether the turn of some topic has come."""
        return bool(self._ready.keys() - resting)

    def _queue(self, topic: str) -> Queue:
        queue = self._queues.get(topic)
        if queue is None:
            part = Room(self.held.most // PART, self.held.most_bytes // PART)
            queue = self._queues[topic] = Queue(shares.of(topic), part)
        return queue

    def _owns(self, topic: str) -> bool:
        return self._queue(topic).share in self._shares

    def _take_in(self, one: Waiting) -> None:
        queue = self._queue(one.topic)
        if queue.share not in self._shares or one.sequence in self._known:
            return
        if queue.aside.pop(one.sequence, None) is not None:
            self.aside.drop(one)
        self._add(queue, one)

    def _add(self, queue: Queue, one: Waiting) -> None:
        self._known.add(one.sequence)
        self.held.add(one)
        queue.add(one)
        self._turn(one.topic, queue)

    def _make_level(self, topic: str) -> None:
        queue = self._queue(topic)
        self._level.add(topic)
        self._due.discard(topic)
        kept, queue.aside = queue.aside, {}
        for number in sorted(kept):
            self.aside.drop(kept[number])
            self._add(queue, kept[number])

    def _unlevel(self, topic: str) -> None:
        self._level.discard(topic)
        self._put_down(topic, self._queues[topic])

    def _put_down(self, topic: str, queue: Queue) -> None:
        """What was kept aside is the table's again."""
        if queue.aside:
            for one in queue.aside.values():
                self.aside.drop(one)
            queue.aside = {}
            self._let_go(topic)

    def _let_go(self, topic: str) -> None:
        if self._owns(topic):
            self._level.discard(topic)
            self._due.add(topic)
            if self._reading is not None:
                self._reading.let_go.add(topic)

    def _clear(self, queue: Queue) -> None:
        for one in queue.clear():
            self._known.discard(one.sequence)
            self.held.drop(one)

    def _turn(self, topic: str, queue: Queue) -> None:
        if queue.is_ready:
            self._ready.setdefault(topic)
