"""The notices of the family office."""

from schemas.messages.body import NoticeBody


class RemovalExecuted(NoticeBody, code="office.removal-executed"):
    """Removal from office carried out and reported."""
