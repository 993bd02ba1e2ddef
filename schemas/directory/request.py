"""What an agency asks for when it wants to stand in the directory, or to stand there otherwise."""

from schemas import fields
from schemas.directory.agency import AgencyVersion
from schemas.values import Said


class EnrolmentRequest(Said):
    """The state that the agency wants, signed by a key of its own that stands in it. Vouches are added to its keys later."""

    network: fields.Network
    agency: AgencyVersion
    key: fields.KeyId
    signature: fields.SignatureText
