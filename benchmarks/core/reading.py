"""A reader of all inboxes in a process of its own. It reads what is committed and notes when each notice came first.

What a transaction has written can be read when it is committed, and not before: so arrival is what counts, and the time at which
the wire took the record into the inbox stands beside it.
"""

import multiprocessing
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Final, Protocol

from confluent_kafka import Consumer, TopicPartition

from benchmarks.core.records import identifier
from habarshy.stack.addresses import KafkaAddress

_LEAVE_S: Final = 10
_LOOK_S: Final = 1.0
_SETTINGS: Final = {
    "group.id": "bench.reader",
    "enable.auto.commit": False,
    "auto.offset.reset": "earliest",
    "isolation.level": "read_committed",
    "fetch.wait.max.ms": 50,
    "fetch.min.bytes": 1,
    "enable.partition.eof": False,
}


@dataclass
class Arrivals:
    """When each notice of one phase could be read, and when the wire had taken it, in seconds since 1970; and how many came again."""

    read: dict[bytes, float]
    appended: dict[bytes, float]
    doubles: int = 0


@dataclass(frozen=True)
class Phase:
    """The notices that are waited for together."""

    wanted: frozenset[bytes]


class Reader:
    """Told what to wait for, answers when it has come."""

    def __init__(self, address: KafkaAddress, inboxes: Sequence[str]) -> None:
        context = multiprocessing.get_context("spawn")
        self._ours, theirs = context.Pipe()
        self._process = context.Process(target=_read, args=(address, list(inboxes), theirs), daemon=True)
        self._process.start()
        self._ours.recv()

    def expect(self, phase: Phase) -> None:
        self._ours.send(phase)

    def arrivals(self, patience_s: float, *, look: Callable[[], None]) -> Arrivals:
        """All of the phase; RuntimeError when they do not come."""
        until = time.monotonic() + patience_s
        while not self._ours.poll(_LOOK_S):
            look()
            if time.monotonic() > until:
                raise RuntimeError(f"not all notices came in {patience_s:.0f} s")
        answer: Arrivals = self._ours.recv()
        return answer

    def close(self) -> None:
        self._ours.close()
        self._process.join(_LEAVE_S)
        self._process.kill()


class _Records(Protocol):
    """What is used of a record that was read."""

    def value(self) -> bytes | None: ...

    def timestamp(self) -> tuple[int, int]: ...


def _read(address: KafkaAddress, inboxes: list[str], told: Connection) -> None:
    consumer = Consumer({**address.confluent(), **_SETTINGS})
    consumer.assign([TopicPartition(topic, 0, 0) for topic in inboxes])
    told.send(None)
    try:
        while True:
            phase: Phase = told.recv()
            told.send(_until_all(consumer, phase))
    except EOFError:
        consumer.close()


def _until_all(consumer: Consumer, phase: Phase) -> Arrivals:
    made = Arrivals({}, {})
    while len(made.read) < len(phase.wanted):
        message = consumer.poll(_LOOK_S)
        if message is None:
            continue
        if (error := message.error()) is not None:
            raise RuntimeError(str(error))
        _note(message, phase.wanted, made)
    return made


def _note(message: _Records, wanted: frozenset[bytes], made: Arrivals) -> None:
    now, name = time.time(), identifier(message.value() or b"")
    if name not in wanted:
        return
    if name in made.read:
        made.doubles += 1
        return
    made.read[name], made.appended[name] = now, message.timestamp()[1] / 1000
