"""`python -m benchmarks.core.memory`: the memory that the bus holds while it works at a steady pace; whether it grows.

It takes twenty minutes; `--hour` takes one hour, `--short` two minutes. Records are made as they are sent, each of its own occasion.
"""

import argparse
import itertools
import logging
import signal
import statistics
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final

import psycopg

from benchmarks.core import kills, processor, records, scenes, world
from benchmarks.core.contestants import ROOT
from benchmarks.core.ours import FullFlow, Routing
from benchmarks.core.wiring import Wiring

LONG_S: Final = 1_200
HOUR_S: Final = 3_600
SHORT_S: Final = 120
LOOKS: Final = 60
"""So many rows has the table."""
_SETTLED: Final = 4
"""The first part in so many is for what fills once: what is remembered, and libraries that are loaded when they are needed."""
_KIB: Final = 1024


@dataclass
class Watch:
    """Looks at the processes again and again, until it is told to stop."""

    numbers: Sequence[int]
    each_s: float
    seen: list[float] = field(default_factory=list)
    """MiB that are resident, of all of them."""
    over: threading.Event = field(default_factory=threading.Event)

    def run(self) -> None:
        while not self.over.wait(self.each_s):
            self.seen.append(sum(map(processor.resident_kib, self.numbers)) / _KIB)


def main() -> None:
    told = _arguments()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    logging.disable(logging.ERROR)
    here = world.world(ROOT / "build" / "bench" / "world", datetime.now(UTC))
    bus = Routing() if told.alone else FullFlow()
    with scenes.stage(here) as stage:
        scene = scenes.scene(stage, "memory")
        bus.start(scene)
        watch = Watch(bus.numbers, told.seconds / LOOKS)
        watching = threading.Thread(target=watch.run, daemon=True)
        try:
            watching.start()
            endless = records.endless(here, datetime.now(UTC))
            end = time.monotonic() + told.seconds
            load = itertools.takewhile(lambda _: time.monotonic() < end, endless)
            sent = Wiring(scene.kafka).paced(load, told.rate, look=bus.look)
            with psycopg.connect(scene.postgres.conninfo, autocommit=True) as connection:
                left = sent - kills.stands(connection)
        finally:
            watch.over.set()
            watching.join()
            bus.stop()
    report(watch, rate=told.rate, left=left)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.core.memory", description=__doc__)
    length = parser.add_mutually_exclusive_group()
    length.add_argument("--short", dest="seconds", action="store_const", const=SHORT_S)
    length.add_argument("--hour", dest="seconds", action="store_const", const=HOUR_S)
    length.add_argument("--seconds", type=int)
    parser.add_argument("--alone", action="store_true")
    parser.add_argument("--rate", type=int, default=100)
    told = parser.parse_args()
    told.seconds = told.seconds or LONG_S
    return told


def report(watch: Watch, *, rate: int, left: int) -> None:
    """The least-squares line through what was seen after the first part says how fast it grows."""
    print(f"At {rate} notices a second; {left} records were still to be recorded when the last was sent.\n")
    print("| after, s | resident, MiB |\n|---|---|")
    for number, seen in enumerate(watch.seen, 1):
        print(f"| {number * watch.each_s:,.0f} | {seen:.1f} |")
    later = watch.seen[len(watch.seen) // _SETTLED :]
    at = [number * watch.each_s / HOUR_S for number in range(len(later))]
    slope = statistics.linear_regression(at, later).slope
    print(f"\nAfter the first part between {min(later):.1f} and {max(later):.1f} MiB; {slope:+.1f} MiB an hour.")


if __name__ == "__main__":
    main()
