"""The codes of the steps of an explanation, their particulars, and what each says."""

from collections.abc import Mapping
from functools import cache
from typing import Annotated, Any, Literal

from pydantic import Field

from schemas import fields, packaged
from schemas.texts import Text
from schemas.values import Value

Kind = Literal[
    "instant",
    "day",
    "number",
    "text",
    "offset",
    "unit",
    "clock",
    "attribute",
    "every",
    "role",
    "holiday",
    "kept-open",
    "words",
    "reason",
    "fact",
    "value",
    "length",
]


class Phrase(Value):
    """What a step says: its particulars by kind, and the sentence that they fill."""

    particulars: dict[fields.Name, Kind] = {}
    text: Text


class Vocabulary(Value):
    """All steps, and the words that only steps use."""

    steps: dict[fields.Code, Phrase]
    reasons: dict[fields.Code, Text]
    periods: dict[fields.Code, Text]
    kept_open: dict[fields.Code, Text]
    weekdays: Annotated[tuple[Text, ...], Field(min_length=7, max_length=7)]


class OfVerdicts(Value):
    """The steps that a verdict adds to those of its deadline."""

    steps: dict[fields.Code, Phrase]


@cache
def load() -> Vocabulary:
    of_deadlines = Vocabulary.model_validate(_read("steps.yaml"))
    return of_deadlines.model_copy(update={"steps": {**of_deadlines.steps, **of_verdicts()}})


@cache
def of_verdicts() -> Mapping[str, Phrase]:
    """What a verdict says beyond its deadline."""
    return OfVerdicts.model_validate(_read("verdicts.yaml")).steps


def _read(name: str) -> Any:  # noqa: ANN401 - bytes become values here
    return packaged.yaml_value(packaged.ROOT / "explanations" / name, name)
