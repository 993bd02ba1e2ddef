"""The service records of the family dv."""

from schemas.messages.body import ServiceRecordBody


class ComplaintResult(ServiceRecordBody, code="dv.complaint-result"):
    """Result of the complaint."""


class ComplaintForwarding(ServiceRecordBody, code="dv.complaint-forwarding"):
    """Tell the applicant where the complaint was forwarded."""
