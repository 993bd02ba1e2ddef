"""The facts of the family dv."""

from schemas import fields
from schemas.messages.facts.statement import Statement


class ComplaintConsidered(Statement, code="dv.complaint-considered", happened="considered_at"):
    """Complaint of domestic violence considered."""

    considered_at: fields.Instant


class ComplaintForwarded(Statement, code="dv.complaint-forwarded", happened="forwarded_at"):
    """Complaint sent on for consideration according to competence."""

    forwarded_at: fields.Instant
