"""What a run that was broken off has found, for the next one to go on from; it counts for the very same bytes alone."""

import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from tests.proof.outcomes import Caught, Outcome


@dataclass
class Kept:
    """Only what ended well is kept: the rest is tried again."""

    path: Path
    project: str
    caught: dict[str, str] = field(default_factory=dict)
    ended_well: list[str] = field(default_factory=list)
    seconds: float = 0
    clock: Callable[[], float] = time.monotonic
    _noted_at: float = field(init=False)

    def __post_init__(self) -> None:
        self._noted_at = self.clock()

    @classmethod
    def of(cls, path: Path, project: str) -> Self:
        said = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
        return cls(path, **said) if said.get("project") == project else cls(path, project)

    def note(self, what: str, outcome: Outcome) -> None:
        if isinstance(outcome, Caught):
            self.caught[what] = outcome.test
        self._write()

    def note_end(self, name: str, *, well: bool) -> None:
        if well:
            self.ended_well.append(name)
        self._write()

    def forget(self) -> None:
        self.path.unlink(missing_ok=True)

    def _write(self) -> None:
        now = self.clock()
        self.seconds += now - self._noted_at
        self._noted_at = now
        said = {name: getattr(self, name) for name in ("project", "caught", "ended_well", "seconds")}
        new = self.path.with_suffix(".new")
        new.write_text(json.dumps(said, ensure_ascii=False, indent=1), encoding="utf-8")
        new.replace(self.path)
