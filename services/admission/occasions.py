"""Where a message is judged: with all that is said of its occasion, or with an agency's reports of one kind. Pure."""

import base64
import hashlib
from typing import Final

from schemas.catalogue.catalogue import Catalogue
from schemas.messages import envelope as says
from schemas.messages.envelope import FromAgency, OnObligation, OnOccasion, Telling
from schemas.messages.parts import ObligationRef
from services.ledger.entries import Held, OccasionName

_JUDGED: Final = (
    says.Fact,
    says.Notice,
    says.ServiceRecord,
    says.Correction,
    says.Withdrawal,
    says.Receipt,
    says.Objection,
    says.Ruling,
    says.HandoverOffered,
    says.HandoverAccepted,
    says.FallbackConfirmed,
)
_OPAQUE_LETTERS: Final = 26
"""So long is the second half of a reference."""


def of(message: FromAgency, about: Held | None, catalogue: Catalogue) -> OccasionName | None:
    """What is said about a message is judged where that is, whatever occasion it names itself; None where nothing is judged."""
    if not isinstance(message, _JUDGED) or not isinstance(message, OnOccasion):
        return None
    if about is not None and about.occasion is not None:
        return about.occasion
    drill = message.drill or ""
    if isinstance(message, OnObligation) and isinstance(message.regards, ObligationRef):
        return OccasionName(message.regards.occasion, message.regards.drill or drill)
    if isinstance(message, Telling) and message.period is not None:
        periodic = catalogue.periodic_about(message.name)
        if periodic:
            return OccasionName(of_reports(str(message.sender), periodic[0].code), drill)
    return OccasionName(message.occasion, drill)


def of_reports(agency: str, duty: str) -> str:
    """The occasion of all reports of one kind that an agency owes: derived, so that the bus knows it before anybody reports."""
    hashed = hashlib.sha256(f"reports\n{agency}\n{duty}".encode()).digest()
    return f"{agency}/{base64.b32encode(hashed).decode().lower()[:_OPAQUE_LETTERS]}"
