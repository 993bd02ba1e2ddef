"""The facts of the family prevention."""

from schemas import fields
from schemas.messages.facts.statement import Statement


class SubmissionReceived(Statement, code="prevention.submission-received", happened="received_on"):
    """Submission of a body (official) received."""

    received_on: fields.Instant
