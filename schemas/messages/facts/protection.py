"""The facts of the family protection."""

from schemas import fields
from schemas.messages.facts.statement import Statement


class DocumentsChangeAssigned(Statement, code="protection.documents-change-assigned", happened="assigned_at"):
    """Security measure assigned: change of documents."""

    assigned_at: fields.Instant


class ThreatObserved(Statement, code="protection.threat-observed", happened="observed_at"):
    """Threat to, or attempt at unlawful acts against, a protected person's dwelling or property observed."""

    observed_at: fields.Instant


class WorkplaceChangeAssigned(Statement, code="protection.workplace-change-assigned", happened="assigned_at"):
    """Security measure assigned: change of place of work or study."""

    assigned_at: fields.Instant
