"""The notices of the family prevention."""

from schemas import fields
from schemas.messages.body import NoticeBody


class SubmissionReply(NoticeBody, code="prevention.submission-reply"):
    """Reply to a submission on causes and conditions."""

    measures_taken: fields.Paragraphs
