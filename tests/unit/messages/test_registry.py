"""Which key a record has, which versions and names are known, and which body belongs to which envelope."""

from typing import Any

import orjson
import pytest

from schemas.errors.tree import RefusedError
from schemas.examples import reading
from schemas.messages import registry
from tests.unit.messages.made import envelope_of


def line(said: dict[str, Any]) -> bytes:
    return orjson.dumps(said, option=orjson.OPT_SORT_KEYS)


def refusal(said: dict[str, Any]) -> tuple[str, str]:
    with pytest.raises(RefusedError) as refused:
        registry.read_envelope(line(said))
    return refused.value.first.code, refused.value.first.where


# By which field what belongs together stays in order; None: the bus itself.
KEYS: dict[str, str | None] = {
    **dict.fromkeys(
        (
            "fact",
            "notice",
            "service-record",
            "receipt",
            "correction",
            "withdrawal",
            "objection",
            "ruling",
            "handover-offered",
            "handover-accepted",
            "fallback-contact",
            "fallback-confirmed",
            "rewrap",
        ),
        "occasion",
    ),
    **dict.fromkeys(("resync", "countersignature"), "sender"),
    **dict.fromkeys(("drill-opened", "drill-closed"), "drill"),
    **dict.fromkeys(("acceptance", "rejection"), "occasion"),
    "obligation": "obligation.occasion",
    "directory-entry": "agency.id",
    "reference-entry": "name",
    "checkpoint": "sender",
}


def test_every_kind_has_a_key() -> None:
    assert set(KEYS) == set(registry.KINDS)


@pytest.mark.parametrize("kind", KEYS)
def test_the_key_of_a_record_keeps_together_what_belongs_together(kind: str) -> None:
    path = KEYS[kind]
    for _, example in reading.every_message():
        if example.envelope["type"] != kind:
            continue
        expected: Any = example.envelope
        for part in (path or "").split("."):
            expected = expected.get(part, "bus")
        assert registry.read_envelope(line(example.envelope)).record_key == expected


def test_an_answer_to_a_record_that_could_not_be_read_has_the_key_of_the_bus() -> None:
    unread = {name: value for name, value in envelope_of("rejection").items() if name not in ("occasion", "regards")}

    assert registry.read_envelope(line(unread)).record_key == "bus"


# What a message says, what is known: the code of the refusal, or None.
VERSIONS: dict[str, tuple[str, tuple[str, ...], str | None]] = {
    "the same": ("1.2", ("1.2",), None),
    "an older minor": ("1.0", ("1.2",), None),
    "a minor of one digit is older": ("1.9", ("1.10",), None),
    "a minor of two digits is newer": ("1.10", ("1.9",), "HB-2204"),
    "a newer minor": ("1.3", ("1.2",), "HB-2204"),
    "a newer major": ("2.0", ("1.2",), "HB-2204"),
    "an older major that nobody reads any more": ("1.2", ("2.0",), "HB-2204"),
    "an older major beside a newer one": ("1.2", ("1.2", "2.0"), None),
    "a newer minor of the older of two majors": ("1.3", ("1.2", "2.5"), "HB-2204"),
}


@pytest.mark.parametrize("case", VERSIONS)
def test_a_version_that_is_not_known_is_not_guessed_at(case: str) -> None:
    said, known, expected = VERSIONS[case]

    if expected is None:
        registry.check_version(said, known, "HB-2202", "a.fact")
        return
    with pytest.raises(RefusedError) as refused:
        registry.check_version(said, known, "HB-2202", "a.fact")
    assert (refused.value.first.code, refused.value.first.where) == (expected, "/schema_version")
    assert refused.value.first.particulars == {"name": "a.fact", "said": said, "known": ", ".join(known)}


@pytest.mark.parametrize("code", ["HB-2201", "HB-2202", "HB-2203", "HB-2205"])
def test_what_there_is_not_has_no_version(code: str) -> None:
    with pytest.raises(RefusedError) as refused:
        registry.check_version("1.0", (), code, "a.name")
    assert (refused.value.first.code, refused.value.first.where) == (code, "/name")


@pytest.mark.parametrize("kind", registry.KINDS)
def test_every_kind_refuses_a_version_that_is_not_in_force(kind: str) -> None:
    assert refusal({**envelope_of(kind), "schema_version": "1.999"}) == ("HB-2204", "/schema_version")
    assert refusal({**envelope_of(kind), "schema_version": "2.0"}) == ("HB-2204", "/schema_version")


