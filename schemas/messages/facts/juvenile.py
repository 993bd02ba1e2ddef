"""The facts of the family juvenile."""

from schemas import fields
from schemas.messages.facts.statement import Statement


class CouncilInitiated(Statement, code="juvenile.council-initiated"):
    """Meeting of the education organisation's prevention council initiated."""

    occurred_at: fields.Instant


class DeliveredOutOfArea(Statement, code="juvenile.delivered-out-of-area", happened="delivered_at"):
    """Minor living outside the service area delivered to the internal affairs body."""

    delivered_at: fields.Instant


class InformationObtained(Statement, code="juvenile.information-obtained", happened="obtained_at"):
    """Significant information of interest to the internal affairs bodies obtained."""

    obtained_at: fields.Instant


class OffenceEstablished(Statement, code="juvenile.offence-established", happened="established_at"):
    """Criminal offence by a minor on record established."""

    established_at: fields.Instant


class ProceduralDecision(Statement, code="juvenile.procedural-decision", happened="decided_at"):
    """Procedural decision taken on a minor's criminal offence."""

    decided_at: fields.Instant


class PupilCriminalOffence(Statement, code="juvenile.pupil-criminal-offence", happened="detected_at"):
    """Criminal offence by a pupil detected."""

    detected_at: fields.Instant


class PupilOffence(Statement, code="juvenile.pupil-offence", happened="detected_at"):
    """Pupil's offence, other antisocial act, or consumption of alcohol, psychotropic or stupefying substances detected."""

    detected_at: fields.Instant


class ReleaseScheduled(Statement, code="juvenile.release-scheduled"):
    """Minor's release from a penal institution scheduled."""

    occurred_at: fields.Instant
    release_on: fields.Instant


class RunawayPlaced(Statement, code="juvenile.runaway-placed", happened="placed_at"):
    """Child who left the family handed to the parents or sent to the adaptation centre."""

    placed_at: fields.Instant


class SuspectGroundArisen(Statement, code="juvenile.suspect-ground-arisen", happened="arisen_at"):
    """Ground for putting a juvenile suspect on record arose."""

    arisen_at: fields.Instant


class TransportOffence(Statement, code="juvenile.transport-offence", happened="detected_at"):
    """Minor's offence at a transport facility detected."""

    detected_at: fields.Instant
