"""Deadlines as a person counted them on a calendar: each duty at least once, and whatever is easily counted wrong.

A day by itself is its 00:00 in Almaty, where the clocks stood at +06:00 until the end of 29 February 2024, and at +05:00 since.
"""

from typing import Final

LAW: Final[tuple[tuple[str, str, str, str], ...]] = (
    # duty, event, deadline, what is hard about it
    ("custody.injury-notice", "2024-02-29T12:00:00+06:00", "2024-03-01T06:00:00Z", "a tauliq over the day of 25 hours"),
    ("detention.handover", "2024-12-31T21:30:00+05:00", "2024-12-31T19:30:00Z", "into the new year"),
    ("detention.protocol", "2024-02-29T22:00:00+06:00", "2024-02-29T19:00:00Z", "three hours later it is midnight only"),
    ("detention.prosecutor-notice", "2026-03-05T21:10:00.000001Z", "2026-03-06T09:10:00.000001Z", "to the microsecond"),
    ("detention.relatives-notice", "2025-01-01T01:00:00+05:00", "2025-01-01T08:00:00Z", "at night on a holiday"),
    ("detention.foreigner-notice", "2024-03-21T20:00:00+05:00", "2024-03-22T03:00:00Z", "Nauryz stops no hour"),
    ("detention.court-decision-or-release", "2024-02-28T20:00:00+06:00", "2024-03-02T14:00:00Z", "72 hours, a day of 25 among them"),
    ("information.refutation", "2024-01-31", "2024-02-29T19:00:00Z", "no 31 February, in a leap year"),
    ("information.refutation", "2023-01-31", "2023-02-28T18:00:00Z", "no 31 February"),
    ("juvenile.offence-notice", "2024-02-28T10:00:00+06:00", "2024-03-02T04:00:00Z", "three tauliq over a leap day of 25 hours"),
    ("juvenile.suspect-notice", "2023-12-30T23:59:59.999999+06:00", "2024-01-02T17:59:59.999999Z", "a microsecond before midnight"),
    ("juvenile.offence-certificate", "2025-03-20T09:00:00+05:00", "2025-03-23T04:00:00Z", "Nauryz stops no tauliq"),
    ("juvenile.runaway-notice", "2024-04-30T05:00:00Z", "2024-05-04T19:00:00Z", "Saturday 4 May 2024 was worked"),
    ("juvenile.runaway-notice", "2024-02-27T18:30:00Z", "2024-03-04T19:00:00Z", "the day is that of Almaty: 28 February"),
    ("juvenile.transport-offence-notice", "2020-12-17", "2020-12-22T18:00:00Z", "Sunday 20 December 2020 was worked"),
    ("juvenile.transport-offence-notice", "2024-12-31T18:59:59.999999Z", "2025-01-08T19:00:00Z", "still 31 December; Sunday 5 January was worked"),
    ("juvenile.out-of-area-notice", "2025-06-04", "2025-06-10T19:00:00Z", "Kurban Ait on a Friday"),
    ("juvenile.out-of-area-notice", "2024-06-13", "2024-06-18T19:00:00Z", "Kurban Ait on a Sunday gives no other day off"),
    ("juvenile.pre-release-notice", "2024-03-20", "2024-02-29T19:00:00Z", "twenty days back to the leap day"),
    ("juvenile.pre-release-notice", "2024-03-21", "2024-03-01T19:00:00Z", "the same release, put off by a day"),
    ("juvenile.pre-release-notice", "2024-01-15", "2023-12-26T18:00:00Z", "back over the year's end"),
    ("juvenile.probation-monthly-list", "2024-03-01", "2024-02-29T19:00:00Z", "00:00 of 1 March ends February"),
    ("juvenile.probation-monthly-list", "2024-03-01T00:00:00.000001+05:00", "2024-03-31T19:00:00Z", "a microsecond later it is March"),
    ("office.removal-executed", "2024-12-30T12:00:00Z", "2025-01-02T12:00:00Z", "the holidays of New Year stop no tauliq"),
    ("prevention.submission-reply", "2024-03-31", "2024-04-30T19:00:00Z", "April has no 31st"),
    ("prevention.submission-reply", "2023-12-31", "2024-01-31T18:00:00Z", "over the year's end"),
    ("report.women-protection-quarterly", "2024-04-01", "2024-04-05T19:00:00Z", "the fifth after the first quarter"),
    ("report.women-protection-consolidated", "2024-01-01", "2024-01-10T18:00:00Z", "the tenth after the last quarter of the year before"),
    ("report.nature-quarterly", "2024-07-01", "2024-07-05T19:00:00Z", "the fifth after the second quarter"),
    ("report.nature-consolidated", "2024-10-01", "2024-10-15T19:00:00Z", "the fifteenth after the third quarter"),
    ("report.residents-quarterly", "2024-04-01", "2024-03-31T19:00:00Z", "no due day: at the quarter's end"),
    ("sentence.right-arisen-notice", "2024-02-25", "2024-03-01T19:00:00Z", "over the leap day"),
    ("sentence.petition-to-court", "2024-12-25", "2025-01-04T19:00:00Z", "ends on a Saturday and does not move"),
    ("sentence.petition-prosecutor-informed", "2023-02-20", "2023-03-02T18:00:00Z", "over February of 28 days"),
    ("transfer.application-forwarded", "2024-03-19", "2024-03-27T19:00:00Z", "five days of Nauryz"),
    ("transfer.application-forwarded", "2020-05-07", "2020-05-13T18:00:00Z", "Monday 11 May 2020 was worked though 9 May was a Saturday"),
    ("transfer.occupancy-report", "2024-03-01", "2024-02-29T19:00:00Z", "00:00 ends the day before"),
    ("transfer.order-executed", "2024-03-09T23:00:00+05:00", "2024-03-10T18:00:00Z", "a tauliq is no day"),
    ("transfer.vacancy-checked", "2024-02-29T23:30:00+06:00", "2024-02-29T19:00:00Z", "23:30 for the first time: 90 minutes are left"),
    ("transfer.vacancy-checked", "2024-02-29T23:30:00+05:00", "2024-02-29T19:00:00Z", "23:30 once more: half an hour is left"),
    ("transfer.vacancy-checked", "2024-03-01", "2024-03-01T19:00:00Z", "00:00 belongs to the day that begins"),
    ("transfer.ties-survey", "2024-07-01", "2024-06-30T19:00:00Z", "at the half-year's end"),
    ("weapons.check-report", "2024-03-18", "2024-03-28T19:00:00Z", "all of Nauryz within"),
    ("weapons.check-report", "2024-12-27", "2025-01-08T19:00:00Z", "New Year, Christmas and a worked Sunday"),
    ("weapons.check-report", "2025-12-24", "2025-12-31T19:00:00Z", "the last day that is certain"),
)  # fmt: skip

