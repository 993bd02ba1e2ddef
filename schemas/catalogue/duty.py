"""A duty: who must tell whom what, by when, under which law."""

from collections.abc import Mapping
from typing import Literal, Self, TypeVar

from pydantic import Field, model_validator

from schemas import fields
from schemas.catalogue.entries import ClosedBy, ContentItem, InForce, RaisedBy, Source
from schemas.catalogue.rules import Rule
from schemas.catalogue.term import Every, Periodic, Term
from schemas.texts import Text
from schemas.values import Value, broken

Tier = Literal["notice", "service", "limit", "report"]
Form = Literal["any", "written", "certificate", "bayanat", "consolidated-note", "anyqtama", "consolidated-memo"]
Confidentiality = Literal["restricted", "sealed", "state-protection"]

SomeRule = TypeVar("SomeRule", bound=Value)


class Duty(Value):
    """An entry of the catalogue, with everything that judging and explaining it needs."""

    code: fields.Duty
    tier: Tier
    title: Text
    trigger: fields.Fact | None
    clock_from: fields.Name
    term: Term
    sender: fields.Role
    recipients: tuple[fields.Role, ...]
    recipients_rule: Literal["each", "any"]
    form: Form
    content: tuple[ContentItem, ...]
    confidentiality: Confidentiality
    applies_if: dict[fields.Name, fields.Code] | None = None
    closed_by: ClosedBy | None = None
    must_precede: fields.Fact | None = None
    again_on: fields.Fact | None = None
    raised_by: RaisedBy | None = None
    rules: tuple[Rule, ...] = ()
    in_force: InForce
    reading: Text | None = None
    notes: Text | None = None
    sources: tuple[Source, ...] = Field(min_length=1)

    @property
    def family(self) -> str:
        return self.code.split(".")[0]

    @property
    def every(self) -> Every | None:
        """How often it is owed, if once in every period."""
        return self.term.every if isinstance(self.term, Periodic) else None

    @property
    def periodic(self) -> bool:
        return self.every is not None

    def rule(self, kind: type[SomeRule]) -> SomeRule | None:
        """The duty's rule of that kind, if it has one."""
        return next((rule for rule in self.rules if isinstance(rule, kind)), None)

    def required_content(self, attributes: Mapping[str, str | int]) -> tuple[ContentItem, ...]:
        """The items that a message with these attributes must hold; groups of alternatives are not among them."""
        return tuple(
            item
            for item in self.content
            if item.one_of is None
            and (item.required_if is None or all(attributes.get(k) == v for k, v in item.required_if.items()))
        )

    def alternatives(self) -> dict[str, tuple[ContentItem, ...]]:
        """The groups of items of which at least one must be there."""
        groups = {item.one_of for item in self.content if item.one_of}
        return {group: tuple(i for i in self.content if i.one_of == group) for group in sorted(groups)}

    @model_validator(mode="after")
    def _tier_and_fields_agree(self) -> Self:
        if (self.tier == "limit") != (self.closed_by is not None):
            raise broken("HB-3020")
        if self.periodic != (self.trigger is None):
            raise broken("HB-3021")
        if self.tier == "report" and not self.periodic:
            raise broken("HB-3022")
        if self.must_precede and self.tier != "limit":
            raise broken("HB-3023")
        if self.again_on and not self.trigger:
            raise broken("HB-3029")
        return self

    @model_validator(mode="after")
    def _no_row_twice(self) -> Self:
        for what, codes in {
            "recipients": self.recipients,
            "content": [item.code for item in self.content],
            "rules": [rule.kind for rule in self.rules],
        }.items():
            if twice := sorted({code for code in codes if list(codes).count(code) > 1}):
                raise broken("HB-3027", field=what, codes=", ".join(twice))
        if self.tier in ("notice", "service", "report") and not self.recipients:
            raise broken("HB-3028")
        return self
