"""What becomes of a law whose files cannot be read, or say what YAML likes to misread."""

import shutil

import pytest

from schemas import yaml_text
from schemas.unreadable import UnreadableError
from tests.unit.catalogue.law_folder import LawFolder, places

OFFICE = "duties/office.yaml"
DUTY = f"{OFFICE}: duty office.removal-executed"


def test_a_faithful_copy_loads_as_the_same_law(law: LawFolder) -> None:
    assert law.findings() == ()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        pytest.param("- code: [unclosed\n", "HB-3001", id="broken"),
        pytest.param("- code:\t: {\n", "HB-3001", id="tabs"),
        pytest.param("- code: *nothing\n", "HB-3001", id="unknown alias"),
        pytest.param("- code: !!python/name:os.system x\n", "HB-3001", id="a tag of python"),
        pytest.param("- code: 2026-13-45\n", "HB-3001", id="a date that is none"),
        pytest.param("- [a, b]: c\n", "HB-3001", id="a list as a key"),
        pytest.param('- code: !!int "many"\n', "HB-3001", id="a tag that its value belies"),
        pytest.param("- code: office.one\n  tier: notice\n  tier: limit\n", "HB-3002", id="a key twice"),
        pytest.param("- {code: office.one, code: office.two}\n", "HB-3002", id="a key twice in braces"),
        pytest.param("code: office.one\n", "HB-3003", id="an object"),
        pytest.param("office.one\n", "HB-3003", id="a word"),
        pytest.param("# nothing yet\n", "HB-3003", id="only a comment"),
    ],
)
def test_a_file_that_is_no_list_of_entries_is_named(law: LawFolder, text: str, code: str) -> None:
    law.write(OFFICE, text)

    assert places(law.findings()) == [(code, OFFICE)]


def test_a_doubled_key_is_named_with_its_line(law: LawFolder) -> None:
    law.reword(OFFICE, "  tier: notice\n", "  tier: notice\n  tier: notice\n")

    (finding,) = law.findings()

    assert (finding.code, finding.where) == ("HB-3002", OFFICE)
    assert finding.particulars == {"what": "the key 'tier' stands twice, at line 3"}


@pytest.mark.parametrize("row", ["words", "7", "[a, b]", "null"])
def test_an_entry_that_is_no_object_is_named_by_its_number(law: LawFolder, row: str) -> None:
    law.write(OFFICE, f"- {row}\n")

    assert places(law.findings()) == [("HB-2124", f"{OFFICE}: duty number 1")]


def test_bytes_that_are_no_text_are_named(law: LawFolder) -> None:
    (law.root / OFFICE).write_bytes(b"- code: \xff\xfe\n")

    assert places(law.findings()) == [("HB-3001", OFFICE)]


@pytest.mark.parametrize("file", ["roles.yaml", "documents.yaml", "version.yaml"])
def test_a_missing_file_is_named_once(law: LawFolder, file: str) -> None:
    (law.root / file).unlink()

    assert places(law.findings()) == [("HB-3001", file)]


@pytest.mark.parametrize("part", ["facts", "duties"])
def test_a_missing_folder_is_named(law: LawFolder, part: str) -> None:
    shutil.rmtree(law.root / part)

    assert places(law.findings()) == [("HB-3001", part)]


@pytest.mark.parametrize("version", ["v1", "2026", "2026.1.1", "26.1"])
def test_a_version_of_another_form_is_refused(law: LawFolder, version: str) -> None:
    law.write("version.yaml", f'"{version}"\n')

    assert places(law.findings()) == [("HB-2108", "version.yaml")]


def test_a_version_written_as_a_number_is_refused(law: LawFolder) -> None:
    law.write("version.yaml", "2026\n")

    assert places(law.findings()) == [("HB-2103", "version.yaml")]


@pytest.mark.parametrize("word", ["yes", "no", "on", "off", "Yes", "NO", "On", "OFF", "y", "n"])
def test_words_that_look_like_truth_values_stay_words(word: str) -> None:
    assert yaml_text.value(f"- {word}\n", "words.yaml") == [word]


@pytest.mark.parametrize(("word", "meant"), [("true", True), ("false", False), ("True", True), ("FALSE", False)])
def test_true_and_false_are_truth_values(word: str, *, meant: bool) -> None:
    assert yaml_text.value(f"- {word}\n", "words.yaml") == [meant]


def test_a_yes_without_quotation_marks_is_the_same_value(law: LawFolder) -> None:
    law.reword("facts/weapons.yaml", "- 'yes'", "- yes")
    law.reword("facts/weapons.yaml", "- 'no'", "- no")

    assert law.findings() == ()
    assert law.loaded().fact_by_code["weapons.check-done"].attributes[0].model_dump()["values"] == (
        "yes",
        "no",
        "unknown",
    )


def test_a_true_where_a_word_belongs_is_refused(law: LawFolder) -> None:
    law.reword("facts/weapons.yaml", "- 'yes'", "- true")

    assert places(law.findings()) == [
        ("HB-2103", "facts/weapons.yaml: fact weapons.check-done: attributes/0/values/0"),
    ]


@pytest.mark.parametrize("number", ["true", "3:30", "3.5", "three"])
def test_a_term_takes_a_whole_number_and_nothing_that_yaml_makes_one_of(law: LawFolder, number: str) -> None:
    law.reword(OFFICE, "value: 3", f"value: {number}")

    assert places(law.findings()) == [("HB-2121", f"{DUTY}: term/value")]


def test_an_unreadable_text_says_where_and_what() -> None:
    with pytest.raises(UnreadableError, match=r"^law\.yaml: ") as caught:
        yaml_text.value("- [", "law.yaml")

    assert caught.value.code == "HB-3001"
    assert "\n" not in caught.value.what
