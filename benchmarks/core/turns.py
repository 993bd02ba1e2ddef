"""One turn of one contestant: a clean scene, a backlog worked off, then notices at a steady rate; and what it cost whom."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from benchmarks.core import processor, wiring
from benchmarks.core.contestants import Contestant, Scene
from benchmarks.core.reading import Arrivals, Phase, Reader
from benchmarks.core.records import Signed, identifier
from benchmarks.core.wiring import Wiring

WARM_SHARE: Final = 2
"""The first half of a backlog is delivered before the clock runs: compilers and connections find their pace."""
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
    writer, backlog = Wiring(scene.kafka), _first(load.backlog, contestant.most)
    writer.backlog(backlog)
    reader = Reader(scene.kafka, scene.inboxes)
    try:
        phase = _phase(backlog)
        reader.expect(phase)
        contestant.start(scene)
        patience_s = len(phase.wanted) / _LEAST_PACE + 60
        reader.warm(patience_s, look=contestant.look)
        warm = _used(contestant, others)
        arrivals = reader.arrivals(patience_s, look=contestant.look)
        counted = len(phase.wanted) - phase.warm
        spent = {name: (used - warm[name]) * 1e6 / counted for name, used in _used(contestant, others).items()}
        rate = _rate(sorted(arrivals.read.values())[phase.warm - 1 :])
        found: dict[int, Latency] = {}
        for pace, records in load.paced.items():
            if pace < rate:
                found[pace] = _at_a_pace(pace, records, (writer, reader), look=contestant.look)
        return Figures(rate, arrivals.doubles, spent, found)
    finally:
        contestant.stop()
        reader.close()


def _phase(records: Sequence[Signed]) -> Phase:
    wanted = frozenset(identifier(one.value) for one in records if one.is_notice)
    return Phase(wanted, len(wanted) // WARM_SHARE)


def _used(contestant: Contestant, others: Mapping[str, int]) -> Mapping[str, float]:
    """Seconds of processor until now."""
    used = {name: processor.seconds(number) for name, number in others.items()}
    return {"itself": sum(map(processor.seconds, contestant.numbers)), **used}


def _rate(moments: Sequence[float]) -> float:
    """Notices in a second, from the first that is counted to the last delivery."""
    return (len(moments) - 1) / (moments[-1] - moments[0])


def _at_a_pace(
    pace: int, records: Sequence[Signed], ends: tuple[Wiring, Reader], *, look: Callable[[], None]
) -> Latency:
    writer, reader = ends
    reader.expect(replace(_phase(records), warm=0))
    writer.paced(records, pace, look=look)
    return _latency(writer, reader.arrivals(60, look=look))


def _latency(writer: Wiring, arrivals: Arrivals) -> Latency:
    read = wiring.latencies(writer.received, arrivals.read, skip=SKIP_S)
    appended = wiring.latencies(writer.received, arrivals.appended, skip=SKIP_S)
    return Latency(_at(read, 50), _at(read, 99), _at(appended, 50), _at(appended, 99))


def _at(ordered: Sequence[float], percent: int) -> float:
    return ordered[min(len(ordered) - 1, len(ordered) * percent // 100)]


def _first(records: Sequence[Signed], notices: int) -> Sequence[Signed]:
    """Up to so many notices."""
    count = 0
    for at, one in enumerate(records):
        count += one.is_notice
        if count == notices:
            return records[: at + 1]
    return records
