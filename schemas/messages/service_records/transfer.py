"""The service records of the family transfer."""

from schemas.messages.body import ServiceRecordBody


class ListRemovalNotice(ServiceRecordBody, code="transfer.list-removal-notice"):
    """Struck off the transfer list."""
