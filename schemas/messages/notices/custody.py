"""The notices of the family custody."""

from typing import Literal

from schemas import fields
from schemas.messages import body
from schemas.messages.body import NoticeBody


class InjuryNotice(NoticeBody, code="custody.injury-notice"):
    """Injury, or a complaint of injury, in custody."""

    injury_or_complaint: Literal["injury", "complaint"]
    person: body.Person
    institution: body.Organisation
    found_when: fields.Instant


class ForceUsedNotice(NoticeBody, code="custody.force-used-notice"):
    """Every use of torture, special means or physical force."""


class ComplaintForwarded(NoticeBody, code="custody.complaint-forwarded"):
    """Forward a complaint against a court, inquirer, investigator or prosecutor."""
