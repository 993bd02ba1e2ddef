"""Each duty that a message meets has a body, whose own fields are what the law wants said."""

from datetime import date
from typing import Annotated, Any, Literal, get_args, get_origin

import pytest
from pydantic import AwareDatetime

from schemas.catalogue import loading
from schemas.catalogue.duty import Duty
from schemas.catalogue.entries import ContentItem
from schemas.messages import body
from schemas.messages.body import DutyBody
from schemas.messages.notices import every as notices
from schemas.messages.service_records import every as service_records

CATALOGUE = loading.load()
OUTSIDE = {role.code for role in CATALOGUE.roles if role.outside}
BODIES: dict[str, tuple[Duty, type[DutyBody]]] = {
    f"{kind} {code}": (CATALOGUE.duties_by_code[code][-1], model)
    for kind, models in (("notice", notices.BY_CODE), ("service record", service_records.BY_CODE))
    for code, model in models.items()
    if code in CATALOGUE.duties_by_code
}
each_body = pytest.mark.parametrize("name", BODIES)
CONTENT = [(name, item) for name, (duty, _) in BODIES.items() for item in duty.content]
each_item = pytest.mark.parametrize(("name", "item"), CONTENT, ids=[f"{name} {item.code}" for name, item in CONTENT])

# What stands in a field of each kind of item. A choice has its own words.
TYPES: dict[str, tuple[type, ...]] = {
    "text": (str,),
    "reference": (str,),
    "country": (str,),
    "protocol": (body.Protocol,),
    "place": (body.Place,),
    "person": (body.Person,),
    "organisation": (body.Organisation,),
    "instant": (AwareDatetime,),
    "date": (date,),
    "document": (body.Attachment,),
}


def field_of(name: str, item: ContentItem) -> Any:  # noqa: ANN401 - pydantic's own description of a field
    return BODIES[name][1].model_fields[item.code.replace("-", "_")]


def without_none(annotation: object) -> list[Any]:
    """The members of an optional type, without its limits."""
    bare = get_args(annotation)[0] if get_origin(annotation) is Annotated else annotation
    members = [bare] if get_origin(bare) in (Literal, tuple) else list(get_args(bare)) or [bare]
    return [
        get_args(member)[0] if get_origin(member) is Annotated else member
        for member in members
        if member is not type(None)
    ]


def test_every_duty_towards_an_agency_has_a_notice() -> None:
    owed = {
        duty.code for duty in CATALOGUE.duties if duty.tier in ("notice", "report") and set(duty.recipients) - OUTSIDE
    }

    assert set(notices.BY_CODE) == owed


def test_every_duty_towards_somebody_outside_has_a_service_record() -> None:
    owed = {duty.code for duty in CATALOGUE.duties if duty.tier != "limit" and set(duty.recipients) & OUTSIDE}

    assert set(service_records.BY_CODE) == owed


@each_body
def test_the_fields_of_a_body_are_the_items_of_its_duty(name: str) -> None:
    duty, model = BODIES[name]

    assert sorted(field.replace("_", "-") for field in model.content_fields()) == sorted(i.code for i in duty.content)


@each_item
def test_an_item_is_required_in_the_body_where_the_law_requires_it(name: str, item: ContentItem) -> None:
    always = item.required_if is None and item.one_of is None

    assert field_of(name, item).is_required() == always


@each_item
def test_the_field_of_an_item_holds_its_kind_of_value(name: str, item: ContentItem) -> None:
    annotation = field_of(name, item).annotation

    match item.kind:
        case "choice":
            assert set(get_args(annotation)) == {option.code for option in item.values}
        case "confirmation":
            assert annotation == Literal[True]
        case "documents":
            (held,) = without_none(annotation)
            assert get_args(held) == (body.Attachment, ...)
        case kind:
            assert tuple(without_none(annotation)) == TYPES[kind]


def holding(model: type[DutyBody], value: object) -> DutyBody:
    """A body, unchecked, whose every field holds this value."""
    fields: dict[str, Any] = dict.fromkeys(model.model_fields, value)
    return model.model_construct(**fields)


@each_body
def test_the_checklist_of_an_empty_body_claims_nothing(name: str) -> None:
    _, model = BODIES[name]

    assert holding(model, None).checklist() == ()


@each_body
def test_the_checklist_claims_what_the_body_holds(name: str) -> None:
    duty, model = BODIES[name]

    assert holding(model, "something").checklist() == tuple(sorted(item.code for item in duty.content))


def test_what_is_common_to_all_bodies_is_no_content() -> None:
    injury = notices.BY_CODE["custody.injury-notice"]
    told = service_records.BY_CODE["dv.complaint-result"]

    assert "person" in injury.content_fields()
    assert told.content_fields() == ()
