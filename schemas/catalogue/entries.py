"""What duties refer to: documents, roles, facts, and the pieces a duty is made of."""

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import Field, StrictInt, StringConstraints, model_validator

from schemas import fields
from schemas.texts import Sentence, Text
from schemas.values import Value, broken

FoundBy = Literal["territory", "case", "residence", "nearest", "national", "outside"]
ItemKind = Literal[
    "text",
    "choice",
    "confirmation",
    "protocol",
    "place",
    "country",
    "person",
    "organisation",
    "reference",
    "instant",
    "date",
    "document",
    "documents",
]


class Document(Value):
    """A source: what kind of act it is, how it ranks, and how old the text is that we have."""

    code: fields.Code
    title: Text
    kind: Literal["law", "order", "textbook", "report"]
    rank: Literal["primary", "secondary"]
    as_of: Text


class RoleEntry(Value):
    """A part that an agency (or a person outside the bus) plays in a duty, and how its holder is found."""

    code: fields.Role
    text: Text
    found_by: FoundBy

    @property
    def outside(self) -> bool:
        return self.found_by == "outside"


class ChoiceAttribute(Value):
    """A word out of a closed list; "unknown", where it is listed, is what a silent sender means."""

    code: fields.Name
    kind: Literal["choice"]
    values: tuple[fields.Code, ...] = Field(min_length=2)


class NumberAttribute(Value):
    """A whole number within bounds, which the sender may leave out."""

    code: fields.Name
    kind: Literal["whole-number"]
    least: StrictInt
    most: StrictInt

    @model_validator(mode="after")
    def _least_is_not_above_most(self) -> Self:
        if self.least > self.most:
            raise broken("HB-2115", earlier="least", later="most")
        return self


Attribute = Annotated[ChoiceAttribute | NumberAttribute, Field(discriminator="kind")]


class FactEntry(Value):
    """Something that happens, who may publish it, and the instants and attributes that it carries."""

    code: fields.Fact
    text: Text
    by: tuple[fields.Role | Literal["bus"], ...] = Field(min_length=1)
    instants: tuple[fields.Name, ...] = ()
    future: tuple[fields.Name, ...] = ()
    """Those of the instants that may lie ahead: a planned release."""
    attributes: tuple[Attribute, ...] = ()

    @model_validator(mode="after")
    def _future_is_an_instant(self) -> Self:
        if missing := set(self.future) - set(self.instants):
            raise broken("HB-3024", missing=", ".join(sorted(missing)))
        return self


class Option(Value):
    code: fields.Code
    text: Text


class ContentItem(Value):
    """One thing that the law wants said in the message."""

    code: fields.Code
    kind: ItemKind
    text: Text
    values: tuple[Option, ...] = ()
    required_if: dict[fields.Name, fields.Code] | None = None
    """Required only where the trigger declares this; otherwise it may be there."""
    one_of: fields.Code | None = None
    """At least one item of the group of this name is required."""
    same_as: fields.Name | None = None
    """The instant of the envelope that this item says again: the recipient must not read another than the bus judges by."""

    @model_validator(mode="after")
    def _choices_have_values(self) -> Self:
        if (self.kind == "choice") != bool(self.values):
            raise broken("HB-3025")
        return self


class ClosedBy(Value):
    """The facts that meet a limit: any of these, or all of them."""

    any: tuple[fields.Fact, ...] = ()
    all: tuple[fields.Fact, ...] = ()

    @model_validator(mode="after")
    def _one_of_the_two(self) -> Self:
        if bool(self.any) == bool(self.all):
            raise broken("HB-3026")
        return self

    @property
    def facts(self) -> tuple[fields.FactCode, ...]:
        return self.any or self.all


class RaisedBy(Value):
    """The bus publishes the trigger itself when this other duty is unmet at its deadline."""

    unmet: fields.Duty
    text: Text


class InForce(Value):
    """From which day, and before which day, the duty is law; null where the source does not say."""

    from_: date | None = Field(alias="from")
    until: date | None

    @model_validator(mode="after")
    def _begins_before_it_ends(self) -> Self:
        if self.from_ is not None and self.until is not None and self.from_ >= self.until:
            raise broken("HB-2115", earlier="from", later="until")
        return self

    def covers(self, day: date) -> bool:
        return (self.from_ is None or self.from_ <= day) and (self.until is None or day < self.until)

    def overlaps(self, other: Self) -> bool:
        starts_before_end = self.from_ is None or other.until is None or self.from_ < other.until
        return starts_before_end and (other.from_ is None or self.until is None or other.from_ < self.until)


class Translation(Value):
    """Our own rendering of the quote, in the languages in which the law was not given to us."""

    en: Sentence
    ru: Sentence


class Source(Value):
    """Where the law says it, word for word."""

    document: fields.Code
    lines: Annotated[str, StringConstraints(pattern=r"^[0-9]+-[0-9]+$")]
    provision: Text
    cites: Text | None
    quote_kk: Sentence
    translation: Translation
