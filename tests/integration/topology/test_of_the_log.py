"""`habarshy topology` beside a bus: the reference log says who is there, and a folder that lacks somebody takes nothing from him unasked."""

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from habarshy.command import program
from habarshy.enrolment import demo
from habarshy.enrolment.demo import DemoBus
from habarshy.sandbox import sandbox
from habarshy.stack import stack as stacks
from habarshy.stack.settings import Settings
from habarshy.topology.wire import Wire
from tests.bus import now
from tests.topology import agency

CLOSED = "school-106-bostandyk"
"""In the sample it is closed today, and a sandbox enrols it all the same."""
ADMITTED = "agency.admitted"


@dataclass(frozen=True)
class Operator:
    bus: DemoBus
    wire: Wire
    folder: Path
    say: Callable[..., str]


@pytest.fixture
def operator(
    new_stack: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Operator:
    """A bus as the sandbox begins it, a folder with whom the sandbox enrolled, and an agency that was admitted later."""
    for name in ("HABARSHY_KAFKA", "HABARSHY_OPERATOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HABARSHY_STACK_HOME", str(new_stack.home))
    kafka = stacks.up(new_stack, now()).kafka
    known = sandbox.wanted((CLOSED,))
    rows = [version.model_dump(mode="json", exclude_none=True) for version in known]
    (tmp_path / "known.yaml").write_text(json.dumps(rows), encoding="utf-8")

    async def begun() -> DemoBus:
        made = await demo.begin(
            kafka, new_stack.home, network="sandbox", clock=now, alarm=lambda alarm: pytest.fail(str(alarm))
        )
        await demo.enrol(made, (*known, agency("admitted")))
        return made

    def say(*arguments: str, code: int = 0) -> str:
        answer = program.run(["topology", *arguments, "--lang", "en"])
        said = capsys.readouterr()
        assert answer == code, said.out + said.err
        return said.out + said.err

    return Operator(asyncio.run(begun()), Wire(kafka), tmp_path, say)


def test_the_log_says_who_is_there_and_a_folder_undoes_no_admission_unasked(operator: Operator) -> None:
    folder, say = str(operator.folder), operator.say
    assert "as the directory and the permission table want it" in say("check", "--as", "operator")
    assert f"agency.{CLOSED}" not in operator.wire.users()

    refused = say("apply", "--directory", folder, code=1)
    assert "HB-8113" in refused
    assert "admitted: admitted." in refused
    assert ADMITTED in operator.wire.users()

    say("apply", "--directory", folder, "--without-admitted-agencies")
    assert ADMITTED not in operator.wire.users()
    assert ADMITTED in say("check", code=1)

    assert str(operator.bus.operator.secrets.folder) in say("apply")
    assert ADMITTED in operator.wire.users()
    assert "Passwords of new users" not in say("apply")
    say("check")
