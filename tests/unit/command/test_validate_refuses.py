"""`habarshy validate` refuses what is no message, with its code and its place, and never calls it our fault."""

from pathlib import Path
from typing import Any

import orjson
import pytest

from habarshy.command import program
from schemas.errors import registry
from tests.unit.command.saying import document, record, written
from tests.unit.command.terminal import LANGUAGES, Terminal

DRAWN_AT = "2026-03-05T21:10:00Z"
DEEP = b"[" * 900 + b"]" * 900
LINE, BODY = record(document())

# What is said, and the finding: its code and its place.
FIELDS: dict[str, tuple[dict[str, Any], str, str]] = {
    "missing field": (document(envelope={"sent_at": ...}), "HB-2101", "/envelope/sent_at"),
    "unknown field": (document(envelope={"colour": "red"}), "HB-2102", "/envelope/colour"),
    "unknown field of the body": (document(body={"colour": "red"}), "HB-2102", "/body/colour"),
    "missing content": (document(body={"protocol_number_and_time": ...}), "HB-2101", "/body/protocol_number_and_time"),
    "wrong role": (document(envelope={"as_role": "police"}), "HB-2302", "/envelope/as_role"),
    "unknown duty": (document(envelope={"name": "detention.nope"}), "HB-2203", "/envelope/name"),
    "instant without zone": (document(envelope={"sent_at": "2026-03-06T04:05:00"}), "HB-2107", "/envelope/sent_at"),
    "no instant": (document(envelope={"sent_at": "yesterday"}), "HB-2107", "/envelope/sent_at"),
    "instant of another age": (
        document(envelope={"sent_at": "1826-03-06T04:05:00Z"}),
        "HB-2107",
        "/envelope/sent_at",
    ),
    "instant of another duty": (
        document(envelope={"instants": {"protocol_drawn_at": DRAWN_AT, "found_at": DRAWN_AT}}),
        "HB-2318",
        "/envelope/instants/found_at",
    ),
    "clock missing": (document(envelope={"instants": ...}), "HB-2304", "/envelope/instants/protocol_drawn_at"),
    "explicit null": (document(envelope={"first_tried_at": None}), "HB-1020", "/envelope/first_tried_at"),
    "explicit null in the body": (document(body={"remarks": None}), "HB-1020", "/body/remarks"),
    "explicit default": (document(envelope={"attributes": {}}), "HB-1020", "/envelope/attributes"),
    "fraction": (document(envelope={"sent_at": 1.5}), "HB-1017", "/envelope/sent_at"),
    "body left out": ({**document(), "body": None}, "HB-1018", "/body"),
    "envelope of another kind": ({**document(), "envelope": 3}, "HB-2124", "/envelope"),
    "body of another kind": ({**document(), "body": 3}, "HB-2124", "/body"),
    "unknown part of the document": ({**document(), "colour": "red"}, "HB-2102", "/colour"),
    "step of a story": (
        {"steps": [document(), document(envelope={"colour": "red"})]},
        "HB-2102",
        "/steps/1/envelope/colour",
    ),
    "step of another kind": ({"steps": [document(), 3]}, "HB-2124", "/steps/1"),
    "steps of another kind": ({"steps": 3}, "HB-2123", "/steps"),
    "story without steps": ({"steps": []}, "HB-2118", "/steps"),
    "story of another kind": ({"story": 3, "steps": [document(), document()]}, "HB-2124", "/story"),
}


@pytest.mark.parametrize("case", FIELDS)
def test_a_field_that_is_wrong_is_named_with_its_place(case: str, habarshy: Terminal) -> None:
    said, code, where = FIELDS[case]

    answer = habarshy("validate", "-", "--json", stdin=written(said))

    found = [(finding["code"], finding["where"]) for finding in answer.document["findings"]]
    assert (answer.exit_code, found) == (program.OBJECTIONS, [(code, where)])


BYTES: dict[str, tuple[bytes, str]] = {
    "doubled key": (b'{"envelope": {"type": "fact", "type": "fact"}}', "HB-1016"),
    "NaN": (b'{"envelope": {"type": NaN}}', "HB-1005"),
    "number too large": (b'{"envelope": {"type": 12345678901234567890123}}', "HB-1017"),
    "deep nesting": (b'{"envelope": ' + DEEP + b"}", "HB-1006"),
    "deep nesting in a line": (b'{"envelope": ' + DEEP + b"}\n", "HB-1006"),
    "not JSON": (b"a notice to the prosecutor", "HB-1005"),
    "half a document": (written(document())[:-20], "HB-1005"),
    "empty": (b"", "HB-1005"),
    "only a line feed": (b"\n", "HB-1005"),
    "binary file": (bytes(range(256)), "HB-1004"),
    "Windows-1251": ("хабарлама".encode("koi8-r"), "HB-1004"),
    "list": (b"[]", "HB-6012"),
    "object without an envelope": (b"{}", "HB-6012"),
    "record with another end of line": (LINE + b"\r\n" + BODY, "HB-1007"),
    "record without its body": (LINE + b"\n", "HB-1018"),
    "record of three lines": (LINE + b"\n" + BODY + b"\n" + BODY, "HB-1003"),
    "record whose body is no JSON": (LINE + b"\nhello", "HB-1005"),
    "record whose body is a number": (LINE + b"\n3", "HB-2124"),
    "record whose body nests deeply": (LINE + b"\n" + DEEP, "HB-1006"),
    "record whose keys are not sorted": (written(document()["envelope"]) + b"\n" + BODY, "HB-1007"),
    "record sealed otherwise than announced": (
        LINE + b"\n" + written({"ciphertext": "", "nonce": "A" * 16, "wraps": []}),
        "HB-1014",
    ),
}


