"""The facts of the family police."""

from schemas import fields
from schemas.messages.facts.statement import Statement


class Arrived(Statement, code="police.arrived"):
    """Police arrived at the scene."""

    occurred_at: fields.Instant


class CrimeReported(Statement, code="police.crime-reported", happened="reported_at"):
    """Report received of a crime or administrative offence committed or being prepared."""

    reported_at: fields.Instant


class ServicemanDetained(Statement, code="police.serviceman-detained", happened="detained_at"):
    """Serviceman suspected of a crime or administrative offence detained."""

    detained_at: fields.Instant


class ServicemanHandedOver(Statement, code="police.serviceman-handed-over"):
    """Detained serviceman handed over to a military patrol, the military police, the military commandant or a unit commander."""

    occurred_at: fields.Instant


class StatementConsidered(Statement, code="police.statement-considered", happened="considered_at"):
    """Applicant's statement considered."""

    considered_at: fields.Instant


class ThreatDiscovered(Statement, code="police.threat-discovered", happened="discovered_at"):
    """Circumstances threatening personal or public safety reported or directly discovered."""

    discovered_at: fields.Instant
