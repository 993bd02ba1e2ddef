"""Every other thing that an agency may say: each draft becomes a record that reads as it should."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any, Final

import pytest

from producers.outbox import drafting, packing, saying
from producers.outbox.drafting import About, Draft, To
from producers.outbox.packing import Packed
from producers.outbox.recipients import Roster
from schemas.catalogue import loading
from schemas.codec import record
from schemas.examples import reading
from schemas.messages.body import Officer
from schemas.messages.bus import ObligationSnapshot
from schemas.messages.envelope import (
    DrillOpened,
    Fact,
    FallbackContact,
    FromAgency,
    HandoverOffered,
    Notice,
    Objection,
    OnOccasion,
)
from schemas.messages.other_bodies import DrillBody, FallbackBody, HandoverBody, ReceiptBody
from schemas.messages.parts import MessageRef, ObligationRef
from tests.unit.outbox.saying import notice
from tests.unit.outbox.world import INVESTIGATOR, NOW, PROSECUTOR, directory, keyring, opened, speaker

OFFICER: Final = Officer(name="Үлгі Тергеуші")
OVERSEER: Final = directory().overseer(INVESTIGATOR, NOW)
OTHER: Final = "investigation-medeu"
OCCASION: Final = f"{INVESTIGATOR}/qsgyj2h2cwzjzonzw4lyabmrxj"
OWED: Final = ObligationRef(duty="detention.prosecutor-notice", occasion=OCCASION, recipient="prosecutor")  # type: ignore[arg-type] # codes in the clear


def said(draft: Draft, agency: str = INVESTIGATOR) -> Packed:
    return packing.pack(draft, speaker=speaker(agency), roster=Roster(directory(), loading.load(), NOW))


def envelope(draft: Draft, agency: str = INVESTIGATOR) -> Any:  # noqa: ANN401 - of whichever type
    return said(draft, agency).envelope


def original() -> Notice:
    sent = envelope(drafting.draft(notice(), About(occasion=OCCASION)))
    assert isinstance(sent, Notice)
    return sent


def fact() -> Fact:
    sent = envelope(
        Draft(
            envelope={
                "type": "fact",
                "name": "custody.protocol-drawn",
                "occasion": OCCASION,
                "occurred_at": NOW,
                "instants": {"protocol_drawn_at": NOW},
            }
        )
    )
    assert isinstance(sent, Fact)
    return sent


def snapshot() -> ObligationSnapshot:
    example = reading.example("prosecutor-not-told-in-twelve-hours")
    read, _ = reading.check(example, loading.load())
    assert isinstance(read, ObligationSnapshot)
    return read.model_copy(update={"obligation": OWED})


def offer() -> HandoverOffered:
    made = envelope(saying.handover_offered(OCCASION, HandoverBody(note="-"), to=OTHER, as_role="investigator"))
    assert isinstance(made, HandoverOffered)
    return made


def contact() -> FallbackContact:
    told = FallbackBody(told=OFFICER, told_by=OFFICER, words="-")
    made = envelope(saying.fallback_contact(OWED, told, agency=PROSECUTOR, at=NOW, channel="phone"))
    assert isinstance(made, FallbackContact)
    return made


def drill() -> DrillOpened:
    body = DrillBody(purpose="-", officer=OFFICER)
    to = [To("investigator", INVESTIGATOR)]
    made = envelope(
        saying.drill_opened(f"{PROSECUTOR}/{'a' * 26}", body, to=to, opens_at=NOW, closes_at=NOW + timedelta(hours=2)),
        PROSECUTOR,
    )
    assert isinstance(made, DrillOpened)
    return made


def objection() -> Objection:
    made = envelope(saying.objection(snapshot(), "-", officer=OFFICER))
    assert isinstance(made, Objection)
    return made


def wrapped() -> Draft:
    packed = said(drafting.draft(notice(), About(occasion=OCCASION)))
    return packing.rewrapped(
        packed, [To("prosecutor", OTHER)], speaker=speaker(), roster=Roster(directory(), loading.load(), NOW)
    )


NOTE: Final = ReceiptBody(note="-", officer=OFFICER)
BACK: Final = [("investigator", INVESTIGATOR)]
OVERSEEN: Final = [("overseer", OVERSEER.id if OVERSEER else "")]
# What is said, by whom, and who can read its body; nobody where it has none.
CASES: Final[dict[str, tuple[Callable[[], Draft], str, list[tuple[str, str]]]]] = {
    "taken": (lambda: saying.receipt("taken", original(), at=NOW), PROSECUTOR, []),
    "seen, with a note": (lambda: saying.receipt("seen", original(), at=NOW, note=NOTE), PROSECUTOR, BACK),
    "refused as not mine": (lambda: saying.refused(original(), "not-mine", at=NOW), PROSECUTOR, []),
    "correction of a notice": (
        lambda: saying.correction(original(), "-", changed={}, replacement=notice("115")),
        INVESTIGATOR,
        [("prosecutor", PROSECUTOR)],
    ),
    "correction of a fact": (
        lambda: saying.correction(fact(), "-", changed={"occurred_at": NOW}),
        INVESTIGATOR,
        OVERSEEN,
    ),
    "withdrawal": (lambda: saying.withdrawal(original(), "-"), INVESTIGATOR, [("prosecutor", PROSECUTOR)]),
    "objection": (lambda: saying.objection(snapshot(), "-", officer=OFFICER), INVESTIGATOR, OVERSEEN),
    "ruling on an objection": (
        lambda: saying.ruling(objection(), "excuse", reasons="-", decided_by=OFFICER),
        PROSECUTOR,
        BACK,
    ),
    "ruling by itself": (
        lambda: saying.ruling(OWED, "annul", reasons="-", decided_by=OFFICER, to=[To("investigator", INVESTIGATOR)]),
        PROSECUTOR,
        BACK,
    ),
    "deemed accepted": (
        lambda: saying.deemed_accepted(
            MessageRef(sender=original().sender, id=original().id),
            occasion=OCCASION,
            as_role="investigator",
            reasons="-",
            decided_by=OFFICER,
        ),
        PROSECUTOR,
        BACK,
    ),
    "handover offered": (
        lambda: saying.handover_offered(OCCASION, HandoverBody(note="-"), to=OTHER, as_role="investigator"),
        INVESTIGATOR,
        [("investigator", OTHER)],
    ),
    "handover accepted": (lambda: saying.handover_accepted(offer()), OTHER, []),
    "handover accepted, with a note": (lambda: saying.handover_accepted(offer(), NOTE), OTHER, BACK),
    "told off the bus": (
        lambda: saying.fallback_contact(
            OWED,
            FallbackBody(told=OFFICER, told_by=OFFICER, words="-"),
            agency=PROSECUTOR,
            at=NOW,
            channel="phone",
        ),
        INVESTIGATOR,
        [("prosecutor", PROSECUTOR)],
    ),
    "confirmed": (lambda: saying.fallback_confirmed(contact(), told_at=NOW, channel="phone"), PROSECUTOR, []),
    "drill closed": (
        lambda: saying.drill_closed(drill(), DrillBody(purpose="-", officer=OFFICER)),
        PROSECUTOR,
        BACK,
    ),
    "rewrap": (wrapped, INVESTIGATOR, []),
    "resync": (lambda: saying.resync(NOW), PROSECUTOR, []),
    "countersignature": (
        lambda: saying.countersignature(origin="-", tree_size=3, root="0" * 64, signature="A" * 86 + "=="),
        PROSECUTOR,
        [],
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_what_is_said_reads_on_the_wire_for_whom_it_is_meant(case: str) -> None:
    made, agency, readers = CASES[case]
    packed = said(made(), agency)
    read = record.decode(key=packed.record.key, value=packed.record.value, headers=packed.record.headers).envelope
    assert isinstance(read, FromAgency)
    assert (read.sender, read.id) == (agency, packed.id)
    assert [(r.role, r.agency.id) for r in packed.recipients] == readers
    for _, reader in readers:
        assert opened(packed, reader).startswith(b"{")


def test_an_answer_stands_under_the_occasion_in_the_drill_and_names_what_it_answers() -> None:
    answered = original()
    made = envelope(saying.receipt("acted", answered, at=NOW).in_drill(drill().drill), PROSECUTOR)
    assert isinstance(made, OnOccasion)
    assert (made.occasion, made.drill) == (answered.occasion, drill().drill)
    assert made.model_dump()["regards"] == {"sender": answered.sender, "id": answered.id}
    assert made.model_dump()["as_role"] == "prosecutor"


def test_what_regards_an_urgent_message_is_urgent_too() -> None:
    example = reading.example("word-of-a-planned-street-fight")
    urgent, _ = reading.check(example, loading.load())
    assert isinstance(urgent, OnOccasion)
    reader = getattr(urgent, "seal").recipients[0].agency  # noqa: B009 - every notice has one
    assert said(saying.receipt("taken", urgent, at=NOW), reader).topic == f"urgent.{reader}"


def test_a_successor_opens_what_was_wrapped_anew_for_it() -> None:
    from services.keys import sealing
    from tests.unit.outbox.world import NETWORK

    packed = said(drafting.draft(notice(), About(occasion=OCCASION)))
    roster = Roster(directory(), loading.load(), NOW)
    made = envelope(packing.rewrapped(packed, [To("prosecutor", OTHER)], speaker=speaker(), roster=roster))
    message = sealing.Named(NETWORK, packed.envelope.sender, packed.id)
    opener = keyring(OTHER).openers[0]
    key = sealing.content_key_of(made.wraps[0], message=message, opener=opener, committed=made.key_commitment)
    assert sealing.commitment(key) == packed.envelope.model_dump()["seal"]["key_commitment"]