@pytest.mark.parametrize("case", BYTES)
def test_bytes_that_are_no_message_are_refused(case: str, habarshy: Terminal) -> None:
    content, code = BYTES[case]

    answer = habarshy("validate", "-", stdin=content)

    assert (answer.exit_code, answer.out) == (program.OBJECTIONS, "")
    assert answer.err.startswith(f"{code}: ")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["a folder", "a missing file"])
def test_what_cannot_be_read_is_a_matter_of_files(name: str, language: str, habarshy: Terminal, tmp_path: Path) -> None:
    path = str(tmp_path if name == "a folder" else tmp_path / "missing.json")

    answer = habarshy("validate", path, "--lang", language)

    assert (answer.exit_code, answer.out) == (program.FILES, "")
    assert answer.err.startswith("HB-6010: ")
    assert path in answer.err


def test_a_file_that_is_too_long_is_not_called_broken_json(habarshy: Terminal) -> None:
    answer = habarshy("validate", "-", stdin=b'{"envelope": {"type": "' + b"a" * 10_000_000 + b'"}}')

    assert answer.exit_code == program.OBJECTIONS
    assert answer.err.startswith("HB-6015: ")


SEVERAL = document(envelope={"sent_at": "yesterday", "colour": "red", "language": ...})


def test_several_findings_are_said_at_once(habarshy: Terminal) -> None:
    answer = habarshy("validate", "-", stdin=written(SEVERAL))

    lines = answer.err.splitlines()
    assert {line.split(":")[0] for line in lines} == {"HB-2101", "HB-2102", "HB-2107"}
    assert all(any(place in line for place in ("/sent_at: ", "/colour: ", "/language: ")) for line in lines)


def test_objections_of_the_law_are_said_together(habarshy: Terminal) -> None:
    said = document(envelope={"as_role": "police", "checklist": ["detention-carried-out"], "period": "2026-03"})

    answer = habarshy("validate", "-", "--json", stdin=written(said))

    assert {"HB-2302", "HB-2104", "HB-2319"} <= {finding["code"] for finding in answer.document["findings"]}


@pytest.mark.parametrize("language", ["en", "kk", "ru"])
def test_a_program_gets_each_finding_with_its_remedy(language: str, habarshy: Terminal) -> None:
    answer = habarshy("validate", "-", "--json", "--lang", language, stdin=written(SEVERAL))

    assert (answer.exit_code, answer.err, set(answer.document)) == (program.OBJECTIONS, "", {"sound", "findings"})
    assert answer.document["sound"] is False
    for finding in answer.document["findings"]:
        assert set(finding) == {"code", "where", "meaning", "remedy"}
        assert finding["remedy"] == registry.load()[finding["code"]].remedy.model_dump()[language]


def test_what_was_said_is_never_quoted(habarshy: Terminal) -> None:
    said = document(body={"person": {"family_name": "Үлгі\u202e", "iin": "not-a-number"}})

    answer = habarshy("validate", "-", stdin=written(said))

    assert answer.exit_code == program.OBJECTIONS
    assert "Үлгі" not in answer.err
    assert "not-a-number" not in answer.err


def test_an_objected_message_has_no_canonical_form(habarshy: Terminal) -> None:
    assert habarshy("validate", "-", "--canonical", stdin=written(SEVERAL)).out == ""


def test_no_document_however_broken_is_our_fault(habarshy: Terminal) -> None:
    """Every field of the document, of its envelope and of its body, holding in turn what it must not."""
    wrong: tuple[object, ...] = (3, "", "x", True, [], {}, [3], {"a": 3}, None)
    whole = document()
    exit_codes = {}
    for part in ("", "envelope", "body"):
        for name in whole[part] if part else whole:
            for value in wrong:
                said = {**whole, part: {**whole[part], name: value}} if part else {**whole, name: value}
                exit_codes[f"{part}/{name}={orjson.dumps(value).decode()}"] = habarshy(
                    "validate", "-", stdin=written(said)
                ).exit_code

    assert {case: code for case, code in exit_codes.items() if code not in (program.DONE, program.OBJECTIONS)} == {}
