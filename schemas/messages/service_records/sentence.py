"""The service records of the family sentence."""

from schemas.messages.body import ServiceRecordBody


class RightArisenNotice(ServiceRecordBody, code="sentence.right-arisen-notice"):
    """Tell the convict that the right to petition has arisen."""
