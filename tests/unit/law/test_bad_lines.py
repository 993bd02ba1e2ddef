"""A line that cannot be answered is answered by its error, and whatever comes is answered."""

from typing import Any, Final

import orjson
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from schemas.texts import LANGUAGES
from services.law.deadline_lines import Answering
from tests.unit.law.asked import ANSWERING, EVENT, HOURS, RULES, answer


def error(**fields: Any) -> str:  # noqa: ANN401 - whatever JSON can say
    code: str = answer(**fields)["error"]["code"]
    return code


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (b"{", "HB-7101"),
        (b'{"id": "\xff"}', "HB-7101"),
        (b"[" * 100_000, "HB-7101"),
        (b"\x00", "HB-7101"),
        (b'{"id": NaN}', "HB-7101"),
        (b"null", "HB-7102"),
        (b"[]", "HB-7102"),
    ],
    ids=["broken", "not UTF-8", "deep", "a zero byte", "no number", "null", "a list"],
)
def test_a_line_that_is_no_object_is_answered_without_an_id(line: bytes, code: str) -> None:
    said = orjson.loads(ANSWERING.answer(line))

    assert set(said) == {"id", "error"}
    assert (said["id"], said["error"]["code"], set(said["error"])) == (None, code, {"code", "message"})


@pytest.mark.parametrize("known", [True, 1.5, [], {}, 10**30])
def test_an_id_that_no_answer_could_repeat_exactly_is_refused(known: object) -> None:
    said = orjson.loads(ANSWERING.answer(b'{"id": %s}' % str(known).lower().encode()))

    assert (said["id"], said["error"]["code"]) == (None, "HB-7115")


WRONG: Final[tuple[tuple[dict[str, Any], str], ...]] = (
    ({}, "HB-7118"),
    ({"duty": "detention.protocol", "term": HOURS}, "HB-7111"),
    ({"duty": "no.such-duty", "event": EVENT}, "HB-6005"),
    ({"duty": 5, "event": EVENT}, "HB-7105"),
    ({"duty": "detention.protocol"}, "HB-7104"),
    ({"term": HOURS, "event": 5}, "HB-7106"),
    ({"term": HOURS, "event": "yesterday"}, "HB-7106"),
    ({"term": HOURS, "event": "2024-04-30T05:00Z"}, "HB-7106"),
    ({"term": HOURS, "event": "2024-04-30T24:00:00Z"}, "HB-7106"),
    ({"term": HOURS, "event": "2024-02-30T05:00:00Z"}, "HB-7106"),
    ({"term": HOURS, "event": "2024-04-30T05:00:00+05"}, "HB-7106"),
    ({"term": HOURS, "event": "2024-04-30T05:00:00,5Z"}, "HB-7106"),
    ({"term": HOURS, "event": "2024-04-30T05:00:00Z\n"}, "HB-7106"),
    ({"term": HOURS, "event": "２０２４-04-30"}, "HB-7106"),
    ({"term": HOURS, "event": "20240430"}, "HB-7106"),
    ({"term": HOURS, "event": "2024-04-30T05:00:00"}, "HB-7107"),
    ({"term": HOURS, "event": "2024-04-30T05:00:00.0000001Z"}, "HB-7108"),
    ({"term": HOURS, "event": "1899-12-31"}, "HB-7109"),
    ({"term": HOURS, "event": "2200-01-01T00:00:00Z"}, "HB-7109"),
    ({"term": HOURS, "event": "2024-02-30"}, "HB-7110"),
    ({"term": HOURS, "event": EVENT, "zone": "Asia/Atlantis"}, "HB-5151"),
    ({"term": HOURS, "event": EVENT, "zone": "../etc/passwd"}, "HB-5151"),
    ({"term": HOURS, "event": EVENT, "zone": 6}, "HB-7105"),
    ({"term": "hours", "event": EVENT}, "HB-7114"),
    ({"term": {}, "event": EVENT}, "HB-7104"),
    ({"term": {"unit": "weeks", "value": 1}, "event": EVENT}, "HB-7113"),
    ({"term": {"unit": ["hours"], "value": 1}, "event": EVENT}, "HB-7113"),
    ({"term": {"unit": "hours"}, "event": EVENT}, "HB-7104"),
    ({"term": {"unit": "hours", "value": "1"}, "event": EVENT}, "HB-7112"),
    ({"term": {"unit": "hours", "value": True}, "event": EVENT}, "HB-7112"),
    ({"term": {"unit": "hours", "value": 1.0}, "event": EVENT}, "HB-7112"),
    ({"term": {"unit": "hours", "value": 0}, "event": EVENT}, "HB-7112"),
    ({"term": {"unit": "hours", "value": 1_000_001}, "event": EVENT}, "HB-7112"),
    ({"term": {"unit": "working-days", "value": 3_661}, "event": EVENT}, "HB-7112"),
    ({"term": {**HOURS, "direction": "sideways"}, "event": EVENT}, "HB-7113"),
    ({"term": {"unit": "periodic"}, "event": EVENT}, "HB-7104"),
    ({"term": {"unit": "periodic", "every": "year"}, "event": EVENT}, "HB-7113"),
    ({"term": {"unit": "periodic", "every": "day", "due_day_of_next_month": 29}, "event": EVENT}, "HB-7112"),
    ({"term": {"unit": "tauliq", "value": 1_000_000, "direction": "before"}, "event": EVENT}, "HB-7117"),
    ({"term": {"unit": "working-days", "value": 300}, "event": "2199-12-01"}, "HB-5104"),
    ({"term": {"unit": "periodic", "every": "day"}, "period": "2024"}, "HB-7119"),
    ({"term": {"unit": "periodic", "every": "day"}, "period": 2024}, "HB-7114"),
    ({"term": {"unit": "periodic", "every": "day"}, "period": {"start": "2024-01-01"}}, "HB-7104"),
    ({"term": {"unit": "periodic", "every": "day"}, "period": {"start": "2024-01-02", "end": "2024-01-01"}}, "HB-7116"),
    ({"term": {"unit": "periodic", "every": "day"}, "period": {"start": "2024-01-01", "end": EVENT}}, "HB-7110"),
    ({"duty": "detention.protocol", "period": {"start": "2024-01-01", "end": "2024-01-01"}}, "HB-7104"),
    ({"duty": "detention.court-decision-or-release", "event": EVENT, "attributes": 48}, "HB-7114"),
    (
        {"duty": "detention.court-decision-or-release", "event": EVENT, "attributes": {"case_term_hours": "48"}},
        "HB-7112",
    ),
)


