"""An Inbox in a process of its own that dies at a named point, at the n-th time it comes there, by a signal that nobody can catch."""

import asyncio
import itertools
import json
import os
import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from consumers.inbox.inbox import Inbox
from consumers.inbox.store.port import Outgoing, Store
from consumers.inbox.store.postgres import PostgresStore
from consumers.inbox.store.sqlite import SqliteStore
from habarshy.stack.addresses import KafkaAddress
from tests import inbox_world, letterbox
from tests.letterbox import Letterbox, Told


@dataclass
class Written:
    """Takes the answers instead of an Outbox: on the disk before it returns."""

    path: Path

    async def forward(self, outgoing: Outgoing) -> None:
        with self.path.open("a") as file:
            file.write(json.dumps({"id": str(outgoing.id), "line": outgoing.line.decode()}) + "\n")
            file.flush()
            os.fsync(file.fileno())


def dies(home: Path, point: str, times: int) -> Callable[[str], None]:
    """Leaves word of where it died, and dies."""
    left = times

    def at(reached: str) -> None:
        nonlocal left
        left -= reached == point
        if reached == point and left == 0:
            (home / "died-at").write_text(point)
            os.kill(os.getpid(), signal.SIGKILL)

    return at


def store_of(said: dict[str, Any], box: Letterbox) -> Store:
    return PostgresStore(said["postgres"]) if said["postgres"] else SqliteStore(box.store_path)


async def main(said: dict[str, Any]) -> None:
    kafka = KafkaAddress(said["bootstrap"], said["user"], said["password"], Path(said["ca"]))
    home = Path(said["home"])
    told = Told(statement=said["statement"])
    profile = letterbox.profile(kafka, said["recipient"], home)
    box = Letterbox(kafka, inbox_world.world(said["recipient"]), profile, told)
    taker = box.taker(store_of(said, box))
    taker.at = dies(home, said["point"], said["times"])
    taker.monotonic = itertools.count(step=0.1).__next__  # two or three into each transaction, however quick they are
    await Inbox(profile, taker, sender=Written(home / "answers.jsonl"), pace=letterbox.QUICK).run()


if __name__ == "__main__":
    asyncio.run(main(json.loads(sys.argv[1])))
