"""The notices of the family report."""

from schemas.messages.body import NoticeBody


class WomenProtectionQuarterly(NoticeBody, code="report.women-protection-quarterly"):
    """Quarterly women-protection report."""


class WomenProtectionConsolidated(NoticeBody, code="report.women-protection-consolidated"):
    """Consolidated women-protection note."""


class NatureQuarterly(NoticeBody, code="report.nature-quarterly"):
    """Quarterly nature-protection memo."""


class NatureConsolidated(NoticeBody, code="report.nature-consolidated"):
    """Consolidated nature-protection memo."""
