"""quixstreams, in two processes that share the outboxes: one process has one thread. Its packages lie apart from ours, in build/peers."""

import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from benchmarks.core.contestants import ROOT, Processes, Scene
from benchmarks.core.world import NETWORK
from habarshy.stack.addresses import MECHANISM

LOCK: Final = ROOT / "requirements" / "peers.txt"
_JOB: Final = "benchmarks.core.quix_job"
_INSTALL_S: Final = 600


@dataclass
class Quix:
    """Committing so often."""

    commit_ms: int
    shares: int = 2
    most: int = 1_000_000
    _processes: Processes = field(default_factory=Processes)

    @property
    def name(self) -> str:
        return f"quixstreams, exactly once, commit each {self.commit_ms} ms"

    @property
    def numbers(self) -> Sequence[int]:
        return self._processes.numbers

    def start(self, scene: Scene) -> None:
        python = environment(scene.world.folder.parent)
        for share in range(self.shares):
            name = f"bench-{scene.name}-{share}"
            said = self._settings(scene, name) | {"outboxes": scene.outboxes[share :: self.shares]}
            settings = scene.folder / f"{name}.json"
            settings.write_text(json.dumps(said), encoding="utf-8")
            self._processes.start([str(python), "-m", _JOB, str(settings)], scene.folder / "contestant.log")

    def look(self) -> None:
        self._processes.look()

    def stop(self) -> None:
        self._processes.stop()

    def _settings(self, scene: Scene, name: str) -> dict[str, object]:
        address = scene.kafka
        connection = {
            "bootstrap_servers": address.bootstrap,
            "security_protocol": address.security,
            "sasl_mechanism": MECHANISM,
            "sasl_username": address.user,
            "sasl_password": address.password,
            "ssl_ca_location": str(address.ca),
        }
        return {
            "connection": connection,
            "group": name,
            "state": str(scene.folder / name),
            "commit_s": self.commit_ms / 1000,
            "network": NETWORK,
            "keys": dict(scene.public_keys),
            "inboxes": list(scene.inboxes),
        }


def environment(built: Path) -> Path:
    """The Python that has the peers' packages, as their lock names them; made where it is missing."""
    python = built.parent / "peers" / "bin" / "python"
    stamp = python.parents[1] / "locked.txt"
    if not stamp.exists() or stamp.read_bytes() != LOCK.read_bytes():
        subprocess.run(
            [sys.executable, "-m", "venv", "--clear", str(python.parents[1])], check=True, timeout=_INSTALL_S
        )
        install = [str(python), "-m", "pip", "install", "--quiet", "--require-hashes", "-r", str(LOCK)]
        subprocess.run(install, check=True, timeout=_INSTALL_S)
        stamp.write_bytes(LOCK.read_bytes())
    return python
