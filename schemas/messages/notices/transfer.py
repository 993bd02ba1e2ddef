"""The notices of the family transfer."""

from schemas.messages import body
from schemas.messages.body import NoticeBody


class ApplicationForwarded(NoticeBody, code="transfer.application-forwarded"):
    """Convict's transfer application to the Committee."""

    personal_file_certificate: body.Attachment
    medical_certificate: body.Attachment
    social_ties_certificate: body.Attachment
    acquaintance_receipt: body.Attachment | None = None


class OccupancyReport(NoticeBody, code="transfer.occupancy-report"):
    """Daily capacity and occupancy."""


class VacancyNotice(NoticeBody, code="transfer.vacancy-notice"):
    """A place is free: send the convict."""
