"""`python -m benchmarks.core.kills`: seven times the bus is killed under load, each time when the ledger has come so much further, and begun anew.

Said is what was lost and what came twice, whether the ledger is whole, how long each time until work went on, and how long the record waited
that waited longest: what the dead one had is not what others go on with meanwhile. `--short` is for a first
look; `--processes 2` has a second bus beside the one that is killed; `--alone` measures the peers' job instead of the full flow.
"""

import argparse
import asyncio
import logging
import signal
import sys
import threading
import time
from collections.abc import Iterator, Sequence
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
_WAITED: Final = """
select coalesce(extract(epoch from max(recorded_at - received_at)), 0)::float
from disposition where recorded_at >= %(begins)s and recorded_at < %(ends)s
"""
_OF_LOGINS: Final = frozenset({"right-missing", "right-extra", "login-too-strong"})
"""Who may do what is another matter: here all work as the owner of the tables."""


@dataclass(frozen=True)
class Killed:
    """One kill: how much the ledger held, and how long it took until it held more."""

    held: int
    until_on_s: float
    at: datetime


@dataclass
class Killer:
    """Kills the first of the buses, by the ledger's count, beside whoever writes."""

    buses: Sequence[FullFlow | Routing]
    scene: Scene
    each: int
    """After so many more records it kills again."""
    done: list[Killed] = field(default_factory=list)
    failed: BaseException | None = None
    over: threading.Event = field(default_factory=threading.Event)

    def run(self) -> None:
        try:
            with psycopg.connect(self.scene.postgres.conninfo, autocommit=True) as connection:
                for _ in range(KILLS):
                    self._await(connection, stands(connection) + self.each)
                    self.done.append(self._kill(connection))
        except (RuntimeError, psycopg.Error) as error:
            self.failed = error
        finally:
            self.over.set()

    def _kill(self, connection: psycopg.Connection) -> Killed:
        victim = self.buses[0]
        began, at = time.monotonic(), datetime.now(UTC)
        victim.kill()
        victim.begin(self.scene)
        time.sleep(_SETTLED_S)
        held = stands(connection)
        self._await(connection, held + 1)
        return Killed(held, time.monotonic() - began, at)

    def _await(self, connection: psycopg.Connection, aim: int) -> None:
        until = time.monotonic() + _PATIENCE_S
        while stands(connection) < aim:
            for bus in self.buses:
                bus.look()
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
    with scenes.stage(here) as stage:
        scene = scenes.scene(stage, "kills")
        buses = [Routing() if told.alone else FullFlow() for _ in range(told.processes)]
        killer = Killer(buses, scene, told.rate * told.seconds)
        load = Load(records.endless(here, datetime.now(UTC)), killer.over)
        report(load, killer, _under_load(killer, load, told.rate))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.core.kills", description=__doc__)
    parser.add_argument("--short", action="store_true")
    parser.add_argument("--alone", action="store_true")
    parser.add_argument("--processes", type=int, default=1)
    parser.add_argument("--rate", type=int)
    parser.add_argument("--seconds", type=int, help="of load between two kills")
    told = parser.parse_args()
    told.rate = told.rate or (50 if told.short else 500)
    told.seconds = told.seconds or (4 if told.short else 15)
    return told


@dataclass
class Load:
    """Records without end, until it is over; and what was taken of it."""

    endless: Iterator[Signed]
    over: threading.Event
    records: int = 0
    notices: set[bytes] = field(default_factory=set)

    def __iter__(self) -> Iterator[Signed]:
        while not self.over.is_set():
            one = next(self.endless)
            self.records += 1
            if one.is_notice:
                self.notices.add(identifier(one.value))
            yield one


def _under_load(killer: Killer, load: Load, rate: int) -> Arrivals:
    scene, buses = killer.scene, killer.buses
    writer, reader = Wiring(scene.kafka), Reader(scene.kafka, scene.inboxes)
    killing = threading.Thread(target=killer.run, daemon=True)
    try:
        buses[0].migrate(scene)
        for bus in buses:
            bus.begin(scene)
        killing.start()
        writer.paced(load, rate, look=lambda: None)
        reader.expect(Phase(frozenset(load.notices)))
        return reader.arrivals(_PATIENCE_S, look=lambda: None)
    finally:
        for bus in buses:
            bus.stop()
        reader.close()


def report(load: Load, killer: Killer, arrivals: Arrivals) -> None:
    if killer.failed is not None:
        raise RuntimeError("not all kills were done") from killer.failed
    notices = len(load.notices)
    conninfo = killer.scene.postgres.conninfo
    with psycopg.connect(conninfo, autocommit=True) as connection:
        (kept,) = connection.execute(_KEPT).fetchone() or (0,)
        waited = _waited(connection, killer.done)
    lacks = [lack for lack in asyncio.run(checking.check(conninfo)) if lack.kind not in _OF_LOGINS]
    print("| kill | the ledger held, records | until work went on, s | a record waited at most, s |\n|---|---|---|---|")
    for number, (one, waited_s) in enumerate(zip(killer.done, waited, strict=True), 1):
        print(f"| {number} | {one.held:,} | {one.until_on_s:.1f} | {waited_s:.1f} |")
    print(f"\n{notices:,} notices: {notices - len(arrivals.read):,} lost, {arrivals.doubles:,} came twice.")
    print(f"{load.records:,} records: {kept:,} have a disposition; what the ledger lacks: {lacks or 'nothing'}.")


def _waited(connection: psycopg.Connection, kills: Sequence[Killed]) -> Sequence[float]:
    """From its coming to the wire to its being in the ledger, of what was recorded after each kill and before the next."""
    ends = [*(one.at for one in kills[1:]), datetime.max.replace(tzinfo=UTC)]
    asked = [{"begins": one.at, "ends": end} for one, end in zip(kills, ends, strict=True)]
    return [float((connection.execute(_WAITED, one).fetchone() or (0.0,))[0]) for one in asked]


if __name__ == "__main__":
    main()
