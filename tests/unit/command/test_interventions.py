"""`habarshy operator`, `quarantine replay` and `ledger erase` at the operators' desks, without any bus: who signs what, and what is refused there."""

import json
from pathlib import Path

import pytest

from habarshy.administering import documents
from habarshy.command import program
from services.administration import interventions, operators
from services.administration.interventions import Intervening
from services.keys import keyring
from tests.unit.command.terminal import LANGUAGES, Terminal

PLACE = "outbox.police-medeu/0/1/7"
MESSAGE = "police-medeu/019cc151-f5e0-7000-8000-000000000001"
REASON = ("--reason", "17/2026")


def key_of(habarshy: Terminal, folder: Path, name: str) -> str:
    answer = habarshy("operator", "enrol", name, "--network", "country", "--out", str(folder / name))
    assert answer.exit_code == 0, answer.err
    return str(folder / name / "keys.json")


def written(habarshy: Terminal, folder: Path, *said: str) -> Path:
    """Signed by the first operator."""
    paper = folder / "intervention.json"
    answer = habarshy(*said, *REASON, "--key", key_of(habarshy, folder, "first"), "--out", str(paper))
    assert answer.exit_code == 0, answer.err
    return paper


def test_an_operator_makes_a_key_that_proves_itself_and_stays(habarshy: Terminal, tmp_path: Path) -> None:
    keys = Path(key_of(habarshy, tmp_path, "first"))

    request = documents.key(keys.parent / "operator-key.json")
    ring = keyring.load(keys)
    assert (request.operator, request.public) == ("operator-first", ring.signers[0].public)
    assert operators.is_proved(request, network="country")
    assert keys.stat().st_mode & 0o777 == 0o600
    private = [one["private"] for one in json.loads(keys.read_bytes())["keys"]]
    assert private[0] not in (keys.parent / "operator-key.json").read_text(encoding="utf-8")


def test_a_second_call_makes_a_second_key_beside_the_first(habarshy: Terminal, tmp_path: Path) -> None:
    keys = key_of(habarshy, tmp_path, "first")
    key_of(habarshy, tmp_path, "first")
    assert len({one.key_id for one in keyring.load(Path(keys)).signers}) == 2


def test_a_folder_is_one_operators(habarshy: Terminal, tmp_path: Path) -> None:
    key_of(habarshy, tmp_path, "first")
    answer = habarshy("operator", "enrol", "second", "--network", "country", "--out", str(tmp_path / "first"))
    assert (answer.exit_code, "HB-8604" in answer.err) == (program.OBJECTIONS, True)


@pytest.mark.parametrize("said", [("quarantine", "replay", PLACE), ("ledger", "erase", MESSAGE)])
def test_two_operators_sign_one_after_the_other(habarshy: Terminal, tmp_path: Path, said: tuple[str, ...]) -> None:
    paper = written(habarshy, tmp_path, *said)
    second = key_of(habarshy, tmp_path, "second")
    before = paper.read_bytes()

    looked = habarshy("operator", "sign", str(paper), "--key", second)
    assert (looked.exit_code, paper.read_bytes()) == (0, before)
    assert ("17/2026" in looked.out, said[-1] in looked.out, "operator-first/sign-" in looked.out) == (True, True, True)

    assert habarshy("operator", "sign", str(paper), "--key", second, "--yes").exit_code == 0
    document = documents.intervention(paper)
    known = [documents.key(tmp_path / name / "operator-key.json") for name in ("first", "second")]
    Intervening(document, "country", known).check(document.asked.at)


def test_a_place_named_twice_is_one(habarshy: Terminal, tmp_path: Path) -> None:
    paper = written(habarshy, tmp_path, "quarantine", "replay", PLACE, PLACE)
    assert len(json.loads(paper.read_bytes())["asked"]["records"]) == 1


@pytest.mark.parametrize(
    "place", ["7", "outbox.police-medeu/0/1", "outbox.police-medeu/0/1/x", "a/b/c/d", "x/1/1/" + "9" * 30]
)
def test_what_is_no_place_is_a_wrong_call(habarshy: Terminal, place: str) -> None:
    answer = habarshy("quarantine", "replay", place, *REASON, "--key", "nowhere")
    assert (answer.exit_code, "topic/partition/generation/offset" in answer.err) == (program.WRONG_CALL, True)


@pytest.mark.parametrize("message", ["police-medeu", "police-medeu/7", "Police/019cc151-f5e0-7000-8000-000000000001"])
def test_what_names_no_message_is_a_wrong_call(habarshy: Terminal, message: str) -> None:
    assert habarshy("ledger", "erase", message, *REASON, "--key", "nowhere").exit_code == program.WRONG_CALL


@pytest.mark.parametrize("name", ["First", "900101300123", "a b", ""])
def test_an_operators_name_is_nobodys_own(habarshy: Terminal, name: str) -> None:
    assert habarshy("operator", "enrol", name, "--network", "country").exit_code == program.WRONG_CALL


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_reason_that_may_name_somebody_is_refused(habarshy: Terminal, tmp_path: Path, language: str) -> None:
    key = key_of(habarshy, tmp_path, "first")
    answer = habarshy("quarantine", "replay", PLACE, "--reason", "900101300123", "--key", key, "--lang", language)
    assert (answer.exit_code, answer.err[:7]) == (program.OBJECTIONS, "HB-2457")


def test_what_was_changed_or_is_none_is_not_read(habarshy: Terminal, tmp_path: Path) -> None:
    paper = written(habarshy, tmp_path, "quarantine", "replay", PLACE)
    key = str(tmp_path / "first" / "keys.json")
    paper.write_bytes(paper.read_bytes() + b" ")
    for path, code, exit_code in ((paper, "HB-1007", program.OBJECTIONS), (tmp_path / "no", "HB-8546", program.FILES)):
        answer = habarshy("operator", "sign", str(path), "--key", key, "--yes")
        assert (answer.exit_code, code in answer.err) == (exit_code, True), answer.err


def test_a_key_is_shown_before_it_is_admitted(habarshy: Terminal, tmp_path: Path) -> None:
    key_of(habarshy, tmp_path, "first")
    answer = habarshy("operator", "admit", str(tmp_path / "first" / "operator-key.json"))
    assert (answer.exit_code, "operator-first/sign-" in answer.out) == (0, True)
    assert "--yes" in answer.err


def test_who_signs_twice_signs_once(habarshy: Terminal, tmp_path: Path) -> None:
    paper = written(habarshy, tmp_path, "quarantine", "replay", PLACE)
    digest = interventions.digest(documents.intervention(paper).asked)
    habarshy("operator", "sign", str(paper), "--key", str(tmp_path / "first" / "keys.json"), "--yes")

    document = documents.intervention(paper)
    assert (len(document.signatures), interventions.digest(document.asked)) == (1, digest)
