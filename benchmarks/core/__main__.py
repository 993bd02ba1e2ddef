"""`python -m benchmarks.core`: the routing job by ours and by its peers, in turn, on one stack, with the same records.

Ratios hold on any machine; figures are this one's. `--short` is what `make bench` runs; `--only WORD` leaves out whoever's name lacks the word.
"""

import argparse
import logging
import os
import platform
import signal
import statistics
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from benchmarks.core import costs, records, scenes, turns, world
from benchmarks.core.contestants import ROOT, Contestant
from benchmarks.core.fast_stream import FastStream
from benchmarks.core.kafka_streams import KafkaStreams
from benchmarks.core.ours import FullFlow, Routing
from benchmarks.core.quix import Quix
from benchmarks.core.turns import Figures, Load

BASE: Final = KafkaStreams(100)
PACES: Final = (500, 2_000)
_WORLD: Final = ROOT / "build" / "bench" / "world"


@dataclass(frozen=True)
class Size:
    """How much is measured."""

    notices: int
    seconds: int
    rounds: int


FULL: Final = Size(notices=100_000, seconds=12, rounds=3)
SHORT: Final = Size(notices=8_000, seconds=4, rounds=1)


def everybody() -> Sequence[Contestant]:
    return (BASE, KafkaStreams(20), Quix(100), FastStream(1), FastStream(16), Routing(), FullFlow())


def main() -> None:
    told = _arguments()
    # Whoever is told to end must end what it started.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    logging.disable(logging.ERROR)
    size = SHORT if told.short else FULL
    size = Size(told.notices or size.notices, size.seconds, told.rounds or size.rounds)
    chosen = [contestant for contestant in everybody() if told.only.lower() in contestant.name.lower()]
    report(chosen, size)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.core", description=__doc__)
    parser.add_argument("--short", action="store_true")
    parser.add_argument("--only", default="", metavar="WORD")
    parser.add_argument("--notices", type=int)
    parser.add_argument("--rounds", type=int)
    return parser.parse_args()


def report(contestants: Sequence[Contestant], size: Size) -> None:
    """Measures, and prints what docs/reference/benchmarks.md shows."""
    here = world.world(_WORLD, datetime.now(UTC))
    load = Load(
        records.signed(here, "backlog", size.notices),
        {pace: records.signed(here, f"paced-{pace}", pace * size.seconds) for pace in PACES},
    )
    print(f"{_machine()}; {size.rounds} rounds in turn, {size.notices:,} notices, {_bytes(load)} bytes each\n")
    found = _rounds(here, contestants, load, rounds=size.rounds)
    throughput(found)
    cost(found)
    for pace in PACES:
        latency(found, pace)
    costs.tables(here, list(load.backlog[:100]))


def _rounds(
    here: world.World, contestants: Sequence[Contestant], load: Load, *, rounds: int
) -> Mapping[str, list[Figures]]:
    """Who fails in a round is said, and has no figures of that round."""
    found: dict[str, list[Figures]] = {contestant.name: [] for contestant in contestants}
    with scenes.stage(here) as stage:
        # The broker too becomes faster while it works: the first turn is for it, and does not count.
        turns.turn(BASE, load, scenes.scene(stage, "before"), others=stage.servers)
        for number in range(rounds):
            for place, contestant in enumerate(contestants):
                scene = scenes.scene(stage, f"round-{number}-{place}")
                try:
                    found[contestant.name].append(turns.turn(contestant, load, scene, others=stage.servers))
                except (RuntimeError, EOFError) as error:
                    said = (scene.folder / "contestant.log").read_text(encoding="utf-8", errors="replace")[-2_000:]
                    sys.stderr.write(f"{contestant.name}: {error}\n{said}\n")
                sys.stderr.write(f"{contestant.name}, round {number + 1}: {found[contestant.name][-1:]}\n")
    return {name: figures for name, figures in found.items() if figures}


def throughput(found: Mapping[str, Sequence[Figures]]) -> None:
    print(
        "| A backlog worked off | notices/s | least to most | times Kafka Streams | came twice |\n|---|---|---|---|---|"
    )
    base = _median([one.rate for one in found.get(BASE.name, ())])
    for name, figures in found.items():
        rates = [one.rate for one in figures]
        times = f"{_median(rates) / base:.2f}" if base else "-"
        doubles = max(one.doubles for one in figures)
        print(f"| {name} | {_median(rates):,.0f} | {min(rates):,.0f} to {max(rates):,.0f} | {times} | {doubles} |")
    print()


def cost(found: Mapping[str, Sequence[Figures]]) -> None:
    """Of the processor: it does not depend on what else the machine does while we measure."""
    whose = sorted({name for figures in found.values() for one in figures for name in one.cpu})
    print(f"| Processor for each notice, µs | {' | '.join(whose)} | all |\n|---|{'---|' * (len(whose) + 1)}")
    for name, figures in found.items():
        spent = [_median([one.cpu[who] for one in figures]) for who in whose]
        print(f"| {name} | {' | '.join(f'{one:.0f}' for one in spent)} | {sum(spent):.0f} |")
    print()


def latency(found: Mapping[str, Sequence[Figures]], pace: int) -> None:
    print(
        f"| {pace:,} notices/s, ms from outbox | readable, p50 | p99 | in the inbox's log, p50 | p99 |\n|---|---|---|---|---|"
    )
    for name, figures in found.items():
        there = [one.latencies[pace] for one in figures if pace in one.latencies]
        if not there:
            print(f"| {name} | does not keep up | | | |")
            continue
        columns = ([one.p50 for one in there], [one.p99 for one in there], [one.appended_p50 for one in there])
        shown = [f"{_median(column):.0f}" for column in (*columns, [one.appended_p99 for one in there])]
        print(f"| {name} | {' | '.join(shown)} |")
    print()


def _median(values: Sequence[float]) -> float:
    return statistics.median(values) if values else 0.0


def _bytes(load: Load) -> int:
    notices = [len(one.value) for one in load.backlog[:1000] if one.is_notice]
    return sum(notices) // len(notices)


def _machine() -> str:
    said = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    model = next((line.partition(":")[2].strip() for line in said if line.startswith("model name")), platform.machine())
    busy = os.getloadavg()[0]
    return f"Python {platform.python_version()}, {os.cpu_count()} cores, {model}, load {busy:.0f} when it began"


if __name__ == "__main__":
    main()
