"""An intervention holds if two different operators have signed it, by keys that hold, and nothing in it was changed since."""

from datetime import timedelta

import pytest
from pydantic import ValidationError

from schemas.codec import canonical
from schemas.errors.tree import InterventionError
from schemas.evidence import Intervened
from schemas.interventions import Replay
from services.administration import interventions
from services.keys import merkle
from services.ledger.records import Place
from tests.unit.administration import people
from tests.unit.administration.people import AT, NETWORK, good

PLACE = Place("outbox.police-almaty", 0, 1, 7)


def test_two_operators_are_enough() -> None:
    good(PLACE).check(AT)


def test_a_third_does_no_harm() -> None:
    document = people.signed(people.replay(PLACE), "first", "second", "third")
    people.intervening(document, *people.known(), people.key("third")).check(AT)


@pytest.mark.parametrize("what", people.BAD)
def test_anything_less_is_refused(what: str) -> None:
    by, code = people.bad(what, people.replay(PLACE))

    with pytest.raises(InterventionError) as refusal:
        by.check(AT)
    assert {finding.code for finding in refusal.value.findings} == {code}


@pytest.mark.parametrize(("after", "holds"), [(-301, False), (-300, True), (7 * 86400, True), (7 * 86400 + 1, False)])
def test_it_is_good_for_seven_days(after: int, holds: bool) -> None:  # noqa: FBT001 - what is expected
    at = AT + timedelta(seconds=after)
    if holds:
        good(PLACE).check(at)
        return
    with pytest.raises(InterventionError, match="HB-2455"):
        good(PLACE).check(at)


def test_whoever_signs_again_signs_once() -> None:
    document = people.signed(people.replay(PLACE), "first", "second", "first")
    assert sorted(one.key for one in document.signatures) == [people.key("first").id, people.key("second").id]


def test_it_is_the_same_whoever_has_signed_it_and_another_at_another_instant() -> None:
    one, other = people.replay(PLACE), people.replay(PLACE, at=AT + timedelta(microseconds=1))
    assert interventions.digest(people.signed(one, "third").asked) == good(PLACE).digest
    assert interventions.digest(other.asked) != good(PLACE).digest


def test_its_evidence_names_the_record_the_keys_and_what_was_signed() -> None:
    by = good(PLACE)
    leaf = by.leaf(PLACE, AT)

    said = Intervened.model_validate_json(leaf.content)
    assert (said.network, said.intervention, said.kind, said.record) == (NETWORK, by.digest, "replay", PLACE.ref)
    assert said.keys == (people.key("first").id, people.key("second").id)
    assert merkle.leaf_hash(leaf.content).hex() == leaf.hash
    assert b"17/2026" not in leaf.content


def test_it_is_kept_as_it_was_signed() -> None:
    by = good(PLACE)
    assert by.line == canonical.encode(by.document)


def test_a_reason_holds_no_personal_number() -> None:
    with pytest.raises(ValidationError, match="HB-2457"):
        Replay(kind="replay", network=NETWORK, at=AT, reason="case of 900101300123", records=(PLACE.ref,))


def test_each_refusal_says_what_to_do() -> None:
    by, _ = people.bad("one key twice", people.replay(PLACE))
    with pytest.raises(InterventionError) as refusal:
        by.check(AT)
    assert refusal.value.findings[0].sentence("en") == (
        "HB-2451: /signatures: The intervention is not signed by 2 different operators. Have another operator sign it: "
        "habarshy operator sign. Two keys of one person count once."
    )
