"""The facts of the family office."""

from schemas import fields
from schemas.messages.facts.statement import Statement


class RemovalOrderReceived(Statement, code="office.removal-order-received", happened="order_received_at"):
    """Decision on removal from office received."""

    order_received_at: fields.Instant
