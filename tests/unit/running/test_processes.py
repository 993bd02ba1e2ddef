"""A process says how it is, ends in order when it is told to, and does not live on when it is of no use."""

import asyncio
import json
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final

from habarshy.running import processes, shared
from habarshy.running.pulse import BLOCKED_S
from tests.architecture.source import ROOT

PATIENCE_S: Final = 60.0


@dataclass
class Child:
    """One process, and what it has logged so far."""

    running: asyncio.subprocess.Process
    lines: list[dict[str, Any]] = field(default_factory=list)

    async def until(self, action: str) -> None:
        assert self.running.stderr is not None
        async with asyncio.timeout(PATIENCE_S):
            while action not in self.actions:
                line = await self.running.stderr.readline()
                assert line, self.lines
                self.lines.append(json.loads(line))

    async def ended(self) -> int:
        assert self.running.stderr is not None
        async with asyncio.timeout(PATIENCE_S):
            rest = await self.running.stderr.read()
            code = await self.running.wait()
        self.lines += [json.loads(line) for line in rest.splitlines() if line.startswith(b"{")]
        return code

    @property
    def actions(self) -> Sequence[str]:
        return [line["action"] for line in self.lines]


@asynccontextmanager
async def child(how: str) -> AsyncIterator[Child]:
    running = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.unit.running.running_child",
        how,
        cwd=ROOT,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        yield Child(running)
    finally:
        if running.returncode is None:
            running.kill()
        await running.communicate()


async def test_told_to_stop_it_ends_in_order() -> None:
    async with child("orderly") as one:
        await one.until("bus.watched")
        one.running.terminate()
        assert await one.ended() == 0
        assert one.running.stdout is not None
        assert await one.running.stdout.read() == b"in order\n"
    assert one.actions == ["bus.watched", "bus.stopping"]


async def test_what_refers_to_itself_does_not_fill_its_memory() -> None:
    """The command does not look for such garbage: it mostly ends at once. A process of the bus lasts."""
    async with child("littering") as one:
        await one.until("bus.watched")
        one.running.terminate()
        assert await one.ended() == 0
        assert one.running.stdout is not None
        assert await one.running.stdout.read() == b"collected\n"


async def test_what_does_not_end_in_order_is_broken_off() -> None:
    async with child("stubborn") as one:
        await one.until("bus.watched")
        one.running.terminate()
        assert await one.ended() == 0
    assert one.actions == ["bus.watched", "bus.stopping", "bus.broken-off"]


async def test_what_cannot_be_broken_off_is_left() -> None:
    async with child("undying") as one:
        await one.until("bus.watched")
        one.running.terminate()
        assert await one.ended() == 70


async def test_a_blocked_loop_ends_its_process() -> None:
    """Nobody tells it to: on its loop nothing could."""
    async with child("blocking") as one:
        assert await one.ended() == 70
    assert one.actions == ["bus.watched", "bus.blocked"]


async def test_a_part_that_cannot_go_on_ends_it_with_its_code() -> None:
    async with child("failing") as one:
        assert await one.ended() != 0
    assert (one.actions[-1], one.lines[-1]["code"]) == ("bus.ends", "HB-8522")


def test_it_is_alive_while_its_loop_turns() -> None:
    now = [100.0]
    among = shared.begun(monotonic=lambda: now[0], clock=lambda: datetime.now(UTC))
    answers = processes.answers(among)
    assert answers["/livez"]().status == 200
    now[0] += BLOCKED_S
    answer = answers["/livez"]()
    assert (answer.status, answer.body) == (
        503,
        b"the event loop has stood still for 30 s: start the process anew\n",
    )
    assert b"habarshy_loop_standing_seconds 30.0" in answers["/metrics"]().body


def test_it_is_ready_while_no_part_says_otherwise() -> None:
    among = shared.begun(monotonic=lambda: 0.0, clock=lambda: datetime(2026, 3, 6, 4, 5, tzinfo=UTC))
    ready = processes.answers(among)["/readyz"]
    assert (ready().status, ready().body) == (200, b"ready\n")
    among.health.ill("relay", "ledger-away")
    among.health.ill("intake", "wire-away")
    assert ready().status == 503
    assert [line.split(b":")[0] for line in ready().body.splitlines()] == [b"intake", b"relay"]


def test_what_was_the_matter_is_shown_with_0_once_it_is_over() -> None:
    among = shared.begun(monotonic=lambda: 0.0, clock=lambda: datetime.now(UTC))
    metrics = processes.answers(among)["/metrics"]
    among.health.ill("relay", "ledger-away")
    assert b'habarshy_unready{cause="ledger-away",part="relay"} 1.0' in metrics().body
    among.health.well("relay", "ledger-away")
    assert b'habarshy_unready{cause="ledger-away",part="relay"} 0.0' in metrics().body
