"""One turn of one contestant: a clean scene, a backlog worked off, then notices at a steady rate; and what it cost whom."""

import itertools
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from benchmarks.core import processor, wiring
from benchmarks.core.contestants import Contestant, Scene
from benchmarks.core.reading import Arrivals, Phase, Reader
from benchmarks.core.records import Signed, identifier
from benchmarks.core.wiring import Wiring

SKIP_S: Final = 2.0
_LEAST_PACE: Final = 20
"""Notices a second that anybody delivers; who is slower is not waited for."""


@dataclass(frozen=True)
class Load:
    """What every contestant is given."""

    backlog: Sequence[Signed]
    paced: Mapping[int, Sequence[Signed]]
    """By notices in a second."""


@dataclass(frozen=True)
class Latency:
    """Milliseconds: until it can be read, at the median and at 99 of 100; and until the wire has taken it into the inbox."""

    p50: float
    p99: float
    appended_p50: float
    appended_p99: float


@dataclass(frozen=True)
class Figures:
    """Of one turn."""

    rate: float
    doubles: int
    cpu: Mapping[str, float]
    """Microseconds of processor for each notice, by whom."""
    latencies: Mapping[int, Latency]


def turn(contestant: Contestant, load: Load, scene: Scene, *, others: Mapping[str, int]) -> Figures:
    """Others are the servers' process numbers, by their names."""
    writer, (first, second) = Wiring(scene.kafka), _halves(load.backlog, contestant.most)
    writer.backlog(first)
    reader = Reader(scene.kafka, scene.inboxes)
    try:
        reader.expect(_phase(first))
        contestant.start(scene)
        patience_s = len(first) / _LEAST_PACE + 60
        reader.arrivals(patience_s, look=contestant.look)
        before, started = _used(contestant, others), time.time()
        reader.expect(_phase(second))
        writer.backlog(second)
        arrivals = reader.arrivals(patience_s, look=contestant.look)
        rate = len(arrivals.read) / (max(arrivals.read.values()) - started)
        used = {name: spent - before[name] for name, spent in _used(contestant, others).items()}
        spent = {name: seconds * 1e6 / len(arrivals.read) for name, seconds in used.items()}
        found: dict[int, Latency] = {}
        for pace, records in load.paced.items():
            if pace < rate:
                found[pace] = _at_a_pace(pace, records, (writer, reader), look=contestant.look)
        return Figures(rate, arrivals.doubles, spent, found)
    finally:
        contestant.stop()
        reader.close()


def _phase(records: Sequence[Signed]) -> Phase:
    return Phase(frozenset(identifier(one.value) for one in records if one.is_notice))


def _used(contestant: Contestant, others: Mapping[str, int]) -> Mapping[str, float]:
    """Seconds of processor until now."""
    used = {name: processor.seconds(number) for name, number in others.items()}
    return {"itself": sum(map(processor.seconds, contestant.numbers)), **used}


def _at_a_pace(
    pace: int, records: Sequence[Signed], ends: tuple[Wiring, Reader], *, look: Callable[[], None]
) -> Latency:
    writer, reader = ends
    reader.expect(_phase(records))
    writer.paced(records, pace, look=look)
    return _latency(writer, reader.arrivals(60, look=look))


def _latency(writer: Wiring, arrivals: Arrivals) -> Latency:
    read = wiring.latencies(writer.received, arrivals.read, skip=SKIP_S)
    appended = wiring.latencies(writer.received, arrivals.appended, skip=SKIP_S)
    return Latency(_at(read, 50), _at(read, 99), _at(appended, 50), _at(appended, 99))


def _at(ordered: Sequence[float], percent: int) -> float:
    return ordered[min(len(ordered) - 1, len(ordered) * percent // 100)]


def _halves(records: Sequence[Signed], notices: int) -> tuple[Sequence[Signed], Sequence[Signed]]:
    """Of as many records as hold so many notices."""
    counted = itertools.accumulate(one.is_notice for one in records)
    taken = sum(1 for _ in itertools.takewhile(lambda count: count <= notices, counted))
    return records[: taken // 2], records[taken // 2 : taken]