UNKNOWN_NAMES = {
    "fact": ("custody.nope", "HB-2202"),
    "notice": ("detention.nope", "HB-2203"),
    "service-record": ("detention.nope", "HB-2205"),
}


@pytest.mark.parametrize("kind", UNKNOWN_NAMES)
def test_a_name_that_there_is_not_is_refused(kind: str) -> None:
    name, code = UNKNOWN_NAMES[kind]

    assert refusal({**envelope_of(kind), "name": name}) == (code, "/name")


def test_a_limit_is_met_by_no_notice() -> None:
    assert refusal({**envelope_of("notice"), "name": "detention.protocol"}) == ("HB-2203", "/name")


def test_a_duty_towards_agencies_is_met_by_no_service_record() -> None:
    said = {**envelope_of("service-record"), "name": "detention.prosecutor-notice"}

    assert refusal(said) == ("HB-2205", "/name")


def test_a_type_that_there_is_not_is_refused() -> None:
    assert refusal({**envelope_of("fact"), "type": "rumour"}) == ("HB-2106", "/type")


RELEASED = next(e.envelope for _, e in reading.every_message() if e.envelope.get("name") == "custody.released")
DRAWN = reading.example("detention-protocol-drawn-at-night").envelope
FACTS: dict[str, tuple[dict[str, Any], tuple[str, str]]] = {
    "an instant is missing": ({"instants": ...}, ("HB-2101", "/instants/protocol_drawn_at")),
    "another instant": (
        {"instants": {**DRAWN["instants"], "found_at": DRAWN["occurred_at"]}},
        ("HB-2102", "/instants/found_at"),
    ),
    "an attribute it does not have": ({"attributes": {"foreigner": "yes"}}, ("HB-2102", "/attributes/foreigner")),
    "it happened at another instant": ({"occurred_at": "2026-03-05T21:09:00Z"}, ("HB-2206", "/occurred_at")),
}


@pytest.mark.parametrize("case", FACTS)
def test_a_fact_says_what_its_kind_says(case: str) -> None:
    changes, expected = FACTS[case]
    said = {name: value for name, value in {**DRAWN, **changes}.items() if value is not ...}

    assert refusal(said) == expected


# A statement has one form only: nothing of it may be said in two places.
PLACED = reading.example("detained-man-placed-in-the-isolator").envelope
TWICE: dict[str, tuple[dict[str, Any], dict[str, Any], str]] = {
    "when it happened, among the instants": (
        RELEASED,
        {"instants": {"occurred_at": RELEASED["occurred_at"]}},
        "/instants/occurred_at",
    ),
    "an attribute among the instants": (
        PLACED,
        {"instants": {**PLACED["instants"], "foreigner": PLACED["occurred_at"]}},
        "/instants/foreigner",
    ),
    "an instant among the attributes": (
        PLACED,
        {"attributes": {**PLACED["attributes"], "placed_at": 3}},
        "/attributes/placed_at",
    ),
    "an attribute only among the instants": (
        {name: value for name, value in PLACED.items() if name != "attributes"},
        {"instants": {**PLACED["instants"], "foreigner": PLACED["occurred_at"]}},
        "/instants/foreigner",
    ),
}


@pytest.mark.parametrize("case", TWICE)
def test_nothing_of_a_fact_is_said_in_a_place_that_is_not_its_own(case: str) -> None:
    said, changes, where = TWICE[case]

    assert refusal({**said, **changes}) == ("HB-2102", where)


@pytest.mark.parametrize("kind", registry.KINDS)
def test_a_body_is_read_by_the_model_that_its_envelope_calls_for(kind: str) -> None:
    for _, example in reading.every_message():
        if example.envelope["type"] != kind:
            continue
        envelope = registry.read_envelope(line(example.envelope))
        model = registry.body_model(envelope)
        clear = reading.body_line(example.body)
        assert (model is None) == (registry.KINDS[kind].body in (None, "published"))
        assert model is None or example.body is None or isinstance(registry.read_body(envelope, clear), model)


def test_the_correction_of_a_notice_may_replace_its_body() -> None:
    corrected = {**envelope_of("correction"), "name": "detention.prosecutor-notice"}
    model = registry.body_model(registry.read_envelope(line(corrected)))

    assert model is not None
    assert "replacement" in model.model_fields


def test_the_correction_of_a_fact_has_no_body_to_replace() -> None:
    corrected = {**envelope_of("correction"), "name": "custody.protocol-drawn"}
    model = registry.body_model(registry.read_envelope(line(corrected)))

    assert model is not None
    assert "replacement" not in model.model_fields
