"""`habarshy judge`: verdict and reasons for a person, one document for a program; lines for a batch stay as they are."""

import re
from pathlib import Path
from random import Random
from typing import Any, Final

import orjson
import pytest

from habarshy.command import program
from services.scenarios import judged_lines
from tests.oracles import scenarios, verdict_reader
from tests.unit.command.terminal import LANGUAGES, Terminal

each_language = pytest.mark.parametrize("language", LANGUAGES)
PROTOCOL: Final[dict[str, Any]] = {
    "n": 1,
    "kind": "fact",
    "name": "custody.protocol-drawn",
    "outbox_of": "police-a",
    "received_at": "2024-04-26T05:02:00Z",
    "occasion": "case-1",
    "message_id": "m1",
    "protocol_drawn_at": "2024-04-26T05:00:00Z",
}
NOTICE: Final[dict[str, Any]] = {
    "n": 2,
    "kind": "notice",
    "name": "detention.prosecutor-notice",
    "outbox_of": "police-a",
    "to": "prosecutor",
    "received_at": "2024-04-26T17:30:00Z",
    "occasion": "case-1",
    "message_id": "m2",
}


def scenario(*events: dict[str, Any]) -> dict[str, Any]:
    return {"id": "night", "zone": "Asia/Almaty", "as_of": "2024-05-20", "events": list(events)}


def written(said: Any) -> bytes:  # noqa: ANN401 - whatever JSON can say
    return orjson.dumps(said, option=orjson.OPT_INDENT_2)


LATE: Final = written(scenario(PROTOCOL, NOTICE))
MISDIRECTED: Final = written(scenario(PROTOCOL, {**NOTICE, "to": "court"}))


def flat(text: str) -> str:
    """The text without its line breaks, as the table wraps it."""
    return " ".join(text.split())


@each_language
def test_the_verdict_stands_first_and_the_deadline_in_local_time(language: str, habarshy: Terminal) -> None:
    expected = {
        "en": ("Verdict LATE", "Deadline 26.04.2024 22:00 (Friday, UTC+05:00)"),
        "kk": ("Баға КЕШ", "Мерзімінің соңы 26.04.2024 22:00 (жұма, UTC+05:00)"),
        "ru": ("Оценка С ОПОЗДАНИЕМ", "Срок истекает 26.04.2024 22:00 (пятница, UTC+05:00)"),
    }

    answer = habarshy("judge", "-", "--lang", language, stdin=LATE)

    shown = [flat(line) for line in answer.out.splitlines()]
    assert (answer.exit_code, shown[1], shown[3]) == (0, *expected[language])


@each_language
def test_every_step_of_the_explanation_is_shown(language: str, habarshy: Terminal) -> None:
    (obligation,) = habarshy("judge", "-", "--json", stdin=LATE).document["obligations"]

    out = flat(habarshy("judge", "-", "--lang", language, stdin=LATE).out)

    steps = obligation["steps"]
    shown = [f"{number}. {flat(step['sentence'][language])}" for number, step in enumerate(steps, start=1)]
    assert [text for text in shown if text not in out] == []


def test_a_file_says_the_same_as_what_is_piped_in(habarshy: Terminal, tmp_path: Path) -> None:
    file = tmp_path / "night.json"
    file.write_bytes(LATE)

    assert habarshy("judge", str(file)) == habarshy("judge", "-", stdin=LATE)


def test_the_document_says_what_the_batch_says_and_why(habarshy: Terminal) -> None:
    for seed in range(40):
        made = scenarios.scenario(Random(seed))  # noqa: S311 - the same seed must make the same scenario
        document = habarshy("judge", "-", "--json", stdin=written(made)).document
        (line,) = habarshy("judge", "--batch", stdin=orjson.dumps(made)).lines

        rows = [{key: row[key] for key in known} for row, known in _pairs(document, line)]
        told = [[(step["code"], step["particulars"]) for step in row["steps"]] for row in document["obligations"]]

        assert (document["id"], document["dispositions"], rows) == (
            line["id"],
            line["dispositions"],
            line["obligations"],
        )
        assert [verdict_reader.verdict(steps) for steps in told] == [row["verdict"] for row in rows]


def _pairs(document: dict[str, Any], line: dict[str, Any]) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    return list(zip(document["obligations"], line["obligations"], strict=True))


@each_language
def test_no_scenario_leaves_a_word_unfilled(language: str, habarshy: Terminal) -> None:
    for seed in range(60):
        made = scenarios.scenario(Random(seed))  # noqa: S311 - the same seed must make the same scenario
        answer = habarshy("judge", "-", "--lang", language, stdin=written(made))
        assert (answer.exit_code, re.search(r"[<>{}]|[a-z]_[a-z]", answer.out)) == (0, None), f"seed {seed}"


@each_language
def test_a_rejected_event_is_shown_with_what_its_sender_is_told(language: str, habarshy: Terminal) -> None:
    (finding,) = habarshy("judge", "-", "--json", stdin=MISDIRECTED).document["objections"]["2"]

    out = flat(habarshy("judge", "-", "--lang", language, stdin=MISDIRECTED).out)

    assert "REJECTED" in out
    assert f"HB-2303: /to: {flat(finding['meaning'][language])} {flat(finding['remedy'][language])}" in out


