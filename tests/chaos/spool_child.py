"""A program of an agency that speaks, and ends itself by kill -9 where it is told to. Run by test_spool_killed.py."""

import asyncio
import os
import random
import signal
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from habarshy import Outbox
from producers import profile
from producers.outbox.drafting import About
from schemas.messages.facts.custody import ProtocolDrawn

MESSAGES = 12


def dying(point: str, times: int) -> Callable[[str], None]:
    """Ends the process for good when this point is passed for the so-many-th time."""
    left = [times]

    def at(passed: str) -> None:
        if passed == point:
            left[0] -= 1
            if left[0] == 0:
                os.kill(os.getpid(), signal.SIGKILL)

    return at


def said(what: str) -> None:
    """On the disk at once: the history must outlive the process."""
    os.write(sys.stdout.fileno(), what.encode() + b"\n")


async def main(path: Path, point: str, seed: int) -> None:
    rng = random.Random(seed)  # noqa: S311 - replayed from its seed
    async with Outbox(profile.load(path), at=dying(point, rng.randint(1, MESSAGES // 2))) as outbox:
        occasions = [outbox.occasion() for _ in range(3)]
        for message in await outbox.waiting():
            await outbox.sent(message)
            said(f"acked {message}")
        if point == "never":
            return
        drawn_at = datetime.now(UTC) - timedelta(hours=1)
        acked: list[asyncio.Task[None]] = []
        for _ in range(MESSAGES):
            kept = await outbox.keep(ProtocolDrawn(protocol_drawn_at=drawn_at), About(occasion=rng.choice(occasions)))
            said(f"kept {kept.id} {kept.record.key.decode()}")
            acked.append(asyncio.create_task(_acked(outbox, kept.id)))
        await asyncio.gather(*acked)


async def _acked(outbox: Outbox, message: object) -> None:
    await outbox.sent(message)  # type: ignore[arg-type] # an id
    said(f"acked {message}")


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])))
