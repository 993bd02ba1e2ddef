"""What a contestant is: something that can be started before a scene and stopped after it, and works by itself in between."""

import contextlib
import signal
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Protocol

from benchmarks.core.world import World
from habarshy.enrolment.demo import DemoBus
from habarshy.stack.addresses import KafkaAddress, PostgresAddress

_LEAVE_S: Final = 40
ROOT: Final = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Scene:
    """One turn of one contestant: topics without a past, a database without tables, a folder, and a name that nothing else has."""

    name: str
    folder: Path
    kafka: KafkaAddress
    postgres: PostgresAddress
    bus: DemoBus
    world: World

    @property
    def outboxes(self) -> Sequence[str]:
        return [f"outbox.{agency.id}" for agency in self.world.senders]

    @property
    def inboxes(self) -> Sequence[str]:
        return [f"inbox.{agency.id}" for agency in self.world.recipients]

    @property
    def public_keys(self) -> Mapping[str, str]:
        """Of the senders, by their ids."""
        at = self.bus.clock()
        signers = [self.world.keys(agency.id, at).newest_signer() for agency in self.world.senders]
        return {signer.key_id: signer.public for signer in signers}


class Contestant(Protocol):
    """The command line is all that we know of it."""

    @property
    def name(self) -> str: ...

    @property
    def most(self) -> int:
        """So many notices of the backlog it is given: who is slow is measured on fewer."""
        ...

    def start(self, scene: Scene) -> None:
        """Everything that it needs is made, and it is on its way; it need not work yet."""
        ...

    def stop(self) -> None: ...

    def look(self) -> None:
        """Raises where it has died: it will deliver nothing more."""
        ...

    @property
    def numbers(self) -> Sequence[int]:
        """Its processes."""
        ...


@dataclass
class Processes:
    """What was started for one turn, and is ended with it."""

    running: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def start(self, command: Sequence[str], log: Path) -> None:
        with log.open("ab") as said:
            self.running.append(subprocess.Popen(list(command), stdout=said, stderr=said, cwd=ROOT))

    def stop(self) -> None:
        for process in self.running:
            process.send_signal(signal.SIGTERM)
        for process in self.running:
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(_LEAVE_S)
            process.kill()
            process.wait()
        self.running.clear()

    def kill(self) -> None:
        """Without a word, as a machine loses its power."""
        for process in self.running:
            process.kill()
            process.wait()
        self.running.clear()

    @property
    def numbers(self) -> Sequence[int]:
        return [process.pid for process in self.running]

    def look(self) -> None:
        """Whoever has died will deliver nothing more."""
        died = [process.args for process in self.running if process.poll() is not None]
        if died:
            raise RuntimeError(f"a contestant has ended: {died}")
