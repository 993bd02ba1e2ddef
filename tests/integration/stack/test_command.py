"""`habarshy stack` as a person calls it: on a real stack, in another process that is gone when the servers run."""

import json
import os
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from habarshy.stack.addresses import Addresses
from habarshy.stack.settings import Settings

SECONDS = 120


class Shell:
    """Calls the command with a stack of one test's own, and the database of the run."""

    def __init__(self, settings: Settings, shared: Addresses) -> None:
        configured = {"HABARSHY_POSTGRES": shared.postgres.conninfo, "HABARSHY_STACK_HOME": str(settings.home)}
        self._environment = os.environ | configured | {"HABARSHY_LANG": "en"}

    def __call__(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        command = [str(Path(sys.executable).parent / "habarshy"), "stack", *arguments]
        return subprocess.run(
            command, env=self._environment, capture_output=True, text=True, check=False, timeout=SECONDS
        )


@pytest.fixture
def habarshy(new_stack: Settings, stack: Addresses) -> Shell:
    return Shell(new_stack, stack)


def test_a_stack_is_started_shown_stopped_and_deleted(habarshy: Shell, new_stack: Settings) -> None:
    started, shown = habarshy("up", "--json"), habarshy("status", "--json")

    assert (started.returncode, started.stderr) == (0, "Kafka and PostgreSQL are starting.\n")
    assert json.loads(started.stdout) == json.loads(shown.stdout)
    broker, database = json.loads(shown.stdout)["servers"]
    assert (broker["name"], broker["condition"]) == ("kafka-1", "runs")
    assert (database["name"], database["condition"], database["process"]) == ("postgres", "configured", None)
    assert "Kafka Server started" in habarshy("logs", "--lines", "5").stdout

    assert habarshy("down").stderr == "Stopped: kafka-1.\n"
    assert habarshy("status").returncode == 1
    assert habarshy("down").stderr == "Nothing was running.\n"

    refused = habarshy("reset")
    assert (refused.returncode, refused.stderr.partition(":")[0]) == (1, "HB-8016")
    assert new_stack.home.exists()
    assert habarshy("reset", "--yes").returncode == 0
    assert not new_stack.home.exists()


def test_before_anything_was_started_all_is_stopped(habarshy: Shell) -> None:
    answer = habarshy("status")

    assert answer.returncode == 1
    assert "kafka-1   stopped" in answer.stdout


def test_the_database_that_was_configured_is_the_one_of_the_run(stack: Addresses) -> None:
    with psycopg.connect(stack.postgres.conninfo) as connection:
        assert connection.execute("show synchronous_commit").fetchone() == ("on",)
