"""The facts of the family custody."""

from typing import Annotated, Literal

from pydantic import Field

from schemas import fields
from schemas.messages.facts.statement import Statement


class ComplaintHandedIn(Statement, code="custody.complaint-handed-in", happened="handed_in_at"):
    """Complaint against a court, inquiry officer, head of a body of inquiry, investigator or prosecutor handed in."""

    handed_in_at: fields.Instant


class CourtDecided(Statement, code="custody.court-decided"):
    """Court decided on arrest and custody or another measure provided by law."""

    occurred_at: fields.Instant


class DefenderMet(Statement, code="custody.defender-met"):
    """Private and confidential meeting with the defender held."""

    occurred_at: fields.Instant


class ForceUsed(Statement, code="custody.force-used", happened="found_at"):
    """Use of torture, special means or physical force found."""

    found_at: fields.Instant


class HandedOver(Statement, code="custody.handed-over"):
    """Detained person handed over to the investigator or inquiry officer."""

    occurred_at: fields.Instant


class InjuryFound(Statement, code="custody.injury-found", happened="found_at"):
    """Bodily injury, or a complaint of one, found."""

    found_at: fields.Instant


class Interrogated(Statement, code="custody.interrogated"):
    """Interrogation of the detained person began."""

    occurred_at: fields.Instant


class MinorStatusChanged(Statement, code="custody.minor-status-changed", happened="changed_at"):
    """Minor detained or arrested, or the term of custody extended."""

    changed_at: fields.Instant
    change: Literal["detained", "arrested", "term-extended"]


class PersonRestricted(Statement, code="custody.person-restricted", happened="restricted_at"):
    """Person's freedom actually restricted (actual detention)."""

    restricted_at: fields.Instant
    case_term_hours: Annotated[int, Field(ge=1, le=71)] | None = None


class PlaceChanged(Statement, code="custody.place-changed", happened="placed_at"):
    """Place of custody changed."""

    placed_at: fields.Instant
    foreigner: Literal["yes", "no", "unknown"] = "unknown"


class PlaceSet(Statement, code="custody.place-set", happened="placed_at"):
    """Place of custody set."""

    placed_at: fields.Instant
    foreigner: Literal["yes", "no", "unknown"] = "unknown"


class ProtocolDrawn(Statement, code="custody.protocol-drawn", happened="protocol_drawn_at"):
    """Detention protocol drawn up."""

    protocol_drawn_at: fields.Instant


class ReleaseDue(Statement, code="custody.release-due", happened="release_due_at"):
    """Release became due (court decision or end of the term)."""

    release_due_at: fields.Instant


class Released(Statement, code="custody.released"):
    """Detained or arrested person released."""

    occurred_at: fields.Instant
