"""What a body may hold: something, documents that are what they say, texts that show what they say."""

import base64
import hashlib
from typing import Any

import pytest
from pydantic import BaseModel, ValidationError

from schemas.messages.body import INLINE_LIMIT, Attachment, Officer, Person
from schemas.messages.notices.custody import ForceUsedNotice, InjuryNotice
from schemas.messages.notices.detention import ProsecutorNotice
from schemas.messages.notices.protection import PropertyThreat
from schemas.messages.notices.sentence import PetitionToCourt
from schemas.messages.service_records.dv import ComplaintResult

PERSON = Person(family_name="Үлгі")
OFFICER = Officer(name="Үлгі")


def document(size: int = 3, **more: Any) -> dict[str, Any]:  # noqa: ANN401 - the fields of an attachment
    content = b"x" * size
    return {
        "name": "protocol.pdf",
        "media_type": "application/pdf",
        "size": size,
        "sha256": hashlib.sha256(content).hexdigest(),
        "content": base64.b64encode(content).decode(),
        **more,
    }


def code(error: pytest.ExceptionInfo[ValidationError]) -> str:
    return error.value.errors()[0]["type"]


def test_a_body_that_says_nothing_is_refused() -> None:
    with pytest.raises(ValidationError) as error:
        ForceUsedNotice()
    assert code(error) == "HB-2110"


def test_a_signature_alone_says_nothing() -> None:
    with pytest.raises(ValidationError) as error:
        ForceUsedNotice(signed_by=OFFICER)
    assert code(error) == "HB-2110"


@pytest.mark.parametrize(
    "said",
    [
        {"statement": "Special means were used."},
        {"person": PERSON},
        {"remarks": "See the file."},
        {"attachments": (Attachment.of("a", "text/plain", b"x"),)},
    ],
    ids=lambda said: next(iter(said)),
)
def test_a_body_that_says_one_thing_is_enough_where_the_law_names_no_content(said: dict[str, Any]) -> None:
    assert ForceUsedNotice(**said).checklist() == ()


def test_one_of_the_alternatives_is_enough_and_none_is_refused() -> None:
    assert PropertyThreat(threat="A stranger at the gate.").checklist() == ("threat",)
    with pytest.raises(ValidationError) as error:
        PropertyThreat(statement="Something happened.")
    assert code(error) == "HB-2104"


def test_a_confirmation_can_only_be_given() -> None:
    with pytest.raises(ValidationError) as error:
        ProsecutorNotice.model_validate(
            {"detention_carried_out": False, "protocol_number_and_time": {"number": "1", "drawn_at": "2026-03-05"}}
        )
    assert ("detention_carried_out",) in [detail["loc"] for detail in error.value.errors()]


def test_an_attachment_is_what_it_says() -> None:
    made = Attachment.of("protocol.pdf", "application/pdf", b"bytes")

    assert Attachment.model_validate(made.model_dump()) == made
    assert base64.b64decode(made.content or "") == b"bytes"


WRONG_DOCUMENTS = {
    "its size is another": (document() | {"size": 4}, "HB-2111"),
    "its digest is another": (document(sha256="0" * 64), "HB-2111"),
    "its bytes are others": (document(content=base64.b64encode(b"yyy").decode()), "HB-2111"),
    "its bytes are missing": (document(content=None), "HB-2112"),
    "its bytes are empty": (document(content=""), "HB-2111"),
    "it is one byte too large": (document(size=INLINE_LIMIT + 1), "HB-2112"),
    "it has no bytes": (document(size=0), "greater_than_equal"),
    "its digest has capital letters": (document(sha256="A" * 64), "string_pattern_mismatch"),
    "its base64 is broken": (document(content="eHh4="), "string_pattern_mismatch"),
    "its media type is none": (document(media_type="pdf"), "string_pattern_mismatch"),
    "its name has a line feed": (document(name="a\nb"), "string_pattern_mismatch"),
}


@pytest.mark.parametrize("case", WRONG_DOCUMENTS)
def test_an_attachment_is_refused_where(case: str) -> None:
    said, expected = WRONG_DOCUMENTS[case]

    with pytest.raises(ValidationError) as error:
        Attachment.model_validate(said)
    assert code(error) == expected


def test_an_attachment_may_be_as_large_as_the_limit() -> None:
    body = ForceUsedNotice(attachments=(Attachment.of("a", "text/plain", b"x" * INLINE_LIMIT),))

    assert sum(attachment.size for attachment in body.every_attachment()) == INLINE_LIMIT


