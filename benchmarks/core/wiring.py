"""Records onto the wire: as fast as it takes them, or so many notices in a second. The wire's own clock says when it had each."""

import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from confluent_kafka import KafkaError, Message, Producer

from benchmarks.core.records import Signed, identifier
from habarshy.stack.addresses import KafkaAddress

_FLUSH_S: Final = 120
_ROOM_BYTES: Final = 1_048_576
_TICK_S: Final = 0.002
_FULL: Final = 50_000
"""Records that wait here: then the wire is given time."""


@dataclass
class Wiring:
    """A writer to all outboxes."""

    address: KafkaAddress
    received: dict[bytes, float] = field(default_factory=dict)
    """When the wire had each notice, in seconds since 1970."""

    def __post_init__(self) -> None:
        own = {"acks": "all", "linger.ms": 1, "batch.size": _ROOM_BYTES, "queue.buffering.max.kbytes": 4 * _ROOM_BYTES}
        self._producer = Producer({**self.address.confluent(), **own})

    def backlog(self, records: Iterable[Signed]) -> None:
        for one in records:
            self._write(one)
            while len(self._producer) > _FULL:
                self._producer.poll(0.01)
        self._flush()

    def paced(self, records: Iterable[Signed], rate: int, *, look: Callable[[], None]) -> int:
        """At this rate of notices; a fact goes right before its notice. Answers how many records there were."""
        started, notices, written = time.perf_counter(), 0, 0
        for one in records:
            due = started + notices / rate
            while (left := due - time.perf_counter()) > 0:
                self._producer.poll(min(left, _TICK_S))
            self._write(one)
            notices += one.is_notice
            written += 1
            if notices % rate == 0:
                look()
        self._flush()
        return written

    def _write(self, one: Signed) -> None:
        headers: list[tuple[str, str | bytes | None]] = [*one.headers]
        self._producer.produce(one.topic, one.value, one.key, headers=headers, on_delivery=self._written)
        self._producer.poll(0)

    def _written(self, error: KafkaError | None, message: Message) -> None:
        if error is not None:
            raise RuntimeError(str(error))
        value = message.value()
        if value is not None:
            self.received[identifier(value)] = message.timestamp()[1] / 1000

    def _flush(self) -> None:
        if left := self._producer.flush(_FLUSH_S):
            raise RuntimeError(f"{left} records could not be written")


def latencies(received: Mapping[bytes, float], arrived: Mapping[bytes, float], *, skip: float) -> list[float]:
    """Milliseconds from the wire's having it to its arrival; without those of the first seconds. Sorted."""
    begin = min(received[one] for one in arrived) + skip
    return sorted((at - received[one]) * 1e3 for one, at in arrived.items() if received[one] >= begin)
