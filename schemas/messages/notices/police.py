"""The notices of the family police."""

from schemas.messages.body import NoticeBody


class ThreatToNearestBody(NoticeBody, code="police.threat-to-nearest-body"):
    """Threat to personal or public safety."""