def test_attachments_that_are_too_large_together_are_refused() -> None:
    half = Attachment.of("a", "text/plain", b"x" * (INLINE_LIMIT // 2 + 1))

    with pytest.raises(ValidationError) as error:
        ForceUsedNotice(attachments=(half, half))
    assert code(error) == "HB-2119"


def test_documents_that_the_law_demands_count_as_well() -> None:
    third = Attachment.of("a", "text/plain", b"x" * (INLINE_LIMIT // 3 + 1))

    with pytest.raises(ValidationError) as error:
        PetitionToCourt(petition=third, materials=(third,), personal_file=third)
    assert code(error) == "HB-2119"


def test_documents_that_the_law_demands_may_not_be_an_empty_list() -> None:
    one = Attachment.of("a", "text/plain", b"x")

    with pytest.raises(ValidationError) as error:
        PetitionToCourt(petition=one, materials=(), personal_file=one)
    assert code(error) == "too_short"


FORBIDDEN = {
    "null": "\u0000",
    "escape": "\u001b",
    "carriage return": "\r",
    "delete": "\u007f",
    "next line": "\u0085",
    "zero-width space": "\u200b",
    "right-to-left mark": "\u200f",
    "line separator": "\u2028",
    "right-to-left override": "\u202e",
    "right-to-left embedding": "\u202b",
    "right-to-left isolate": "\u2067",
    "pop of an isolate": "\u2069",
    "Arabic letter mark": "\u061c",
    "byte order mark": "\ufeff",
}


@pytest.mark.parametrize("mark", FORBIDDEN)
def test_a_mark_that_lets_a_text_show_what_it_does_not_say_is_refused(mark: str) -> None:
    with pytest.raises(ValidationError) as error:
        ForceUsedNotice(statement=f"before{FORBIDDEN[mark]}after")
    assert code(error) == "HB-2109"


@pytest.mark.parametrize("mark", FORBIDDEN)
def test_a_name_may_not_hold_such_a_mark_either(mark: str) -> None:
    with pytest.raises(ValidationError):
        Person(family_name=f"Үлгі{FORBIDDEN[mark]}Үлгі")


@pytest.mark.parametrize("text", ["", " ", "\n\t \n", "\u00a0"], ids=repr)
def test_a_text_of_spaces_only_is_refused(text: str) -> None:
    with pytest.raises(ValidationError):
        ForceUsedNotice(statement=text)
    with pytest.raises(ValidationError):
        Person(family_name=text)


def test_a_text_may_have_lines_and_a_line_may_not() -> None:
    assert ForceUsedNotice(statement="first\n\tsecond").statement == "first\n\tsecond"
    with pytest.raises(ValidationError):
        Person(family_name="first\nsecond")


@pytest.mark.parametrize("name", [" Үлгі", "Үлгі ", "\tҮлгі", "Үлгі\n"], ids=repr)
def test_a_line_has_no_spaces_at_its_ends(name: str) -> None:
    with pytest.raises(ValidationError):
        Person(family_name=name)


@pytest.mark.parametrize(("length", "fits"), [(1, True), (300, True), (301, False)])
def test_a_line_has_a_limit(length: int, *, fits: bool) -> None:
    assert _can_be_made(Person, {"family_name": "ү" * length}) == fits


@pytest.mark.parametrize(("length", "fits"), [(1, True), (20_000, True), (20_001, False)])
def test_a_text_has_a_limit(length: int, *, fits: bool) -> None:
    assert _can_be_made(ForceUsedNotice, {"statement": "ү" * length}) == fits


PERSONS: dict[str, tuple[dict[str, Any], bool]] = {
    "a family name": ({"family_name": "Үлгі"}, True),
    "nothing": ({}, False),
    "a given name only": ({"given_name": "Үлгі"}, False),
    "twelve digits": ({"family_name": "Үлгі", "iin": "000000000000"}, True),
    "eleven digits": ({"family_name": "Үлгі", "iin": "00000000000"}, False),
    "Arabic digits": ({"family_name": "Үлгі", "iin": "٠" * 12}, False),
    "digits with a line feed": ({"family_name": "Үлгі", "iin": "000000000000\n"}, False),
    "a country": ({"family_name": "Үлгі", "citizenship": "UZB"}, True),
    "a country of two letters": ({"family_name": "Үлгі", "citizenship": "UZ"}, False),
    "a country in small letters": ({"family_name": "Үлгі", "citizenship": "uzb"}, False),
    "a number for a name": ({"family_name": 3}, False),
    "an unknown field": ({"family_name": "Үлгі", "phone": "1"}, False),
}


@pytest.mark.parametrize("case", PERSONS)
def test_a_person_is_named_as_the_papers_name_one(case: str) -> None:
    said, fits = PERSONS[case]

    assert _can_be_made(Person, said) == fits


def test_a_service_record_says_who_was_told_and_by_whom() -> None:
    assert _can_be_made(ComplaintResult, {"told": PERSON, "told_by": OFFICER})
    assert not _can_be_made(ComplaintResult, {"told": PERSON})
    assert not _can_be_made(ComplaintResult, {"told_by": OFFICER})


def test_those_told_together_need_no_name() -> None:
    made = ComplaintResult.model_validate({"told": {"description": "Residents", "number": 40}, "told_by": OFFICER})

    assert made.told.model_dump() == {"description": "Residents", "number": 40}


def test_a_required_item_is_missed_by_its_name() -> None:
    with pytest.raises(ValidationError) as error:
        InjuryNotice.model_validate({"person": PERSON})
    assert {detail["loc"] for detail in error.value.errors() if detail["type"] == "missing"} == {
        ("injury_or_complaint",),
        ("institution",),
        ("found_when",),
    }


def _can_be_made(model: type[BaseModel], said: dict[str, Any]) -> bool:
    try:
        model.model_validate(said)
    except ValidationError:
        return False
    return True
