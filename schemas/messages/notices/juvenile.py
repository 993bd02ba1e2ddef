"""The notices of the family juvenile."""

from datetime import date
from typing import Literal

from schemas import fields
from schemas.messages import body
from schemas.messages.body import NoticeBody


class OffenceNotice(NoticeBody, code="juvenile.offence-notice"):
    """A minor on record committed an offence."""

    minor_on_record: body.Person
    offence_established: fields.Paragraphs
    case_in_proceedings: fields.Line


class SuspectNotice(NoticeBody, code="juvenile.suspect-notice"):
    """A juvenile suspect, for putting on record."""

    ground: Literal["preventive-measure", "below-age", "prosecution-ended"]


class OffenceCertificate(NoticeBody, code="juvenile.offence-certificate"):
    """Certificate on the juvenile's offence."""

    plot: fields.Paragraphs
    qualification: fields.Paragraphs
    preventive_measure: fields.Paragraphs
    sent_to_prosecutor_on: date
    behaviour: fields.Paragraphs


class RunawayNotice(NoticeBody, code="juvenile.runaway-notice"):
    """Runaway child found on transport."""

    child: body.Person
    placed_with: Literal["parents", "adaptation-centre"]


class TransportOffenceNotice(NoticeBody, code="juvenile.transport-offence-notice"):
    """Minor's offence at a transport facility."""


class OutOfAreaNotice(NoticeBody, code="juvenile.out-of-area-notice"):
    """Minor from another area delivered to the police."""

    minor: body.Person
    reason: Literal["offence", "neglect", "homelessness"]


class SchoolNotice(NoticeBody, code="juvenile.school-notice"):
    """Pupil's offence or intoxication, to the school."""


class InformationOfInterest(NoticeBody, code="juvenile.information-of-interest"):
    """Information of operational interest."""


class PreReleaseNotice(NoticeBody, code="juvenile.pre-release-notice"):
    """Minor to be released: 20 days ahead."""


class ProbationMonthlyList(NoticeBody, code="juvenile.probation-monthly-list"):
    """Monthly lists to the juvenile unit."""
