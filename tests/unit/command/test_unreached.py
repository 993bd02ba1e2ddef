"""A broker that is down, and a file that is not there: every command that needs them says so at once, by the same exit code."""

import shutil
import socket
from pathlib import Path

import pytest

from habarshy.command import program
from services.keys.keyring import Keyring
from tests.unit.command.saying import document, written
from tests.unit.command.terminal import LANGUAGES, Terminal
from tests.unit.producers import profiles

AGENCY = "investigation-bostandyk"
OF_AN_AGENCY = {
    "inbox": ("inbox",),
    "inbox --take": ("inbox", "--take"),
    "publish": ("publish", "MESSAGE"),
    "publish --preview": ("publish", "MESSAGE", "--preview"),
    "verify": ("verify", "RECORD"),
    "agency": ("agency", "police-medeu"),
    "agency rotate-key": ("agency", "rotate-key"),
}
OF_AN_OPERATOR = {
    "agency admit": ("agency", "admit", "REQUEST"),
    "agency admit --yes": ("agency", "admit", "REQUEST", "--yes"),
    "agency revoke-key": ("agency", "revoke-key", "police-medeu/sign-2026-03"),
    "agency deny": ("agency", "deny", "outbox.police-medeu"),
    "agency disable": ("agency", "disable", "police-medeu"),
}
RECORD = '{"topic": "inbox.x", "partition": 0, "offset": 0, "received_at": "2026-03-06T04:05:00Z", "key": "", "value": "", "headers": []}'


@pytest.fixture
def dead() -> str:
    """An address at which nobody listens."""
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        return f"127.0.0.1:{bound.getsockname()[1]}"


def files(folder: Path, habarshy: Terminal) -> dict[str, str]:
    habarshy("agency", "enrol", "police-medeu", "--network", "sandbox", "--out", str(folder))
    (folder / "record.json").write_text(RECORD, encoding="utf-8")
    (folder / "message.json").write_bytes(written(document(envelope={"sender": AGENCY})))
    return {
        "MESSAGE": str(folder / "message.json"),
        "RECORD": str(folder / "record.json"),
        "REQUEST": str(folder / "request.json"),
    }


def called(call: tuple[str, ...], folder: Path, habarshy: Terminal) -> tuple[str, ...]:
    names = files(folder, habarshy)
    return tuple(names.get(word, word) for word in call)


@pytest.mark.parametrize("case", OF_AN_AGENCY)
def test_an_agencys_command_says_that_no_broker_answers(
    case: str, dead: str, habarshy: Terminal, tmp_path: Path
) -> None:
    call = called(OF_AN_AGENCY[case], tmp_path, habarshy)
    path = profiles.written(tmp_path, bootstrap=[dead], agency=AGENCY)
    Keyring("sandbox", AGENCY).with_new("sign", "2026-03").with_new("seal", "2026-03").save(tmp_path / "keys.json")

    answer = habarshy(*call, "--profile", str(path))

    assert (answer.exit_code, answer.out) == (program.UNREACHED, "")
    assert answer.err.startswith(f"HB-8606: Nothing answers at {dead}.")


@pytest.mark.parametrize("case", OF_AN_OPERATOR)
def test_an_operators_command_says_that_no_broker_answers(
    case: str, dead: str, habarshy: Terminal, tmp_path: Path
) -> None:
    call = called(OF_AN_OPERATOR[case], tmp_path, habarshy)
    for principal in ("operator", "auditor"):
        (tmp_path / "bus" / principal).mkdir(parents=True)
        shutil.move(profiles.written(tmp_path, bootstrap=[dead], agency="bus"), tmp_path / "bus" / principal)

    answers = [habarshy(*call, "--operator", str(tmp_path / "bus"), "--lang", language) for language in LANGUAGES]

    assert {answer.exit_code for answer in answers} == {program.UNREACHED}
    assert all(answer.err.startswith("HB-8606") and "--yes" not in answer.err for answer in answers)


def test_an_administrator_is_told_the_same_of_a_broker_and_of_a_ledger(
    dead: str, habarshy: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HABARSHY_KAFKA", dead)

    topology = habarshy("topology", "plan", "--directory", "sample")
    ledger = habarshy("ledger", "migrate", "--ledger", f"postgresql://nobody@{dead}/x")

    assert [(a.exit_code, a.err[:7]) for a in (topology, ledger)] == [
        (program.UNREACHED, "HB-8101"),
        (program.UNREACHED, "HB-8501"),
    ]


def test_who_names_no_directory_where_no_bus_was_begun_is_told_what_to_name(
    dead: str, habarshy: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The brokers are not those of this machine's stack, so the bus that may lie beside it is not theirs."""
    monkeypatch.setenv("HABARSHY_KAFKA", dead)
    monkeypatch.delenv("HABARSHY_OPERATOR", raising=False)

    answers = [habarshy("topology", "check", "--lang", language) for language in LANGUAGES]

    assert [(answer.exit_code, answer.err[:7]) for answer in answers] == [(program.OBJECTIONS, "HB-8112")] * 3


@pytest.mark.parametrize("call", [("inbox",), ("publish", "-"), ("spool",), ("verify", "x"), ("agency", "rotate-key")])
def test_a_profile_that_is_not_there_is_a_file_that_cannot_be_read(call: tuple[str, ...], habarshy: Terminal) -> None:
    answer = habarshy(*call, "--profile", "nothing.json")

    assert (answer.exit_code, answer.err[:7]) == (program.FILES, "HB-8601")
