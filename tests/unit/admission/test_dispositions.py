"""What becomes of a record: by who wrote it, which key was valid when it came, what the catalogue objects to, and what is known."""

from dataclasses import replace
from datetime import timedelta
from typing import Final

import pytest

from schemas.directory.agency import AgencyKey
from schemas.errors.tree import Finding
from services.admission import dispositions
from services.admission.dispositions import Known, Presented, Signature
from tests.unit.directory import agencies

SENDER: Final = "agency-a"
KEY: Final = AgencyKey.model_validate(agencies.key(SENDER))
WHOLE: Final = Presented(
    SENDER,
    agencies.day(3),
    claimed_sender=SENDER,
    agency=agencies.agency(SENDER),
    signature=Signature(KEY.id, KEY, verifies=True),
)
MOMENT: Final = timedelta(microseconds=1)
OBJECTION: Final = Finding("HB-2303", "/to", {"duty": "a.b", "role": "x", "recipients": "y"})


def signed(*, verifies: bool = True, **changes: object) -> Presented:
    key = KEY.model_copy(update=changes)
    return replace(WHOLE, signature=Signature(key.id, key, verifies=verifies))


ROUTED: Final = (
    ("a whole record", WHOLE, Known()),
    ("a record about a message that is here", WHOLE, Known(regarded="here")),
    ("a sender that could not be read is not compared", replace(WHOLE, claimed_sender=None), Known()),
    ("at the key's first instant", replace(WHOLE, received_at=KEY.valid_from), Known()),
    ("a microsecond before the key's end", replace(WHOLE, received_at=KEY.valid_until - MOMENT), Known()),
    ("the key was revoked only afterwards", signed(revoked_at=agencies.day(3) + MOMENT), Known()),
    ("the key is suspect, which only marks", signed(suspect_since=agencies.day(2)), Known()),
)
REJECTED: Final = (
    ("the envelope names another sender", replace(WHOLE, claimed_sender="agency-b"), Known(), "HB-2401"),
    ("the id was used for other bytes", WHOLE, Known(same_id="other-bytes"), "HB-2402"),
    ("it speaks of another agency's message", WHOLE, Known(regarded="another-agencys"), "HB-2403"),
    (
        "its agency is closed",
        replace(WHOLE, agency=agencies.closed(SENDER, how="abolished", at=agencies.day(2))),
        Known(),
        "HB-2404",
    ),
    ("no such key", replace(WHOLE, signature=Signature("agency-a/x", None, verifies=True)), Known(), "HB-2405"),
    ("a key for sealing", signed(purpose="seal"), Known(), "HB-2405"),
    ("another agency's key", signed(id="agency-b/sign-2026-01"), Known(), "HB-2405"),
    ("a microsecond before the key holds", replace(WHOLE, received_at=KEY.valid_from - MOMENT), Known(), "HB-2406"),
    ("at the very end of the key", replace(WHOLE, received_at=KEY.valid_until), Known(), "HB-2406"),
    ("at the instant of its revocation", signed(revoked_at=agencies.day(3)), Known(), "HB-2406"),
    ("the signature does not verify", signed(verifies=False), Known(), "HB-2407"),
    ("the catalogue objects", replace(WHOLE, findings=(OBJECTION,)), Known(), "HB-2303"),
    (
        "forged and wrong: the forgery is named",
        replace(WHOLE, claimed_sender="agency-b", findings=(OBJECTION,)),
        Known(),
        "HB-2401",
    ),
    (
        "wrong, and about nothing known: it does not wait",
        replace(WHOLE, findings=(OBJECTION,)),
        Known(regarded="not-yet"),
        "HB-2303",
    ),
)


@pytest.mark.parametrize(("presented", "known"), [row[1:] for row in ROUTED], ids=[row[0] for row in ROUTED])
def test_what_nothing_speaks_against_is_routed(presented: Presented, known: Known) -> None:
    decision = dispositions.decide(presented, known)

    assert (decision.disposition, decision.findings) == ("ROUTED", ())


@pytest.mark.parametrize(
    ("presented", "known", "code"), [row[1:] for row in REJECTED], ids=[row[0] for row in REJECTED]
)
def test_what_is_the_senders_fault_is_rejected_and_says_why(presented: Presented, known: Known, code: str) -> None:
    decision = dispositions.decide(presented, known)

    assert (decision.disposition, [finding.code for finding in decision.findings]) == ("REJECTED", [code])


def test_what_is_our_fault_is_kept_and_never_rejected() -> None:
    forged = replace(WHOLE, claimed_sender="agency-b", findings=(OBJECTION,), our_fault=True)

    assert dispositions.decide(forged, Known()).disposition == "QUARANTINED"


def test_the_same_bytes_again_are_a_duplicate_whatever_became_of_the_first() -> None:
    wrong = replace(WHOLE, findings=(OBJECTION,))

    assert dispositions.decide(wrong, Known(same_id="same-bytes")).disposition == "DUPLICATE"


def test_what_is_about_a_message_that_has_not_come_waits() -> None:
    assert dispositions.decide(WHOLE, Known(regarded="not-yet")).disposition == "PARKED"
