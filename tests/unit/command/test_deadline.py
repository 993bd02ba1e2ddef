"""`habarshy deadline`: by when and why for a person, one document for a program, lines for a batch."""

import re
from pathlib import Path

import orjson
import pytest

from habarshy.command import streaming
from schemas.catalogue.catalogue import Catalogue
from tests.unit.command.terminal import LANGUAGES, Terminal

CODE = "juvenile.runaway-notice"
DAY = "2024-04-30"
each_language = pytest.mark.parametrize("language", LANGUAGES)


def flat(text: str) -> str:
    """The text without its line breaks, as the table wraps it."""
    return " ".join(text.split())


@each_language
def test_the_deadline_stands_first_with_its_weekday_and_offset(language: str, habarshy: Terminal) -> None:
    expected = {
        "en": "Deadline 04.05.2024 24:00 (Saturday, UTC+05:00)",
        "kk": "Мерзімінің соңы 04.05.2024 24:00 (сенбі, UTC+05:00)",
        "ru": "Срок истекает 04.05.2024 24:00 (суббота, UTC+05:00)",
    }

    out = habarshy("deadline", CODE, "--at", DAY, "--lang", language).out

    assert flat(out.splitlines()[1]) == expected[language]
    assert "2024-05-04T19:00:00Z" in out.splitlines()[2]


@each_language
def test_every_step_and_every_act_is_shown(language: str, habarshy: Terminal) -> None:
    document = habarshy("deadline", CODE, "--at", DAY, "--json").document

    out = flat(habarshy("deadline", CODE, "--at", DAY, "--lang", language).out)

    shown = [f"{number}. {flat(step['sentence'][language])}" for number, step in enumerate(document["steps"], start=1)]
    assert [text for text in shown if text not in out] == []
    assert [code for code in document["acts"] if f"{code} {flat(document['acts'][code][language])}" not in out] == []


@each_language
def test_the_law_behind_it_is_quoted_word_for_word(language: str, habarshy: Terminal, catalogue: Catalogue) -> None:
    duty = catalogue.duties_by_code[CODE][0]

    out = flat(habarshy("deadline", CODE, "--at", DAY, "--lang", language).out)

    assert all(f"«{flat(source.quote_kk)}»" in out for source in duty.sources)


@each_language
def test_our_reading_is_shown_where_there_is_one(language: str, habarshy: Terminal, catalogue: Catalogue) -> None:
    reading = catalogue.duties_by_code["weapons.check-report"][0].reading
    assert reading is not None

    out = flat(habarshy("deadline", "weapons.check-report", "--at", DAY, "--lang", language).out)

    assert flat(reading.model_dump()[language]) in out


def test_it_names_the_versions_of_all_that_it_rests_on(habarshy: Terminal) -> None:
    versions = habarshy("deadline", CODE, "--at", DAY, "--json").document["versions"]

    err = habarshy("deadline", CODE, "--at", DAY).err

    assert sorted(versions) == ["calendar", "catalogue", "policy", "zones"]
    assert [version for version in versions.values() if version not in err] == []


@each_language
def test_every_duty_can_be_asked(language: str, habarshy: Terminal, catalogue: Catalogue) -> None:
    for code in catalogue.duties_by_code:
        # 00:00 of this day ends a day, a month, a quarter and a half-year.
        answer = habarshy("deadline", code, "--at", "2024-07-01", "--lang", language)
        assert (answer.exit_code, re.search(r"[<>{}]|Error", answer.out)) == (0, None), code


@each_language
def test_a_target_is_shown_as_policy_wherever_it_stands(language: str, habarshy: Terminal) -> None:
    not_law = {"en": "not law", "kk": "заң емес", "ru": "не закон"}

    out = flat(habarshy("deadline", "detention.release", "--at", DAY, "--lang", language).out).casefold()

    assert out.count(not_law[language]) >= 4


@each_language
def test_a_provisional_deadline_says_so_on_its_face(language: str, habarshy: Terminal) -> None:
    loud = {"en": "PROVISIONAL", "kk": "АЛДЫН АЛА ЕСЕП", "ru": "ПРЕДВАРИТЕЛЬНО"}

    lines = habarshy("deadline", CODE, "--at", "2026-05-20", "--lang", language).out.splitlines()

    assert loud[language] in lines[3]


def test_an_operators_correction_makes_it_certain(habarshy: Terminal, tmp_path: Path) -> None:
    file = tmp_path / "order.yaml"
    text = {"en": "An order", "kk": "Бұйрық", "ru": "Приказ"}
    correction = {"version": "1", "act": {"code": "ORDER-1", "text": text}, "completes": [2026]}
    off = {"adds_off": [{"day": "2026-05-21", "name": text}]}
    file.write_bytes(orjson.dumps(correction | off))

    came = habarshy("deadline", CODE, "--at", "2026-05-20", "--override", str(file), "--json").document

    assert (came["deadline"], came["provisional"]) == ("2026-05-26T19:00:00Z", False)
    assert "ORDER-1" in came["acts"]


@pytest.mark.parametrize(
    ("arguments", "deadline"),
    [
        (["report.nature-quarterly", "--period", "2024-Q1"], "2024-04-05T19:00:00Z"),
        (["report.nature-quarterly", "--at", "2024-04-01"], "2024-04-05T19:00:00Z"),
        (["transfer.occupancy-report", "--period", "2024-02-29"], "2024-02-29T19:00:00Z"),
        (["transfer.ties-survey", "--period", "2024-H1"], "2024-06-30T19:00:00Z"),
        ([CODE, "--at", "2024-02-27T18:30:00Z", "--zone", "Asia/Aqtobe"], "2024-03-01T19:00:00Z"),
        ([CODE, "--zone", "UTC", "--at", "2024-04-30"], "2024-05-05T00:00:00Z"),
        ([CODE, "--at", "2024-04-30", "--zone", "UTC"], "2024-05-05T00:00:00Z"),
        (["custody.force-used-notice", "--at", DAY], None),
    ],
)
def test_a_program_is_given_the_deadline(arguments: list[str], deadline: str | None, habarshy: Terminal) -> None:
    assert habarshy("deadline", *arguments, "--json").document["deadline"] == deadline


