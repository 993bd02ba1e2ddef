"""The facts of the family weapons."""

from typing import Literal

from schemas import fields
from schemas.messages.facts.statement import Statement


class CheckDone(Statement, code="weapons.check-done", happened="checked_on"):
    """Check of a weapon owner carried out."""

    checked_on: fields.Instant
    storage_rules_broken: Literal["yes", "no", "unknown"] = "unknown"
