"""Two hundred runs, each with its own troubles: after each all invariants hold, and every kind of trouble really happened."""

import os
import subprocess
import sys
from collections import Counter
from typing import Final

import pytest

from tests.simulation.chance import KINDS
from tests.simulation.running import run

SEEDS: Final = 200
CHUNK: Final = 50
SEEN: Final = (
    *(f"record: {disposition}" for disposition in ("ROUTED", "DUPLICATE", "REJECTED", "QUARANTINED", "PARKED", "released")),
    *(f"message: {kind}" for kind in ("fact", "notice", "receipt", "correction", "withdrawal", "objection", "ruling")),
    *(f"message: {kind}" for kind in ("service-record", "drill-opened", "other text", "receipt of a stranger")),
    *(f"message: {kind}" for kind in ("forged", "garbage", "undecodable", "in another topic", "in another's outbox", "in another's name")),
    *(f"replayed: {disposition}" for disposition in ("ROUTED", "DUPLICATE", "REJECTED")),
    *(f"seen: {what}" for what in ("fenced", "generation begun", "ledger away", "reference log away")),
    *(f"seen: {who}, and sent out" for who in ("dead", "alive")),
    "occasion: in a drill",
    "obligation: in another version",
    "wire: lost record sent again",
    "wire: read from where nothing is",
    "wire: another term between two fetches",
)  # fmt: skip
"""What has to have happened besides, in each part of the seeds."""


@pytest.mark.parametrize("first", range(1, SEEDS, CHUNK))
def test_whatever_goes_wrong_nothing_is_lost_doubled_forged_or_misjudged(first: int) -> None:
    counted, reports = Counter[str](), []
    for seed in range(first, first + CHUNK):
        result = run(seed)
        counted += result.counted
        if result.broken:
            reports.append(result.report)

    assert not reports, "\n\n".join(reports)
    assert [what for what in (*KINDS, *SEEN) if not counted[what]] == []


def test_a_seed_is_one_run_step_by_step() -> None:
    assert run(7).hash == run(7).hash
    assert run(7).hash != run(8).hash


def test_a_seed_is_the_same_run_in_any_process() -> None:
    """The order of a set depends on a number that each process draws: nothing may depend on that."""
    assert len({_hashes(salt) for salt in ("1", "2")}) == 1


def _hashes(salt: str) -> str:
    command = [sys.executable, "-m", "tests.simulation", "--seeds", "4", "--hash"]
    environment = os.environ | {"PYTHONHASHSEED": salt}
    said = subprocess.run(command, env=environment, capture_output=True, text=True, check=True, timeout=120)
    return "\n".join(line for line in said.stdout.splitlines() if len(line.split()) == 2)
