"""Every model of the contract is frozen, closed to unknown fields, and takes no value for another."""

from collections.abc import Iterator
from types import ModuleType
from typing import Any

import orjson
import pytest
from pydantic import BaseModel, TypeAdapter, ValidationError

from schemas.examples import reading
from schemas.messages import body, bus, envelope, other_bodies, parts, registry
from schemas.messages.body import Attachment, Audience, Person
from schemas.messages.bus import ObligationSnapshot
from schemas.messages.envelope import Fact, Objection
from schemas.messages.facts.custody import PersonRestricted
from schemas.messages.facts.every import BY_CODE
from schemas.messages.notices import every as notices
from schemas.messages.parts import ObligationRef
from schemas.messages.service_records import every as service_records
from schemas.values import Said
from tests.unit.messages.made import OCCASION, SENT_AT, fact


def defined_in(module: ModuleType) -> Iterator[type[BaseModel]]:
    for value in vars(module).values():
        if isinstance(value, type) and issubclass(value, BaseModel) and value.__module__ == module.__name__:
            yield value


MODELS: dict[str, type[BaseModel]] = {
    f"{model.__module__.removeprefix('schemas.messages.')}.{model.__name__}": model
    for model in (
        *(model for module in (body, bus, envelope, other_bodies, parts) for model in defined_in(module)),
        *BY_CODE.values(),
        *notices.BY_CODE.values(),
        *service_records.BY_CODE.values(),
    )
}
EXAMPLES = {kind: next(e for _, e in reading.every_message() if e.envelope["type"] == kind) for kind in registry.KINDS}
each_kind = pytest.mark.parametrize("kind", registry.KINDS)


def envelope_of(kind: str) -> Any:  # noqa: ANN401 - any of the envelopes
    return TypeAdapter(registry.KINDS[kind].envelope).validate_json(_line(kind))


def _line(kind: str, **more: object) -> bytes:
    return orjson.dumps({**EXAMPLES[kind].envelope, **more})


@pytest.mark.parametrize("name", MODELS)
def test_every_model_is_frozen_strict_and_closed(name: str) -> None:
    config = MODELS[name].model_config

    assert issubclass(MODELS[name], Said)
    assert (config.get("frozen"), config.get("strict"), config.get("extra")) == (True, True, "forbid")


@each_kind
def test_nothing_of_an_envelope_can_be_assigned(kind: str) -> None:
    said = envelope_of(kind)

    for name in type(said).model_fields:
        with pytest.raises(ValidationError, match="frozen"):
            setattr(said, name, None)


@each_kind
def test_an_envelope_refuses_a_field_that_it_does_not_know(kind: str) -> None:
    with pytest.raises(ValidationError, match="extra_forbidden"):
        TypeAdapter(registry.KINDS[kind].envelope).validate_json(_line(kind, colour="red"))


@each_kind
def test_an_envelope_misses_each_field_that_it_needs(kind: str) -> None:
    model = registry.KINDS[kind].envelope
    needed = {name for name, field in model.model_fields.items() if field.is_required()}

    with pytest.raises(ValidationError) as error:
        model.model_validate({})
    assert {detail["loc"][0] for detail in error.value.errors() if detail["type"] == "missing"} == needed


@each_kind
def test_the_type_of_an_envelope_is_its_own(kind: str) -> None:
    with pytest.raises(ValidationError, match="literal_error"):
        TypeAdapter(registry.KINDS[kind].envelope).validate_json(_line(kind, type="another"))


def test_a_part_of_a_message_cannot_be_assigned_either() -> None:
    person = Person(family_name="Үлгі")

    with pytest.raises(ValidationError, match="frozen"):
        person.family_name = "Басқа"  # type: ignore[misc] # that is what must fail
    with pytest.raises(ValidationError, match="frozen"):
        Attachment.of("a", "text/plain", b"x").size = 2  # type: ignore[misc] # likewise


NO_NUMBERS = {"text": "3", "fraction": 3.0, "truth": True, "nothing": None, "list": [3]}


@pytest.mark.parametrize("case", NO_NUMBERS)
def test_only_a_whole_number_is_a_number(case: str) -> None:
    value = NO_NUMBERS[case]

    for model, name in ((Audience, "number"), (ObligationRef, "round"), (PersonRestricted, "case_term_hours")):
        others = {"description": "Residents", "duty": "detention.protocol", "occasion": OCCASION}
        said = {k: v for k, v in others.items() if k in model.model_fields} | {"restricted_at": SENT_AT}
        said = {k: v for k, v in said.items() if k in model.model_fields}
        assert _is_made(model, {**said, name: 3})
        assert _is_made(model, {**said, name: value}) == (value is None and name != "round")


@pytest.mark.parametrize("value", [1, 0, "true", "yes", None], ids=repr)
def test_only_true_and_false_are_truths(value: object) -> None:
    with pytest.raises(ValidationError):
        ObligationSnapshot.model_validate_json(_line("obligation", provisional=value))


@pytest.mark.parametrize("value", [3, True, None, ["kk"]], ids=repr)
def test_only_a_text_is_a_text(value: object) -> None:
    for name in ("sender", "language", "schema_version", "occasion"):
        assert not _is_made(Fact, fact(**{name: value}))


@pytest.mark.parametrize("value", ["3", 3.0, True], ids=repr)
def test_the_version_of_an_obligation_is_a_whole_number(value: object) -> None:
    with pytest.raises(ValidationError):
        Objection.model_validate_json(_line("objection", obligation_version=value))


@pytest.mark.parametrize("value", [True, 1.0, -1, 1_000_001, "Two Words", "Үлгі", "900101 300123"], ids=repr)
def test_an_attribute_is_a_word_or_a_whole_number(value: object) -> None:
    assert _is_made(Fact, fact(attributes={"case_term_hours": 48}))
    assert not _is_made(Fact, fact(attributes={"case_term_hours": value}))


def _is_made(model: type[BaseModel], said: dict[str, Any]) -> bool:
    try:
        model.model_validate(said)
    except ValidationError:
        return False
    return True
