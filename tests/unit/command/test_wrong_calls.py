"""A call that is not understood is answered with its code, its exit code, and what was perhaps meant, in three languages."""

import re
from pathlib import Path

import pytest

from habarshy.command import program
from tests.unit.command.saying import document, written
from tests.unit.command.terminal import LANGUAGES, Terminal

WRONG: dict[str, tuple[tuple[str, ...], str, int]] = {
    "unknown command": (("nope",), "HB-6001", program.WRONG_CALL),
    "unknown command of a group": (("schema", "nope"), "HB-6001", program.WRONG_CALL),
    "unknown option": (("duties", "--nope"), "HB-6002", program.WRONG_CALL),
    "unknown option of the program": (("--nope",), "HB-6002", program.WRONG_CALL),
    "argument missing": (("duty",), "HB-6003", program.WRONG_CALL),
    "folder missing": (("schema", "export"), "HB-6003", program.WRONG_CALL),
    "year missing": (("calendar",), "HB-6003", program.WRONG_CALL),
    "calendar missing": (("calendar", "diff", "packaged"), "HB-6003", program.WRONG_CALL),
    "unknown family": (("duties", "--family", "nope"), "HB-6004", program.WRONG_CALL),
    "unknown tier": (("duties", "--tier", "nope"), "HB-6004", program.WRONG_CALL),
    "unknown sender": (("duties", "--sender", "nope"), "HB-6004", program.WRONG_CALL),
    "unknown publisher": (("facts", "--by", "nope"), "HB-6004", program.WRONG_CALL),
    "unknown fact": (("example", "--about", "custody.nope"), "HB-6004", program.WRONG_CALL),
    "unknown type": (("example", "--type", "nope"), "HB-6004", program.WRONG_CALL),
    "no instant": (("agencies", "--at", "nope"), "HB-6004", program.WRONG_CALL),
    "no year": (("calendar", "nope"), "HB-6004", program.WRONG_CALL),
    "unknown shell": (("completion", "nope"), "HB-6004", program.WRONG_CALL),
    "unknown duty": (("duty", "nope"), "HB-6005", program.NOT_FOUND),
    "unknown agency": (("agency", "nope"), "HB-6007", program.NOT_FOUND),
    "unknown example": (("example", "nope"), "HB-6008", program.NOT_FOUND),
    "unknown code": (("explain", "9999"), "HB-6009", program.NOT_FOUND),
    "unknown year": (("calendar", "2050"), "HB-5111", program.NOT_FOUND),
    "missing file": (("validate", "nope.json"), "HB-6010", program.FILES),
    "too many arguments": (("duty", "a", "b"), "HB-6013", program.WRONG_CALL),
    "option without its value": (("duties", "--family"), "HB-6014", program.WRONG_CALL),
}


@pytest.mark.parametrize("case", WRONG)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_wrong_call_is_answered_with_its_code(case: str, language: str, habarshy: Terminal) -> None:
    arguments, code, exit_code = WRONG[case]

    answer = habarshy("--lang", language, *arguments)

    assert (answer.exit_code, answer.out) == (exit_code, "")
    assert answer.err.startswith(f"{code}: ")
    assert answer.err.count("\n") == 1


@pytest.mark.parametrize("case", WRONG)
def test_a_wrong_call_is_said_differently_in_each_language(case: str, habarshy: Terminal) -> None:
    said = {habarshy("--lang", language, *WRONG[case][0]).err for language in LANGUAGES}

    assert len(said) == len(LANGUAGES)


@pytest.mark.parametrize("case", WRONG)
@pytest.mark.parametrize("language", ["kk", "ru"])
def test_no_english_sentence_is_mixed_into_another_language(case: str, language: str, habarshy: Terminal) -> None:
    said = habarshy("--lang", language, *WRONG[case][0]).err.replace("No such file or directory", "")

    assert re.findall(r"[A-Za-z]{3,}(?: [A-Za-z]{3,}){2,}", re.sub(r"`[^`]*`", "", said)) == []


def test_the_reason_of_the_operating_system_is_said_too(habarshy: Terminal) -> None:
    assert "nope.json" in habarshy("validate", "nope.json").err


