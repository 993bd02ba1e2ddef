"""The rows of the tables: one change in one example, and the one finding that it draws."""

from typing import Final, NamedTuple

from tests.unit.contract.changed_example import GONE, Path


class Refusal(NamedTuple):
    """Changing this in the example draws this code at this place."""

    reason: str
    example: str
    path: Path
    value: object
    code: str
    where: str


TOLD: Final = "prosecutor-told-of-a-detention"
DETAINED: Final = "detained-with-a-shorter-term-in-his-case"
MOTHER: Final = "mother-told-at-once-of-her-sons-detention"
EMBASSY: Final = "embassy-telephoned-about-its-citizen"
FOUR: Final = "four-agencies-told-of-a-foreigner-in-custody"
CORRECTED: Final = "minute-of-the-detention-corrected"
SURVEY: Final = "colony-surveys-ties-in-the-first-half-year"
QUARTER: Final = "quarterly-report-on-protecting-women"
TERM_OUT: Final = "term-runs-out-without-a-court-decision"
CONTESTED: Final = "investigator-contests-a-breach"
BRUISES: Final = "bruises-found-on-arrival"
SAFE: Final = "hunting-rifle-kept-in-its-safe"

FACTS: Final = (
    Refusal("a role that may not publish it", DETAINED, ("as_role",), "court", "HB-2301", "/as_role"),
    Refusal("an agency in the bus's name", TERM_OUT, ("sender",), "court-medeu", "HB-2322", "/as_role"),
    Refusal("the bus in an agency's name", "court-refuses-the-arrest", ("sender",), "bus", "HB-2322", "/as_role"),
    Refusal("an item of no duty", DETAINED, ("checklist",), ["place"], "HB-2308", "/checklist/0"),
    Refusal("a period for an event", DETAINED, ("period",), "2026-06", "HB-2319", "/period"),
    Refusal("no period for a periodic act", SURVEY, ("period",), GONE, "HB-2305", "/period"),
    Refusal("a quarter for a half-year", SURVEY, ("period",), "2026-Q1", "HB-2305", "/period"),
    Refusal("an unknown party", DETAINED, ("parties", "stranger"), "court-medeu", "HB-2320", "/parties/stranger"),
)

NOTICES: Final = (
    Refusal("a role that does not owe it", TOLD, ("as_role",), "court", "HB-2302", "/as_role"),
    Refusal(
        "a recipient whom the law does not name",
        TOLD,
        ("seal", "recipients", 0, "role"),
        "court",
        "HB-2303",
        "/seal/recipients/0/role",
    ),
    Refusal(
        "the local prosecutor for a foreigner",
        FOUR,
        ("seal", "recipients", 3, "role"),
        "prosecutor",
        "HB-2303",
        "/seal/recipients/3/role",
    ),
    Refusal(
        "a recipient outside the bus",
        FOUR,
        ("seal", "recipients", 1, "role"),
        "foreign-mission",
        "HB-2315",
        "/seal/recipients/1/role",
    ),
    Refusal("no start of the clock", TOLD, ("instants",), GONE, "HB-2304", "/instants/protocol_drawn_at"),
    Refusal(
        "another instant",
        TOLD,
        ("instants", "placed_at"),
        "2026-03-05T21:10:00Z",
        "HB-2318",
        "/instants/placed_at",
    ),
    Refusal(
        "an instant for a period",
        QUARTER,
        ("instants", "placed_at"),
        "2026-03-31T19:00:00Z",
        "HB-2318",
        "/instants/placed_at",
    ),
    Refusal("no period", QUARTER, ("period",), GONE, "HB-2305", "/period"),
    Refusal("a month for a quarter", QUARTER, ("period",), "2026-03", "HB-2305", "/period"),
    Refusal("a day that is none", "places-free-and-taken-today", ("period",), "2026-02-30", "HB-2305", "/period"),
    Refusal("a month for a day", "places-free-and-taken-today", ("period",), "2026-02", "HB-2305", "/period"),
    Refusal(
        "a day for a month", "monthly-list-of-minors-on-probation", ("period",), "2026-02-01", "HB-2305", "/period"
    ),
    Refusal("a period for an event", TOLD, ("period",), "2026-03", "HB-2319", "/period"),
    Refusal("an undeclared attribute", TOLD, ("attributes", "foreigner"), "yes", "HB-2306", "/attributes/foreigner"),
    Refusal("an undeclared word", FOUR, ("attributes", "foreigner"), "perhaps", "HB-2307", "/attributes/foreigner"),
    Refusal("a number for a word", FOUR, ("attributes", "foreigner"), 1, "HB-2307", "/attributes/foreigner"),
    Refusal("an item of another duty", SAFE, ("checklist",), ["petition"], "HB-2308", "/checklist/0"),
    Refusal("an item left out", TOLD, ("checklist",), ["detention-carried-out"], "HB-2104", "/checklist"),
    Refusal(
        "no word on what breaking the storage rules asks for",
        SAFE,
        ("attributes", "storage_rules_broken"),
        "yes",
        "HB-2104",
        "/checklist",
    ),
    Refusal("an unknown party", TOLD, ("parties", "stranger"), "court-medeu", "HB-2320", "/parties/stranger"),
    Refusal(
        "sent by the alleged offender's own body",
        BRUISES,
        ("parties", "alleged-offender-body"),
        "isolator-almaty",
        "HB-2314",
        "/sender",
    ),
    Refusal(
        "sent to the alleged offender's own body",
        BRUISES,
        ("parties", "alleged-offender-body"),
        "prosecutor-almaty",
        "HB-2314",
        "/seal/recipients/0/agency",
    ),
    Refusal(
        "a complaint sent to whom it concerns",
        "complaint-about-a-prosecutor-goes-to-court",
        ("seal", "recipients", 0),
        {"role": "complaint-addressee", "agency": "prosecutor-almaty", "key": "prosecutor-almaty/seal-2026-01"},
        "HB-2314",
        "/seal/recipients/0/agency",
    ),
    Refusal(
        "a conflict of interest named by a territory",
        BRUISES,
        ("parties", "alleged-offender-body"),
        "750000000",
        "HB-2326",
        "/parties/alleged-offender-body",
    ),
)