def test_the_document_is_the_same_in_every_language(habarshy: Terminal) -> None:
    said = {habarshy("deadline", CODE, "--at", DAY, "--json", "--lang", language).out for language in LANGUAGES}

    assert len(said) == 1


@pytest.mark.parametrize(
    ("arguments", "code", "exit_code", "named"),
    [
        ([], "HB-6003", 2, "CODE"),
        ([CODE], "HB-6003", 2, "--at"),
        (["report.nature-quarterly"], "HB-6003", 2, "--period"),
        (["report.nature-quarterly", "--at", "2024-04-03"], "HB-6004", 2, "--period"),
        (["report.nature-quarterly", "--at", "2024-04-03", "--period", "2024-Q1"], "HB-6004", 2, "--at"),
        (["juvenile.runaway", "--at", DAY], "HB-6005", 3, CODE),
        ([CODE, "--at", "2024-04-30T10:00:00"], "HB-6004", 2, "--at"),
        ([CODE, "--at", "soon"], "HB-6004", 2, "--at"),
        ([CODE, "--at", "1800-01-01"], "HB-6004", 2, "--at"),
        ([CODE, "--at", DAY, "--zone", "Almaty"], "HB-6004", 2, "--zone"),
        ([CODE, "--period", "2024-Q1"], "HB-6004", 2, "--period"),
        (["report.nature-quarterly", "--period", "2024-03"], "HB-6004", 2, "2026-Q1"),
        (["report.nature-quarterly", "--period", "2024-Q5"], "HB-6004", 2, "2026-Q1"),
        ([CODE, "--at", DAY, "--override", "no/such/file"], "HB-6010", 4, "no/such/file"),
        (["--batch", CODE], "HB-6013", 2, "--help"),
        (["--batch", "--at", DAY], "HB-6013", 2, "--help"),
        (["--batch", "--zone", "UTC"], "HB-6013", 2, "--help"),
        (["--batch", "--json"], "HB-6013", 2, "--help"),
    ],
)
def test_a_wrong_call_names_what_is_wrong(
    arguments: list[str], code: str, exit_code: int, named: str, habarshy: Terminal
) -> None:
    answer = habarshy("deadline", *arguments)

    assert (answer.exit_code, answer.out) == (exit_code, "")
    assert answer.err.startswith(f"{code}: ")
    assert named in answer.err


def line(number: int) -> bytes:
    return orjson.dumps(
        {"id": number, "term": {"unit": "minutes", "value": number + 1}, "event": "2024-01-01T00:00:00Z"}
    )


def test_each_line_is_answered_in_order(habarshy: Terminal) -> None:
    answer = habarshy("deadline", "--batch", stdin=b"\n".join(line(number) for number in range(500)))

    assert (answer.exit_code, answer.err) == (0, "")
    assert [said["id"] for said in answer.lines] == list(range(500))
    assert answer.lines[59]["deadline"] == "2024-01-01T01:00:00Z"


def test_a_bad_line_is_answered_on_its_own_line_and_the_others_go_on(habarshy: Terminal) -> None:
    answer = habarshy("deadline", "--batch", stdin=b'{"id": 1\r\n\r\n  \n\xff\xfe\n' + line(7) + b"\r\n")

    assert answer.exit_code == 0
    assert [(said["id"], said.get("error", {}).get("code")) for said in answer.lines] == [
        (None, "HB-7101"),
        (None, "HB-7101"),
        (7, None),
    ]


def test_an_endless_line_is_answered_once_and_not_kept(habarshy: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streaming, "CHUNK", 1_000)
    endless = b'{"id": "' + b"x" * 3_000_000 + b'"}'

    answer = habarshy("deadline", "--batch", stdin=line(1) + b"\n" + endless + b"\n" + line(2))

    assert [said["id"] for said in answer.lines] == [1, None, 2]
    assert answer.lines[1]["error"]["code"] == "HB-7103"


@pytest.mark.parametrize("stdin", [b"", b"\n\n", b"   "])
def test_nothing_asked_is_nothing_answered(stdin: bytes, habarshy: Terminal) -> None:
    answer = habarshy("deadline", "--batch", stdin=stdin)

    assert (answer.exit_code, answer.out, answer.err) == (0, "", "")


@each_language
def test_the_batch_answers_the_same_in_every_language_but_for_the_messages(language: str, habarshy: Terminal) -> None:
    stdin = line(1) + b'\n{"id": 2}\n'

    first, second = habarshy("deadline", "--batch", "--lang", language, stdin=stdin).lines

    assert first == {"id": 1, "deadline": "2024-01-01T00:02:00Z", "basis": "law", "provisional": False}
    assert (second["id"], second["error"]["code"]) == (2, "HB-7118")
    beginning = {"en": "The line names", "kk": "Жолда duty", "ru": "В строке нет"}
    assert second["error"]["message"].startswith(beginning[language])


@pytest.mark.parametrize("size", [1, 7, 64, 1_000])
def test_lines_are_the_same_wherever_the_bytes_are_cut(
    size: int, habarshy: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    stdin = b"\n".join(line(number) for number in range(20)) + b"\n"
    expected = habarshy("deadline", "--batch", stdin=stdin).out

    monkeypatch.setattr(streaming, "CHUNK", size)

    assert habarshy("deadline", "--batch", stdin=stdin).out == expected