@pytest.mark.parametrize(("fields", "code"), WRONG)
def test_a_bad_line_is_answered_by_its_error(fields: dict[str, Any], code: str) -> None:
    assert error(id="x", **fields) == code
    assert answer(id="x", **fields)["id"] == "x"


@pytest.mark.parametrize(("fields", "code"), WRONG)
@pytest.mark.parametrize("language", LANGUAGES)
def test_an_error_is_a_whole_sentence_in_every_language(fields: dict[str, Any], code: str, language: str) -> None:
    answering = Answering(RULES, language)  # type: ignore[arg-type] # one of the languages

    message = orjson.loads(answering.answer(orjson.dumps(fields)))["error"]["message"]

    assert "<" not in message, code
    assert message.endswith((".", "күн: 2024-04-30."))


json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**60), 2**60) | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
names = st.sampled_from(["id", "duty", "event", "zone", "term", "period", "attributes"])
sensible = st.fixed_dictionaries(
    {},
    optional={
        "duty": st.sampled_from(sorted(RULES.catalogue.duties_by_code)),
        "event": st.sampled_from([EVENT, "2024-02-29", "2199-12-31", "1900-01-01"]),
        "term": st.fixed_dictionaries(
            {"unit": st.sampled_from(["hours", "working-days", "periodic", "none", "calendar-months"])},
            optional={
                "value": json_values | st.integers(1, 3_660),
                "every": st.just("month"),
                "direction": st.just("before"),
            },
        ),
        "zone": st.sampled_from(["Asia/Almaty", "UTC", "Z"]),
        "period": st.just({"start": "2024-01-01", "end": "2024-01-31"}) | json_values,
    },
)


@given(st.dictionaries(names, json_values), sensible)
@example({}, {"term": {"unit": "calendar-months", "value": 3_660, "direction": "before"}, "event": "1900-01-01"})
def test_whatever_comes_is_answered_by_a_deadline_or_by_an_error(noise: dict[str, Any], sense: dict[str, Any]) -> None:
    said = orjson.loads(ANSWERING.answer(orjson.dumps(noise | sense)))

    assert set(said) in ({"id", "deadline", "basis", "provisional"}, {"id", "error"})


@given(st.binary(max_size=80))
def test_whatever_bytes_come_are_answered(line: bytes) -> None:
    assert "id" in orjson.loads(ANSWERING.answer(line))
