"""The facts of the family information."""

from schemas import fields
from schemas.messages.facts.statement import Statement


class FoundUntrue(Statement, code="information.found-untrue", happened="found_on"):
    """Information disseminated by an internal affairs body found untrue."""

    found_on: fields.Instant


class Refuted(Statement, code="information.refuted"):
    """Untrue information refuted."""

    occurred_at: fields.Instant
