"""The notices of the family protection."""

from typing import Self

from pydantic import model_validator

from schemas import fields
from schemas.messages.body import NoticeBody
from schemas.values import broken


class PropertyThreat(NoticeBody, code="protection.property-threat"):
    """Threat to a protected person's home or property."""

    threat: fields.Paragraphs | None = None
    attempt: fields.Paragraphs | None = None

    @model_validator(mode="after")
    def _one_of_the_events(self) -> Self:
        if self.threat is None and self.attempt is None:
            raise broken("HB-2104", items="threat / attempt")
        return self
