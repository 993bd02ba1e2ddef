"""The notices of the family weapons."""

from schemas.messages import body
from schemas.messages.body import NoticeBody


class CheckReport(NoticeBody, code="weapons.check-report"):
    """Report on a weapon owner's check."""

    check_materials: body.Documents | None = None