PROVISIONAL: Final[tuple[tuple[str, str, str, str], ...]] = (
    ("weapons.check-report", "2025-12-30", "2026-01-09T19:00:00Z", "reaches into a year that is not complete"),
    ("weapons.check-report", "2026-05-20", "2026-05-28T19:00:00Z", "over a Kurban Ait that is only estimated"),
)

POLICY: Final[tuple[tuple[str, str, str], ...]] = (
    ("custody.complaint-forwarded", "2024-05-01T08:00:00Z", "2024-05-01T08:15:00Z"),
    ("detention.minor-parents-notice", "2024-02-29T18:50:00Z", "2024-02-29T19:05:00Z"),
    ("detention.release", "2024-12-31T18:59:59.5Z", "2024-12-31T19:14:59.5Z"),
    ("detention.defender-access", "2024-03-08T00:00:00Z", "2024-03-08T00:15:00Z"),
    ("juvenile.school-notice", "2024-03-21", "2024-03-20T19:15:00Z"),
    ("juvenile.prevention-council", "2024-03-21T03:00:00Z", "2024-03-21T03:15:00Z"),
    ("juvenile.information-of-interest", "2024-03-21T03:00:00Z", "2024-03-21T03:15:00Z"),
    ("police.crime-report-response", "2024-03-21T03:00:00Z", "2024-03-21T03:15:00Z"),
    ("protection.property-threat", "2024-03-21T03:00:00Z", "2024-03-21T03:15:00Z"),
    ("transfer.list-removal-notice", "2024-05-05T10:00:00+05:00", "2024-05-05T19:00:00Z"),
)

NOTHING: Final[tuple[str, ...]] = (
    "custody.force-used-notice",
    "detention.close-relatives-told",
    "dv.complaint-result",
    "dv.complaint-forwarding",
    "police.applicant-result",
    "police.threat-to-nearest-body",
    "police.serviceman-handover",
    "protection.nondisclosure-documents",
    "protection.nondisclosure-workplace",
    "transfer.vacancy-notice",
)
