"""The job as somebody writes it who reaches for FastStream and PostgreSQL: one handler, one insert for each message."""

import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field

import psycopg

from benchmarks.core import fast_stream_job
from benchmarks.core.contestants import Processes, Scene
from benchmarks.core.world import NETWORK


@dataclass
class FastStream:
    """With so many workers."""

    workers: int
    most: int = 3_000
    _processes: Processes = field(default_factory=Processes)

    @property
    def name(self) -> str:
        return f"FastStream, an insert for each message, {self.workers} worker{'s' if self.workers > 1 else ''}"

    @property
    def numbers(self) -> Sequence[int]:
        return self._processes.numbers

    def start(self, scene: Scene) -> None:
        with psycopg.connect(scene.postgres.conninfo, autocommit=True) as connection:
            connection.execute(fast_stream_job.TABLES)
        said = {
            "bootstrap": scene.kafka.bootstrap,
            "user": scene.kafka.user,
            "password": scene.kafka.password,
            "ca": str(scene.kafka.ca),
            "postgres": scene.postgres.conninfo,
            "network": NETWORK,
            "keys": dict(scene.public_keys),
            "outboxes": list(scene.outboxes),
            "group": f"bench-{scene.name}",
            "workers": self.workers,
        }
        settings = scene.folder / "settings.json"
        settings.write_text(json.dumps(said), encoding="utf-8")
        command = [sys.executable, "-m", fast_stream_job.__name__, str(settings)]
        self._processes.start(command, scene.folder / "contestant.log")

    def look(self) -> None:
        self._processes.look()

    def stop(self) -> None:
        self._processes.stop()
