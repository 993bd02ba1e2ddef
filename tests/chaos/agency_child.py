"""An agency's program in a process of its own: one that tells at a steady pace and hears the answers, or one that takes what it is told.

Its history is on the disk before it goes on, for it may be killed at any moment. Run by whole_load.py.
"""

import asyncio
import json
import os
import random
import signal
import sys
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from consumers.inbox.inbox import Pace as InboxPace
from habarshy import Effect, Inbox, Outbox, Received, Router
from habarshy.hearing import Running
from producers import profile
from producers.outbox.drafting import About
from producers.outbox.sending import Pace
from schemas.messages.body import Protocol
from schemas.messages.envelope import Receipt
from schemas.messages.notices.detention import ProsecutorNotice

HEARS = Running(InboxPace(look_s=0.2, answer_s=0.05))
SENDS = Pace(send_seconds=2.0, start_seconds=5.0, grace_seconds=0.2)


@dataclass
class Child:
    """What it was told on its command line, and that it shall end."""

    profile: Path
    folder: Path
    seed: int
    occasions: list[str]
    per_second: float
    over: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def enough(self) -> bool:
        """Whether it shall tell nothing more; what it has told it still brings to its end."""
        return (self.folder / "enough").exists()

    def said(self, *words: object) -> None:
        with (self.folder / "history").open("a") as history:
            history.write(" ".join(map(str, words)) + "\n")
            history.flush()
            os.fsync(history.fileno())


def listening() -> Router:
    """Every effect leaves one line, in the transaction of the Inbox."""
    router = Router()

    @router.on(ProsecutorNotice)
    async def take(message: Received[ProsecutorNotice], effect: Effect) -> None:
        await told(effect, message, str(getattr(message.envelope, "occasion", "")))

    @router.on(Receipt)
    async def hear(message: Received[Receipt], effect: Effect) -> None:
        await told(effect, message, str(message.said.regards.id))

    @router.otherwise
    async def pass_over(message: Received[Any], _: Effect) -> None: ...

    return router


async def told(effect: Effect, message: Received[Any], about: str) -> None:
    await effect.execute("create table if not exists told (id text, about text)")
    await effect.execute("insert into told values (?, ?)", (str(message.envelope.id), about))


async def speak(child: Child, outbox: Outbox) -> None:
    rng = random.Random(child.seed)  # noqa: S311 - replayed from its seed
    acked = {asyncio.create_task(acknowledged(child, outbox, message)) for message in await outbox.waiting()}
    while not child.over.is_set() and not child.enough:
        drawn_at = datetime.now(UTC) - timedelta(hours=1)
        notice = ProsecutorNotice(
            detention_carried_out=True, protocol_number_and_time=Protocol(number="114", drawn_at=drawn_at)
        )
        occasion = rng.choice(child.occasions)
        kept = await outbox.keep(notice, About(occasion=occasion))
        child.said("kept", kept.id, occasion)
        acked.add(asyncio.create_task(acknowledged(child, outbox, kept.id)))
        # Its pace; nothing is waited for.
        await asyncio.sleep(1 / child.per_second)
    await child.over.wait()
    for task in acked:
        task.cancel()
    await asyncio.gather(*acked, return_exceptions=True)


async def acknowledged(child: Child, outbox: Outbox, message: Any) -> None:  # noqa: ANN401 - an id
    await outbox.sent(message)
    child.said("acked", message)


async def main(said: dict[str, Any]) -> None:
    child = Child(Path(said["profile"]), Path(said["folder"]), said["seed"], said["occasions"], said["per_second"])
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, child.over.set)
    own = profile.load(child.profile)
    if not child.occasions:
        await until_over(child, Inbox(own, routers=[listening()], running=HEARS))
        return
    async with Outbox(own, pace=SENDS) as outbox:
        hearing = Inbox(own, routers=[listening()], outbox=outbox, running=HEARS)
        await asyncio.gather(speak(child, outbox), until_over(child, hearing))


async def until_over(child: Child, inbox: Inbox) -> None:
    """An Inbox that gives up ends the process; whoever started it would have to start it again."""
    running = asyncio.create_task(inbox.run())
    over = asyncio.create_task(child.over.wait())
    await asyncio.wait({running, over}, return_when=asyncio.FIRST_COMPLETED)
    inbox.stop()
    over.cancel()
    await running


if __name__ == "__main__":
    asyncio.run(main(json.loads(sys.argv[1])))
