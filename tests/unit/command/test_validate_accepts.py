"""`habarshy validate` accepts every packaged example, as a document and as a record."""

from pathlib import Path

import pytest

from schemas.codec import canonical
from schemas.examples import reading
from schemas.messages import registry
from tests.unit.command.saying import SOUND, document, record, written
from tests.unit.command.terminal import LANGUAGES, Terminal


@pytest.mark.parametrize("name", [*reading.names(), *reading.story_names()])
def test_every_example_is_sound_as_it_is_printed(name: str, habarshy: Terminal) -> None:
    printed = habarshy("example", name).out

    answer = habarshy("validate", "-", stdin=printed.encode())

    assert (answer.exit_code, answer.out) == (0, "")
    assert answer.err.startswith("Sound: ")


@pytest.mark.parametrize("name", reading.names())
def test_every_example_is_sound_as_the_lines_of_a_record(name: str, habarshy: Terminal) -> None:
    printed = habarshy("example", name, "--record").out

    answer = habarshy("validate", "-", stdin=printed.encode())

    assert printed.count("\n") in (1, 2)
    assert (answer.exit_code, answer.out) == (0, "")
    assert answer.err.startswith("Sound: ")


@pytest.mark.parametrize("name", reading.story_names())
def test_a_sound_story_says_how_many_messages_it_has(name: str, habarshy: Terminal) -> None:
    answer = habarshy("validate", "-", stdin=habarshy("example", name).out.encode())

    assert answer.err.endswith(f", {len(reading.story(name).steps)} messages.\n")


def test_a_file_is_read_by_its_name(habarshy: Terminal, tmp_path: Path) -> None:
    file = tmp_path / "notice.json"
    file.write_bytes(written(document()))

    assert habarshy("validate", str(file)).exit_code == 0


def test_an_envelope_alone_is_understood(habarshy: Terminal) -> None:
    envelope = reading.example("detention-protocol-drawn-at-night").envelope

    assert habarshy("validate", "-", stdin=written(envelope)).exit_code == 0


@pytest.mark.parametrize("ending", [b"", b"\n"], ids=["no line feed", "line feed"])
def test_a_record_may_end_with_a_line_feed(ending: bytes, habarshy: Terminal) -> None:
    line, body = record(document())

    assert habarshy("validate", "-", stdin=line + b"\n" + body + ending).exit_code == 0


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_sound_is_said_with_its_kind_and_name(language: str, habarshy: Terminal) -> None:
    answer = habarshy("validate", "-", "--lang", language, stdin=written(document()))

    expected = {"en": "Sound: notice", "kk": "Дұрыс: ", "ru": "Верно: "}
    assert answer.err.startswith(expected[language])
    assert answer.err.endswith(" detention.prosecutor-notice.\n")


def test_the_canonical_form_is_that_of_the_record(habarshy: Terminal) -> None:
    answer = habarshy("validate", "-", "--canonical", stdin=habarshy("example", SOUND).out.encode())

    line = answer.out.encode().removesuffix(b"\n")
    assert canonical.encode(registry.read_envelope(line)) == line == record(document())[0]


@pytest.mark.parametrize("name", reading.names())
def test_the_canonical_form_is_sound_again(name: str, habarshy: Terminal) -> None:
    said = reading.example(name).model_dump(mode="json", exclude_none=True)
    shown = habarshy("validate", "-", "--canonical", stdin=written(said)).out.encode()

    answer = habarshy("validate", "-", "--canonical", stdin=shown + record(said)[1])

    assert answer.exit_code == 0
    assert answer.out.encode() == shown


def test_a_sound_message_is_said_to_a_program(habarshy: Terminal) -> None:
    answer = habarshy("validate", "-", "--json", stdin=written(document()))

    assert answer.document == {"sound": True, "findings": []}


def test_json_and_the_canonical_form_together_stay_one_document(habarshy: Terminal) -> None:
    answer = habarshy("validate", "-", "--json", "--canonical", stdin=written(document()))

    assert answer.document["sound"] is True