MEANT = {
    "command": (("dutys",), "duty"),
    "command below another": (("schema", "exprt"), "export"),
    "option": (("duties", "--famly", "detention"), "--family"),
    "family": (("duties", "--family", "detentoin"), "detention"),
    "role": (("duties", "--sender", "investigater"), "investigator"),
    "fact": (("example", "--about", "custody.protocol-draw"), "custody.protocol-drawn"),
    "type": (("example", "--type", "notise"), "notice"),
    "duty": (("duty", "detention.prosecutor-notise"), "detention.prosecutor-notice"),
    "part of a duty's code": (("duty", "prosecutor-notice"), "detention.prosecutor-notice"),
    "agency": (("agency", "prosecutor-bostandik"), "prosecutor-bostandyk"),
    "example": (("example", "prosecutor-told-of-a-detenton"), "prosecutor-told-of-a-detention"),
    "code": (("explain", "HB-21044"), "HB-2104"),
}
DID_YOU_MEAN = {"en": "Did you mean: ", "kk": "Мүмкін мынау: ", "ru": "Возможно, вы имели в виду: "}


@pytest.mark.parametrize("case", MEANT)
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_was_perhaps_meant_is_named(case: str, language: str, habarshy: Terminal) -> None:
    arguments, meant = MEANT[case]

    said = habarshy("--lang", language, *arguments).err

    assert DID_YOU_MEAN[language] in said
    assert meant in said.split(DID_YOU_MEAN[language])[1].split("?")[0].split(", ")


def test_nothing_is_guessed_where_nothing_is_like_it(habarshy: Terminal) -> None:
    assert "Did you mean" not in habarshy("duty", "xyzzy").err


@pytest.mark.parametrize("arguments", [("duties", "--tier", "nope"), ("duties", "--family", "xyzzy")])
def test_where_nothing_is_like_it_the_choices_are_listed(arguments: tuple[str, ...], habarshy: Terminal) -> None:
    said = habarshy(*arguments).err

    assert "It is one of: " in said
    assert ("limit" in said) or ("weapons" in said)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_no_instant_is_answered_with_how_one_looks(language: str, habarshy: Terminal) -> None:
    assert "2026-08-01T09:00:00+05:00" in habarshy("agencies", "--at", "tomorrow", "--lang", language).err


def test_the_value_that_does_not_fit_is_named_and_no_other(habarshy: Terminal) -> None:
    assert 'The value "tomorrow" does not fit --at.' in habarshy("agencies", "--search", "row", "--at", "tomorrow").err


def test_a_missing_argument_is_named_as_the_help_names_it(habarshy: Terminal) -> None:
    assert "FOLDER" in habarshy("schema", "export").err
    assert "FOLDER" in habarshy("schema", "export", "--help").out


@pytest.mark.parametrize("language", LANGUAGES)
def test_our_own_fault_is_said_as_ours(language: str, habarshy: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails() -> None:
        raise RuntimeError("planted")

    monkeypatch.setattr("schemas.catalogue.loading.load", fails)

    answer = habarshy("duties", "--lang", language)

    assert answer.exit_code == program.OUR_FAULT
    assert answer.err.startswith("HB-9002: ")
    assert "RuntimeError: planted" in answer.err


def test_our_own_fault_is_shown_whole_to_who_looks_for_it(habarshy: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails() -> None:
        raise RuntimeError("planted")

    monkeypatch.setenv("HABARSHY_DEBUG", "1")
    monkeypatch.setattr("schemas.catalogue.loading.load", fails)

    with pytest.raises(RuntimeError, match="planted"):
        habarshy("duties")


def test_the_exit_codes_are_those_that_are_documented(habarshy: Terminal, tmp_path: Path) -> None:
    calls = {
        0: habarshy("validate", "-", stdin=written(document())),
        1: habarshy("validate", "-", stdin=b"no message"),
        2: habarshy("nope"),
        3: habarshy("duty", "nope"),
        4: habarshy("validate", str(tmp_path)),
    }

    assert {expected: answer.exit_code for expected, answer in calls.items()} == {number: number for number in calls}
