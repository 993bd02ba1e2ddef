"""kill -9 at each step of keeping and sending: what was kept gets through, once for each id, in the order of its occasion."""

import asyncio
import json
import os
import random
import signal
import sys
from collections.abc import Sequence
from pathlib import Path

from producers.profile import ClientProfile
from tests.bus import Agencies
from tests.integration.outbox.reading import everything, ids

POINTS = ("storing", "committing", "stored", "sending", "acked", "recorded")


async def child(path: Path, point: str, seed: int) -> tuple[int, list[list[str]]]:
    """How it ended, and what it had said by then."""
    command = [sys.executable, "-m", "tests.chaos.spool_child", str(path), point, str(seed)]
    process = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)
    async with asyncio.timeout(90):
        out, _ = await process.communicate()
    assert process.returncode is not None
    return process.returncode, [line.split() for line in out.decode().splitlines()]


def written(profile: ClientProfile, folder: Path) -> Path:
    path = folder / "profile.json"
    path.write_text(json.dumps(profile.model_dump(mode="json")), encoding="utf-8")
    path.chmod(0o600)
    return path


def of(histories: Sequence[Sequence[Sequence[str]]], what: str) -> list[str]:
    return [line[1] for history in histories for line in history if line[0] == what]


async def test_nothing_that_was_kept_is_lost_and_nothing_is_told_twice(agencies: Agencies, tmp_path: Path) -> None:
    seed = int(os.environ.get("HABARSHY_TEST_SEED") or random.SystemRandom().randrange(10**6))
    print(f"HABARSHY_TEST_SEED={seed}")  # noqa: T201 - the way to play it again
    profile = (await agencies.enrol("investigation-bostandyk"))["investigation-bostandyk"]
    path = written(profile, tmp_path)
    histories = []
    for number, point in enumerate(POINTS):
        ended, history = await child(path, point, seed + number)
        assert ended == -signal.SIGKILL, f"it did not die at {point}"
        histories.append(history)
    ended, history = await child(path, "never", seed)
    assert ended == 0
    histories.append(history)
    records = await everything(agencies.bus.principal("intake"), f"outbox.{profile.agency}")
    received = ids(records)
    assert set(of(histories, "acked")) <= set(received)
    assert set(of(histories, "kept")) <= set(received)
    assert len({(record.envelope_line, record.body_line) for record in records}) == len(set(received))
    in_order = list(dict.fromkeys(received))
    for occasion in {line[2] for history in histories for line in history if line[0] == "kept"}:
        kept = [line[1] for history in histories for line in history if line[0] == "kept" and line[2] == occasion]
        assert [message for message in in_order if message in kept] == kept
    # That something was sent again shows that the faults were real.
    assert len(received) > len(set(received))
