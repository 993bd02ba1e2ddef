"""The service records of the family report."""

from schemas.messages.body import ServiceRecordBody


class ResidentsQuarterly(ServiceRecordBody, code="report.residents-quarterly"):
    """Quarterly report to residents."""
