"""The notices of the family sentence."""

from schemas.messages import body
from schemas.messages.body import NoticeBody


class PetitionToCourt(NoticeBody, code="sentence.petition-to-court"):
    """Send the convict's petition to court with the file."""

    petition: body.Attachment
    materials: body.Documents
    personal_file: body.Attachment


class PetitionProsecutorInformed(NoticeBody, code="sentence.petition-prosecutor-informed"):
    """Inform the prosecutor of the petition."""
