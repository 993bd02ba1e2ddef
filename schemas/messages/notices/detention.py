"""The notices of the family detention."""

from typing import Annotated, Literal

from pydantic import Field

from schemas.messages import body
from schemas.messages.body import NoticeBody


class ProsecutorNotice(NoticeBody, code="detention.prosecutor-notice"):
    """Written notice of detention to the prosecutor."""

    detention_carried_out: Literal[True]
    protocol_number_and_time: body.Protocol


class ForeignerNotice(NoticeBody, code="detention.foreigner-notice"):
    """Notice of a foreigner in custody."""

    place_of_custody: body.Place
    citizenship: Annotated[str, Field(pattern=r"^[A-Z]{3}$")]