@pytest.mark.parametrize(
    ("events", "mark"),
    [
        ((PROTOCOL, NOTICE), "BREACH events: 1"),
        ((PROTOCOL, NOTICE, {"n": 3, "kind": "withdrawal", "withdraws": "m1"}), "disputed"),
        (({**PROTOCOL, "received_at": "2024-04-28T05:00:00Z"},), "could not have been met"),
    ],
)
def test_marks_stand_beside_the_verdict(events: tuple[dict[str, Any], ...], mark: str, habarshy: Terminal) -> None:
    common = {"outbox_of": "police-a", "received_at": "2024-04-27T05:00:00Z", "occasion": "case-1", "message_id": "m3"}
    said = scenario(*({**common, **event} for event in events))

    assert mark in habarshy("judge", "-", stdin=written(said)).out


def test_a_moved_deadline_says_its_version(habarshy: Terminal) -> None:
    earlier = {**PROTOCOL, "n": 3, "kind": "correction", "corrects": "m1", "message_id": "m3"}
    said = scenario(PROTOCOL, {**earlier, "protocol_drawn_at": "2024-04-26T04:00:00Z"})

    assert "26.04.2024 21:00 (Friday, UTC+05:00); version 2" in flat(habarshy("judge", "-", stdin=written(said)).out)


@each_language
def test_where_nothing_is_owed_it_is_said(language: str, habarshy: Terminal) -> None:
    answer = habarshy("judge", "-", "--lang", language, stdin=written(scenario()))

    assert (answer.exit_code, answer.out) == (0, "")
    assert len(answer.err.splitlines()) == 2, "that nothing is owed, and the versions"


def test_it_names_the_versions_of_all_that_it_rests_on(habarshy: Terminal) -> None:
    versions = habarshy("judge", "-", "--json", stdin=LATE).document["versions"]

    err = habarshy("judge", "-", stdin=LATE).err

    assert sorted(versions) == ["calendar", "catalogue", "policy", "zones"]
    assert [version for version in versions.values() if version not in err] == []


WRONG: Final[dict[str, tuple[bytes, str]]] = {
    "no JSON": (b"{", "HB-7101"),
    "no object": (b"[]", "HB-7102"),
    "nothing": (b"", "HB-7101"),
    "no instant to judge as of": (b'{"events": []}', "HB-7104"),
    "no events": (b'{"as_of": "2024-05-20"}', "HB-7104"),
    "an instant beyond all calendars": (b'{"as_of": "2200-01-01", "events": []}', "HB-7109"),
    "an id that is no name": (b'{"id": [], "as_of": "2024-05-20", "events": []}', "HB-7115"),
    "an event twice": (written(scenario(PROTOCOL, PROTOCOL)), "HB-7202"),
}


@each_language
@pytest.mark.parametrize("case", WRONG)
def test_what_is_no_scenario_is_objected_to(case: str, language: str, habarshy: Terminal) -> None:
    content, code = WRONG[case]

    answer = habarshy("judge", "-", "--lang", language, stdin=content)

    assert (answer.exit_code, answer.out) == (program.OBJECTIONS, "")
    assert answer.err.startswith(f"{code}: ")
    assert not re.search(r"(\w+): \1", answer.err), "the field is named once"


def test_a_scenario_that_is_too_long_is_not_read(habarshy: Terminal) -> None:
    answer = habarshy("judge", "-", stdin=b" " * (judged_lines.LINE_LIMIT + 1))

    assert (answer.exit_code, answer.out, answer.err[:7]) == (program.OBJECTIONS, "", "HB-7103")


@pytest.mark.parametrize(
    ("arguments", "code", "exit_code"),
    [
        (("judge",), "HB-6003", program.WRONG_CALL),
        (("judge", "--json"), "HB-6003", program.WRONG_CALL),
        (("judge", "-", "--batch"), "HB-6013", program.WRONG_CALL),
        (("judge", "--json", "--batch"), "HB-6013", program.WRONG_CALL),
        (("judge", "nope.json"), "HB-6010", program.FILES),
        (("judge", "/"), "HB-6010", program.FILES),
    ],
)
@each_language
def test_a_wrong_call_is_answered_with_its_code(
    arguments: tuple[str, ...], code: str, exit_code: int, language: str, habarshy: Terminal
) -> None:
    answer = habarshy(*arguments, "--lang", language)

    assert (answer.exit_code, answer.out) == (exit_code, "")
    assert answer.err.startswith(f"{code}: ")


def test_a_closed_input_says_that_it_cannot_be_read(monkeypatch: pytest.MonkeyPatch, habarshy: Terminal) -> None:
    monkeypatch.setattr("habarshy.command.streaming.sys.stdin", None)

    assert program.run(["judge", "-"]) == program.FILES
    assert habarshy("judge", "-", stdin=LATE).exit_code == 0


def test_a_batch_answers_each_line_on_its_own(habarshy: Terminal) -> None:
    good = orjson.dumps(scenario(PROTOCOL, NOTICE))

    first, second, third = habarshy("judge", "--batch", stdin=good + b"\n{\n" + good).lines

    assert first == third
    assert first["obligations"][0]["verdict"] == "late"
    assert second["error"]["code"] == "HB-7101"
