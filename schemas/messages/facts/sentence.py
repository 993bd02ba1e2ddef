"""The facts of the family sentence."""

from schemas import fields
from schemas.messages.facts.statement import Statement


class PartServed(Statement, code="sentence.part-served", happened="served_on"):
    """Convict served the part of the sentence set by law."""

    served_on: fields.Instant


class PetitionFiled(Statement, code="sentence.petition-filed", happened="filed_on"):
    """Convict petitioned for conditional early release or a lighter punishment."""

    filed_on: fields.Instant