SERVICE_RECORDS: Final = (
    Refusal("a role that does not owe it", MOTHER, ("as_role",), "investigator", "HB-2302", "/as_role"),
    Refusal("a person whom the law does not name", MOTHER, ("to",), "applicant", "HB-2303", "/to"),
    Refusal("an agency on the bus", EMBASSY, ("to",), "foreign-ministry", "HB-2316", "/to"),
    Refusal("no start of the clock", MOTHER, ("instants",), GONE, "HB-2304", "/instants/changed_at"),
    Refusal("told in the future", MOTHER, ("told_at",), "2026-04-24T12:55:01Z", "HB-2313", "/told_at"),
    Refusal("by telephone", "convict-told-in-writing-of-his-right", ("channel",), "phone", "HB-2309", "/channel"),
    Refusal("the person's own call", "wife-told-of-the-detention", ("channel",), "own-call", "HB-2310", "/channel"),
    Refusal("not as whom", MOTHER, ("told_as",), GONE, "HB-2321", "/told_as"),
    Refusal("as whom, without an order", EMBASSY, ("told_as",), "parent", "HB-2321", "/told_as"),
    Refusal("an undeclared word", MOTHER, ("attributes", "change"), "escaped", "HB-2307", "/attributes/change"),
    Refusal("an item left out", MOTHER, ("checklist",), GONE, "HB-2104", "/checklist"),
)

ANSWERS: Final = (
    Refusal("a role that is none", "duty-prosecutor-sees-the-notice", ("as_role",), "stranger", "HB-2323", "/as_role"),
    Refusal("an objection in no role", CONTESTED, ("as_role",), "stranger", "HB-2323", "/as_role"),
    Refusal("an obligation of no duty", CONTESTED, ("regards", "duty"), "office.x", "HB-2324", "/regards/duty"),
    Refusal("an obligation to another", CONTESTED, ("regards", "recipient"), "court", "HB-2303", "/regards/recipient"),
    Refusal(
        "the state of an obligation of no duty",
        "prosecutor-told-in-time",
        ("obligation", "duty"),
        "office.x",
        "HB-2324",
        "/obligation/duty",
    ),
    Refusal(
        "the state of an obligation to another",
        "prosecutor-told-in-time",
        ("obligation", "recipient"),
        "court",
        "HB-2303",
        "/obligation/recipient",
    ),
)

CORRECTIONS: Final = (
    Refusal("in no role", CORRECTED, ("as_role",), "stranger", "HB-2323", "/as_role"),
    Refusal(
        "of an instant that the fact has not",
        CORRECTED,
        ("instants", "placed_at"),
        "2026-03-05T19:02:00Z",
        "HB-2318",
        "/instants/placed_at",
    ),
    Refusal(
        "of an attribute that the fact has not",
        CORRECTED,
        ("attributes", "foreigner"),
        "yes",
        "HB-2306",
        "/attributes/foreigner",
    ),
    Refusal(
        "to a longer term than the law's",
        CORRECTED,
        ("attributes", "case_term_hours"),
        72,
        "HB-2307",
        "/attributes/case_term_hours",
    ),
    Refusal(
        "to a word for a number",
        CORRECTED,
        ("attributes", "case_term_hours"),
        "many",
        "HB-2307",
        "/attributes/case_term_hours",
    ),
    Refusal("of an unknown party", CORRECTED, ("parties", "stranger"), "court-medeu", "HB-2320", "/parties/stranger"),
    Refusal("of an item of no duty", CORRECTED, ("checklist",), ["place"], "HB-2308", "/checklist/0"),
)

EVERY: Final = (*FACTS, *NOTICES, *SERVICE_RECORDS, *ANSWERS, *CORRECTIONS)
