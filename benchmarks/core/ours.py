"""Ours: the real processes, as an operator starts them, with the real ledger."""

import asyncio
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from benchmarks.core.contestants import Processes, Scene
from services.ledger import postgres

_COMMAND: Final = str(Path(sys.executable).with_name("habarshy"))


@dataclass
class FullFlow:
    """Everything that the bus does with a record: the job, and evidence, acceptances, the law."""

    parts: Sequence[str] = ("bus",)
    most: int = 1_000_000
    _processes: Processes = field(default_factory=Processes)

    @property
    def name(self) -> str:
        return f"Habarshy, the full flow ({' + '.join(self.parts)})"

    @property
    def numbers(self) -> Sequence[int]:
        return self._processes.numbers

    def start(self, scene: Scene) -> None:
        asyncio.run(postgres.migrated(scene.postgres.conninfo))
        told = ["--operator", str(scene.bus.operator.root), "--ledger", scene.postgres.conninfo]
        for part in self.parts:
            self._processes.start([_COMMAND, "run", part, *told], scene.folder / "contestant.log")

    def look(self) -> None:
        self._processes.look()

    def stop(self) -> None:
        self._processes.stop()
