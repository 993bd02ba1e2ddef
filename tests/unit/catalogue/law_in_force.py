"""Finds in the packaged law what a test asks about, and fails loudly where it is not there."""

from typing import TypeVar

from schemas.catalogue import loading
from schemas.catalogue.duty import Duty
from schemas.catalogue.entries import ChoiceAttribute, ContentItem, FactEntry, NumberAttribute, RoleEntry
from schemas.values import Value

SomeRule = TypeVar("SomeRule", bound=Value)


def duty(code: str) -> Duty:
    (found,) = loading.load().duties_by_code[code]
    return found


def fact(code: str) -> FactEntry:
    return loading.load().fact_by_code[code]


def role(code: str) -> RoleEntry:
    return loading.load().role_by_code[code]


def rule(code: str, kind: type[SomeRule]) -> SomeRule:
    found = duty(code).rule(kind)
    if found is None:
        message = f"{code} has no rule {kind.__name__}"
        raise LookupError(message)
    return found


def attribute(code: str, name: str) -> ChoiceAttribute | NumberAttribute:
    return next(a for a in fact(code).attributes if a.code == name)


def item(code: str, name: str) -> ContentItem:
    return next(i for i in duty(code).content if i.code == name)


def term(code: str) -> dict[str, object]:
    """The term as the law's file says it."""
    return duty(code).term.model_dump(exclude_defaults=True)
