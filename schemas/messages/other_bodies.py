"""The bodies of messages that no duty demands: reasons, and the humans who stand for them."""

from typing import Annotated, Generic, TypeVar

from pydantic import Field

from schemas import fields
from schemas.messages.body import Body, DutyBody, Officer
from schemas.values import Said

Replacement = TypeVar("Replacement", bound=DutyBody)


class ReceiptBody(Body):
    """A note to a receipt: who saw it, what was done."""

    note: fields.Paragraphs | None = None
    officer: Officer | None = None


class ReasonBody(Body):
    """Why something is corrected or taken back."""

    reason: fields.Paragraphs


class CorrectedBody(ReasonBody, Generic[Replacement]):
    """Why it is corrected, and the body that replaces the first one; left out where only the envelope was wrong."""

    replacement: Replacement | None = None


class ObjectionBody(Body):
    """Why the agency contests the verdict, and who stands for it."""

    reasons: fields.Paragraphs
    officer: Officer


class RulingBody(Body):
    """Why the overseer decides so. A ruling is a named human's."""

    reasons: fields.Paragraphs
    decided_by: Officer


class HandoverBody(Body):
    """What the other agency must know about the occasion."""

    note: fields.Paragraphs
    officer: Officer | None = None


class FallbackBody(Body):
    """Who was told off the bus, by whom, in which words."""

    told: Officer
    told_by: Officer
    words: fields.Paragraphs


class DrillBody(Body):
    """What the exercise is for, and who answers for it."""

    purpose: fields.Paragraphs
    officer: Officer


class Leaves(Said):
    """The hashes of the leaves that a checkpoint adds to the evidence log, in their order."""

    leaves: Annotated[tuple[fields.Digest, ...], Field(fail_fast=True, min_length=1, max_length=10_000)]
