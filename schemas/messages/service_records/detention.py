"""The service records of the family detention."""

from typing import Annotated, Literal

from pydantic import Field

from schemas.messages import body
from schemas.messages.body import ServiceRecordBody


class RelativesNotice(ServiceRecordBody, code="detention.relatives-notice"):
    """Tell a relative the place of custody."""

    place_of_custody: body.Place


class CloseRelativesTold(ServiceRecordBody, code="detention.close-relatives-told"):
    """Tell close relatives of the detention or arrest."""

    detention_or_arrest: Literal["detention", "arrest"]


class ForeignerNotice(ServiceRecordBody, code="detention.foreigner-notice"):
    """Notice of a foreigner in custody."""

    place_of_custody: body.Place
    citizenship: Annotated[str, Field(pattern=r"^[A-Z]{3}$")]


class MinorParentsNotice(ServiceRecordBody, code="detention.minor-parents-notice"):
    """Tell a minor's parents of detention, arrest or extension."""

    status_change: Literal["detained", "arrested", "term-extended"]
