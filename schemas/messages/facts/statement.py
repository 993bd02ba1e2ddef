"""The base of every fact: how its model and the envelope's fields are turned into each other."""

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from typing import ClassVar, Self

from pydantic import AwareDatetime

from schemas import fields
from schemas.values import Said


class Statement(Said):
    """What a fact says, typed. In the envelope its instants and attributes stand side by side under their names."""

    code: ClassVar[fields.FactCode]
    version: ClassVar[str]
    happened: ClassVar[str]
    """The field that says when it happened; of these, occurred_at stands in every envelope."""

    def __init_subclass__(cls, *, code: str, happened: str = "occurred_at", version: str = "1.0") -> None:
        super().__init_subclass__()
        cls.code, cls.happened, cls.version = fields.FactCode(code), happened, version

    @classmethod
    @cache
    def instant_names(cls) -> tuple[str, ...]:
        return tuple(
            name
            for name, field in cls.model_fields.items()
            if field.annotation is AwareDatetime and name != "occurred_at"
        )

    @classmethod
    @cache
    def attribute_names(cls) -> tuple[str, ...]:
        return tuple(name for name in cls.model_fields if name not in cls.instant_names() and name != "occurred_at")

    @property
    def occurred(self) -> datetime:
        value = getattr(self, self.happened)
        assert isinstance(value, datetime)  # noqa: S101 - a test holds every model to it
        return value

    def instants(self) -> dict[str, datetime]:
        return {name: getattr(self, name) for name in self.instant_names()}

    def attributes(self) -> dict[str, str | int]:
        """What is declared; what is unknown or left out is not said."""
        values = {name: getattr(self, name) for name in self.attribute_names()}
        return {name: value for name, value in values.items() if value not in (None, "unknown")}

    @classmethod
    def of(
        cls, *, occurred_at: datetime, instants: Mapping[str, datetime], attributes: Mapping[str, str | int]
    ) -> Self:
        """The statement that an envelope makes; pydantic's ValidationError where it makes none."""
        own = {"occurred_at": occurred_at} if "occurred_at" in cls.model_fields else {}
        return cls.model_validate({**own, **instants, **attributes})
