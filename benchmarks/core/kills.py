"""`python -m benchmarks.core.kills`: seven times the bus is killed under load, each time when the ledger holds so much, and started anew at once.

Said is what was lost and what came twice, whether the ledger is whole, and how long each time until work went on. `--short` is for a first
look; `--processes 2` has a second bus beside the one that is killed; `--alone` measures the peers' job instead of the full flow.
"""

import argparse
import asyncio
import logging
import signal
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final

import psycopg

from benchmarks.core import records, scenes, world
from benchmarks.core.contestants import ROOT, Scene
from benchmarks.core.ours import FullFlow, Routing
from benchmarks.core.reading import Arrivals, Phase, Reader
from benchmarks.core.records import Signed, identifier
from benchmarks.core.wiring import Wiring
from services.ledger import checking

KILLS: Final = 7
_LOOK_S: Final = 0.02
_SETTLED_S: Final = 0.3
"""What was on its way into the ledger when the process died is in by then, or never will be."""
_PATIENCE_S: Final = 300.0
_STANDS: Final = "select coalesce(sum(next_offset), 0)::bigint from position"
_KEPT: Final = "select count(*) from disposition"
_OF_LOGINS: Final = frozenset({"right-missing", "right-extra", "login-too-strong"})
"""Who may do what is another matter: here all work as the owner of the tables."""


@dataclass(frozen=True)
class Killed:
    """One kill: how much the ledger held, and how long it took until it held more."""

    held: int
    until_on_s: float


@dataclass
class Killer:
    """Kills the first of the buses, by the ledger's count, beside whoever writes."""

    buses: Sequence[FullFlow | Routing]
    scene: Scene
    aims: Sequence[int]
    done: list[Killed] = field(default_factory=list)
    failed: BaseException | None = None

    def run(self) -> None:
        try:
            with psycopg.connect(self.scene.postgres.conninfo, autocommit=True) as connection:
                for aim in self.aims:
                    self._await(connection, aim)
                    self.done.append(self._kill(connection))
        except (RuntimeError, psycopg.Error) as error:
            self.failed = error

    def _kill(self, connection: psycopg.Connection) -> Killed:
        victim = self.buses[0]
        began = time.monotonic()
        victim.kill()
        victim.begin(self.scene)
        time.sleep(_SETTLED_S)
        held = stands(connection)
        self._await(connection, held + 1)
        return Killed(held, time.monotonic() - began)

    def _await(self, connection: psycopg.Connection, aim: int) -> None:
        until = time.monotonic() + _PATIENCE_S
        while stands(connection) < aim:
            if time.monotonic() > until:
                raise RuntimeError(f"the ledger does not come to {aim} records")
            time.sleep(_LOOK_S)


def stands(connection: psycopg.Connection) -> int:
    """How many records the ledger has passed."""
    found = connection.execute(_STANDS).fetchone()
    return int(found[0]) if found is not None else 0


def main() -> None:
    told = _arguments()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    logging.disable(logging.ERROR)
    here = world.world(ROOT / "build" / "bench" / "world", datetime.now(UTC))
    load = records.signed(here, f"killed-{told.rate}", told.rate * told.seconds)
    with scenes.stage(here) as stage:
        scene = scenes.scene(stage, "kills")
        buses = [Routing() if told.alone else FullFlow() for _ in range(told.processes)]
        killer = Killer(buses, scene, [len(load) * (turn + 1) // (KILLS + 2) for turn in range(KILLS)])
        report(load, killer, _under_load(killer, load, told.rate))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.core.kills", description=__doc__)
    parser.add_argument("--short", action="store_true")
    parser.add_argument("--alone", action="store_true")
    parser.add_argument("--processes", type=int, default=1)
    parser.add_argument("--rate", type=int)
    parser.add_argument("--seconds", type=int)
    told = parser.parse_args()
    told.rate = told.rate or (50 if told.short else 500)
    told.seconds = told.seconds or (60 if told.short else 120)
    return told


def _under_load(killer: Killer, load: Sequence[Signed], rate: int) -> Arrivals:
    scene, buses = killer.scene, killer.buses
    writer, reader = Wiring(scene.kafka), Reader(scene.kafka, scene.inboxes)
    killing = threading.Thread(target=killer.run, daemon=True)
    try:
        buses[0].migrate(scene)
        for bus in buses:
            bus.begin(scene)
        reader.expect(Phase(frozenset(identifier(one.value) for one in load if one.is_notice)))
        killing.start()
        writer.paced(load, rate, look=lambda: None)
        killing.join(_PATIENCE_S)
        return reader.arrivals(_PATIENCE_S, look=lambda: None)
    finally:
        for bus in buses:
            bus.stop()
        reader.close()


def report(load: Sequence[Signed], killer: Killer, arrivals: Arrivals) -> None:
    if killer.failed is not None:
        raise RuntimeError("not all kills were done") from killer.failed
    notices = sum(one.is_notice for one in load)
    conninfo = killer.scene.postgres.conninfo
    with psycopg.connect(conninfo, autocommit=True) as connection:
        (kept,) = connection.execute(_KEPT).fetchone() or (0,)
    lacks = [lack for lack in asyncio.run(checking.check(conninfo)) if lack.kind not in _OF_LOGINS]
    print("| kill | the ledger held, records | until work went on, s |\n|---|---|---|")
    for number, one in enumerate(killer.done, 1):
        print(f"| {number} | {one.held:,} | {one.until_on_s:.1f} |")
    print(f"\n{notices:,} notices: {notices - len(arrivals.read):,} lost, {arrivals.doubles:,} came twice.")
    print(f"{len(load):,} records: {kept:,} have a disposition; what the ledger lacks: {lacks or 'nothing'}.")


if __name__ == "__main__":
    main()
