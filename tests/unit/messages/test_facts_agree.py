"""Each fact of the catalogue has one model, which says exactly what the catalogue says."""

from datetime import UTC, datetime
from typing import Any

import pytest
from pydantic import ValidationError

from schemas.catalogue import loading
from schemas.catalogue.entries import ChoiceAttribute, FactEntry, NumberAttribute
from schemas.messages.facts.every import BY_CODE
from schemas.messages.facts.statement import Statement

FACTS: dict[str, FactEntry] = {fact.code: fact for fact in loading.load().facts}
INSTANT = datetime(2026, 3, 5, 21, 10, tzinfo=UTC)
each_fact = pytest.mark.parametrize("code", FACTS)
ATTRIBUTES = [(fact.code, attribute) for fact in FACTS.values() for attribute in fact.attributes]
each_attribute = pytest.mark.parametrize(
    ("code", "attribute"), ATTRIBUTES, ids=[f"{code}-{attribute.code}" for code, attribute in ATTRIBUTES]
)


def required(entry: FactEntry) -> dict[str, Any]:
    """Values for what a fact must say: its instants, and the choices in which there is no unknown."""
    choices = {
        attribute.code: attribute.values[0]
        for attribute in entry.attributes
        if attribute.kind == "choice" and "unknown" not in attribute.values
    }
    own = {"occurred_at": INSTANT} if BY_CODE[entry.code].happened == "occurred_at" else {}
    return {**own, **dict.fromkeys(entry.instants, INSTANT), **choices}


def says(code: str, **more: object) -> Statement:
    return BY_CODE[code].model_validate({**required(FACTS[code]), **more})


def refused(code: str, **more: object) -> bool:
    try:
        says(code, **more)
    except ValidationError:
        return True
    return False


def test_there_is_one_model_for_each_fact_and_no_other() -> None:
    assert set(BY_CODE) == set(FACTS)


@each_fact
def test_a_model_has_exactly_the_instants_of_its_fact(code: str) -> None:
    assert set(BY_CODE[code].instant_names()) == set(FACTS[code].instants)


@each_fact
def test_a_model_has_exactly_the_attributes_of_its_fact(code: str) -> None:
    assert set(BY_CODE[code].attribute_names()) == {attribute.code for attribute in FACTS[code].attributes}


@each_fact
def test_every_instant_must_be_said(code: str) -> None:
    for name in FACTS[code].instants:
        said = required(FACTS[code])
        del said[name]
        with pytest.raises(ValidationError):
            BY_CODE[code].model_validate(said)


@each_fact
def test_a_fact_says_when_it_happened(code: str) -> None:
    assert BY_CODE[code].happened in BY_CODE[code].model_fields
    assert says(code).occurred == INSTANT


@each_fact
def test_what_happened_is_no_planned_instant(code: str) -> None:
    assert BY_CODE[code].happened not in FACTS[code].future


@each_attribute
def test_an_attribute_takes_exactly_the_words_or_numbers_of_the_catalogue(
    code: str, attribute: ChoiceAttribute | NumberAttribute
) -> None:
    name = attribute.code
    match attribute:
        case ChoiceAttribute():
            assert not [value for value in attribute.values if refused(code, **{name: value})]
            assert refused(code, **{name: "another"})
        case NumberAttribute():
            assert not [n for n in (attribute.least, attribute.most) if refused(code, **{name: n})]
            assert refused(code, **{name: attribute.least - 1})
            assert refused(code, **{name: attribute.most + 1})


@each_attribute
def test_an_attribute_may_be_left_out_where_it_may_be_unknown(
    code: str, attribute: ChoiceAttribute | NumberAttribute
) -> None:
    said = required(FACTS[code])
    said.pop(attribute.code, None)
    may_be_left_out = attribute.kind == "whole-number" or "unknown" in attribute.values

    assert BY_CODE[code].model_fields[attribute.code].is_required() != may_be_left_out
    if may_be_left_out:
        assert attribute.code not in BY_CODE[code].model_validate(said).attributes()


@each_fact
def test_a_statement_survives_being_an_envelope(code: str) -> None:
    entry = FACTS[code]
    whole = {
        **required(entry),
        **{a.code: (a.values[0] if a.kind == "choice" else a.most) for a in entry.attributes},
    }
    statement = BY_CODE[code].model_validate(whole)

    again = BY_CODE[code].of(
        occurred_at=statement.occurred, instants=statement.instants(), attributes=statement.attributes()
    )

    assert again == statement
    assert set(statement.attributes()) == {a.code for a in entry.attributes}


@each_fact
def test_what_a_fact_does_not_know_is_refused(code: str) -> None:
    with pytest.raises(ValidationError, match="extra_forbidden"):
        BY_CODE[code].of(
            occurred_at=INSTANT, instants=dict.fromkeys(FACTS[code].instants, INSTANT), attributes={"colour": "red"}
        )


@each_attribute
def test_what_is_unknown_is_not_said(code: str, attribute: ChoiceAttribute | NumberAttribute) -> None:
    if attribute.kind == "choice" and "unknown" in attribute.values:
        assert attribute.code not in says(code, **{attribute.code: "unknown"}).attributes()
    else:
        assert refused(code, **{attribute.code: "unknown"})
