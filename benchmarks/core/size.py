"""`python -m benchmarks.core.size`: what a notice costs in a ledger that holds 10,000, 100,000, a million obligations already.

`--short` is for a first look; `--sizes 10000,10000000` measures others; `--alone` measures the peers' job instead of the full flow.
"""

import argparse
import logging
import signal
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from benchmarks.core import filling, records, scenes, turns, world
from benchmarks.core.contestants import ROOT, Scene
from benchmarks.core.ours import FullFlow, Routing
from benchmarks.core.turns import Figures, Load

SIZES: Final = (10_000, 100_000, 1_000_000)
SHORT_SIZES: Final = (1_000, 10_000)
NOTICES: Final = 8_000
SHORT_NOTICES: Final = 1_000
_WIDTH: Final = 40
"""Of the longest bar of the curve."""


@dataclass
class Filled:
    """Ours, whose ledger has a past when it starts."""

    contestant: FullFlow | Routing
    obligations: int

    @property
    def name(self) -> str:
        return f"{self.contestant.name}, {self.obligations:,} obligations"

    @property
    def most(self) -> int:
        return self.contestant.most

    @property
    def numbers(self) -> Sequence[int]:
        return self.contestant.numbers

    def start(self, scene: Scene) -> None:
        self.contestant.migrate(scene)
        filling.fill(scene.postgres.conninfo, self.obligations)
        self.contestant.start(scene)

    def look(self) -> None:
        self.contestant.look()

    def stop(self) -> None:
        self.contestant.stop()


def main() -> None:
    told = _arguments()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    logging.disable(logging.ERROR)
    here = world.world(ROOT / "build" / "bench" / "world", datetime.now(UTC))
    load = Load(records.signed(here, "sizes", told.notices), {})
    found: dict[int, Figures] = {}
    with scenes.stage(here) as stage:
        for size in told.sizes:
            contestant = Filled(Routing() if told.alone else FullFlow(), size)
            scene = scenes.scene(stage, f"size-{size}")
            found[size] = turns.turn(contestant, load, scene, others=stage.servers)
            sys.stderr.write(f"{contestant.name}: {found[size]}\n")
    report(found)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.core.size", description=__doc__)
    parser.add_argument("--short", action="store_true")
    parser.add_argument("--alone", action="store_true")
    parser.add_argument("--notices", type=int)
    parser.add_argument("--sizes", type=lambda said: tuple(map(int, said.split(","))))
    told = parser.parse_args()
    told.notices = told.notices or (SHORT_NOTICES if told.short else NOTICES)
    told.sizes = told.sizes or (SHORT_SIZES if told.short else SIZES)
    return told


def report(found: Mapping[int, Figures]) -> None:
    """The curve: all processors' time for a notice, and how it grows from the least size on."""
    costs = {size: sum(figures.cpu.values()) for size, figures in found.items()}
    base = costs[min(costs)]
    whose = sorted({name for figures in found.values() for name in figures.cpu})
    print(f"| obligations | notices/s | {', µs | '.join(whose)}, µs | all, µs | times the least | |")
    print(f"|---|---|{'---|' * len(whose)}---|---|---|")
    for size, figures in sorted(found.items()):
        spent = " | ".join(f"{figures.cpu[who]:.0f}" for who in whose)
        bar = "█" * round(costs[size] / max(costs.values()) * _WIDTH)
        print(f"| {size:,} | {figures.rate:,.0f} | {spent} | {costs[size]:.0f} | {costs[size] / base:.2f} | {bar} |")


if __name__ == "__main__":
    main()
