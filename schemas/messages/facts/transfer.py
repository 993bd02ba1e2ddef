"""The facts of the family transfer."""

from typing import Literal

from schemas import fields
from schemas.messages.facts.statement import Statement


class ApplicationReceived(Statement, code="transfer.application-received", happened="received_on"):
    """Convict's transfer application received by the institution's administration."""

    received_on: fields.Instant
    conduct_grade: Literal["positive", "not-positive", "unknown"] = "unknown"


class ConvictAcquainted(Statement, code="transfer.convict-acquainted"):
    """Convict acquainted with the transfer order."""

    occurred_at: fields.Instant


class Executed(Statement, code="transfer.executed"):
    """Convict transferred to the other institution."""

    occurred_at: fields.Instant


class ListRemovalDecided(Statement, code="transfer.list-removal-decided", happened="decided_at"):
    """Decision taken to strike the convict off the List."""

    decided_at: fields.Instant


class OrderReceived(Statement, code="transfer.order-received", happened="order_received_at"):
    """Committee's transfer order received."""

    order_received_at: fields.Instant


class TiesSurveyed(Statement, code="transfer.ties-surveyed"):
    """Survey of convicts' socially useful ties carried out."""

    occurred_at: fields.Instant


class VacancyAppeared(Statement, code="transfer.vacancy-appeared", happened="appeared_on"):
    """Place fell vacant."""

    appeared_on: fields.Instant


class VacancyVerified(Statement, code="transfer.vacancy-verified", happened="verified_at"):
    """Conduct grade of the next convict on the List and registration of the person keeping the ties checked."""

    verified_at: fields.Instant
