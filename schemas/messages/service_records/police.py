"""The service records of the family police."""

from schemas.messages.body import ServiceRecordBody


class ApplicantResult(ServiceRecordBody, code="police.applicant-result"):
    """Result of a crime statement."""
