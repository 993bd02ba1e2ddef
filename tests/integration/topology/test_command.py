"""`habarshy topology` from the shell: plan shows, apply does, check judges, and no password is ever shown."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import orjson
import pytest

from habarshy.stack.addresses import KafkaAddress
from habarshy.topology.wire import Wire
from schemas.topology import Right

HABARSHY = Path(sys.executable).parent / "habarshy"


@dataclass(frozen=True)
class Shell:
    """The command, told of the broker by its environment."""

    environment: dict[str, str]
    secrets: Path

    def __call__(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        call = [str(HABARSHY), "topology", *arguments, "--directory", "sample", "--secrets", str(self.secrets)]
        return subprocess.run(call, env=self.environment, capture_output=True, text=True, timeout=60, check=False)


@pytest.fixture
def shell(own_kafka: KafkaAddress, tmp_path: Path) -> Shell:
    said = {
        "HABARSHY_KAFKA": own_kafka.bootstrap,
        "HABARSHY_KAFKA_USER": own_kafka.user or "",
        "HABARSHY_KAFKA_PASSWORD": own_kafka.password or "",
        "HABARSHY_KAFKA_CA": str(own_kafka.ca),
        "HABARSHY_LANG": "en",
    }
    return Shell({**os.environ, **said}, tmp_path / "secrets")


def test_plan_changes_nothing_apply_changes_everything_and_check_agrees(shell: Shell, wire: Wire) -> None:
    before = wire.rights()
    planned = shell("plan")
    assert (planned.returncode, wire.rights()) == (0, before)
    assert shell("check").returncode == 1

    applied = shell("apply")
    assert applied.returncode == 0, applied.stderr
    assert [shell("check").returncode, orjson.loads(shell("apply", "--json").stdout)["steps"]] == [0, []]

    passwords = [path.read_text().strip() for path in shell.secrets.iterdir()]
    assert passwords
    assert not [word for word in passwords if word in applied.stdout + applied.stderr]


def test_check_fails_on_one_right_too_many_and_names_it(shell: Shell, wire: Wire) -> None:
    shell("apply")
    wire.add_rights([Right("relay", "topic", "outbox.", "prefixed", "read")])
    checked = shell("check", "--json")

    assert checked.returncode == 1
    assert orjson.loads(checked.stdout)["steps"] == [
        {
            "step": "remove-right",
            "user": "relay",
            "resource": "topic",
            "name": "outbox.",
            "pattern": "prefixed",
            "operation": "read",
            "permission": "allow",
            "host": "*",
        }
    ]
    wire.remove_rights([Right("relay", "topic", "outbox.", "prefixed", "read")])


def test_a_user_without_a_kept_password_is_said_so(shell: Shell) -> None:
    refused = shell("plan", "--as", "operator")

    assert refused.returncode == 1
    assert refused.stderr.startswith("HB-8110: There is no password of the user operator in ")
