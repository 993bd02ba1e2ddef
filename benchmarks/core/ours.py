"""Ours: the real processes, as an operator starts them, with the real ledger."""

import abc
import asyncio
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from benchmarks.core import routing_job
from benchmarks.core.contestants import Processes, Scene
from services.ledger import postgres

_COMMAND: Final = str(Path(sys.executable).with_name("habarshy"))


@dataclass
class Ours(abc.ABC):
    """However much of the bus runs."""

    most: int = 1_000_000
    _processes: Processes = field(default_factory=Processes)

    @property
    @abc.abstractmethod
    def name(self) -> str: ...

    @property
    def numbers(self) -> Sequence[int]:
        return self._processes.numbers

    def migrate(self, scene: Scene) -> None:
        asyncio.run(postgres.migrated(scene.postgres.conninfo))

    def start(self, scene: Scene) -> None:
        self.migrate(scene)
        self.begin(scene)

    def begin(self, scene: Scene) -> None:
        """On tables that are there."""
        for command in self._commands(scene):
            self._processes.start(command, scene.folder / "contestant.log")

    @abc.abstractmethod
    def _commands(self, scene: Scene) -> Iterator[Sequence[str]]: ...

    def look(self) -> None:
        self._processes.look()

    def kill(self) -> None:
        self._processes.kill()

    def stop(self) -> None:
        self._processes.stop()


@dataclass
class FullFlow(Ours):
    """Everything that the bus does with a record: the job, and evidence, acceptances, the law."""

    parts: Sequence[str] = ("bus",)

    @property
    def name(self) -> str:
        return f"Habarshy, the full flow ({' + '.join(self.parts)})"

    def _commands(self, scene: Scene) -> Iterator[Sequence[str]]:
        told = ["--operator", str(scene.bus.operator.root), "--ledger", scene.postgres.conninfo]
        for part in self.parts:
            yield [_COMMAND, "run", part, *told]


@dataclass
class Routing(Ours):
    """The job alone, as the peers do it; each process has its parts."""

    parts: Sequence[Sequence[str]] = (("intake", "relay"),)

    @property
    def name(self) -> str:
        return f"Habarshy, the job alone ({' | '.join(' + '.join(parts) for parts in self.parts)})"

    def _commands(self, scene: Scene) -> Iterator[Sequence[str]]:
        for number, parts in enumerate(self.parts):
            said = {"operator": str(scene.bus.operator.root), "ledger": scene.postgres.conninfo, "parts": parts}
            settings = scene.folder / f"routing-{number}.json"
            settings.write_text(json.dumps(said), encoding="utf-8")
            yield [sys.executable, "-m", routing_job.__name__, str(settings)]
