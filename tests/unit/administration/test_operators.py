"""Operators' keys in the reference log: admitted once, proved by themselves, never taken away."""

import pytest

from schemas.codec import canonical
from schemas.directory.bus_keys import BusKeys
from schemas.errors.tree import EnrolmentError
from services.administration import operators
from services.directory_log.outcomes import Believed, Broken
from services.directory_log.writing import VersionSaid
from tests.unit.administration import people
from tests.unit.enrolment.log import BEGAN, DAY, NETWORK, Log, codes


def said(log: Log, keys: BusKeys) -> VersionSaid:
    return VersionSaid("keys", "2", log.at, keys)


def standing(log: Log) -> BusKeys:
    assert log.state.bus_keys is not None
    return log.state.bus_keys


def with_operator(log: Log) -> BusKeys:
    return operators.admitted(standing(log), people.key("first", at=BEGAN), network=NETWORK)


def test_a_key_is_admitted_and_stands_in_the_log() -> None:
    log = Log.begun()
    assert isinstance(log.say(said(log, with_operator(log))), Believed)

    known = standing(log).operator(people.key("first").id)
    assert known is not None
    assert (known.operator, known.holds(log.at), known.holds(BEGAN + 800 * DAY)) == ("operator-first", True, False)
    assert operators.is_proved(known, network=NETWORK)


def test_admitted_again_it_changes_nothing() -> None:
    log = Log.begun()
    once = with_operator(log)
    assert operators.admitted(once, people.key("first", at=BEGAN), network=NETWORK) == once


def test_a_list_without_operators_has_the_form_that_it_had() -> None:
    assert b"operators" not in canonical.encode(standing(Log.begun()))


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"public": people.signer("third").public}, "HB-8551"),
        ({"id": people.key("third").id}, "HB-8551"),
    ],
)
def test_neither_an_id_nor_a_key_stands_there_twice(change: dict[str, str], code: str) -> None:
    once = with_operator(Log.begun())
    with pytest.raises(EnrolmentError, match=code):
        operators.admitted(once, people.key("first", at=BEGAN).model_copy(update=change), network=NETWORK)


@pytest.mark.parametrize(
    "change", [{"proof": None}, {"proof": people.key("second").proof}, {"valid_until": BEGAN + 9000 * DAY}]
)
def test_a_key_that_does_not_prove_itself_is_not_admitted(change: dict[str, object]) -> None:
    log = Log.begun()
    with pytest.raises(EnrolmentError, match="HB-8552"):
        operators.admitted(standing(log), people.key("first").model_copy(update=change), network=NETWORK)


def test_a_key_of_another_network_is_not_admitted() -> None:
    with pytest.raises(EnrolmentError, match="HB-8552"):
        operators.admitted(standing(Log.begun()), people.key("first"), network="country")


def test_a_later_list_may_leave_none_out_and_change_none() -> None:
    log = Log.begun()
    log.say(said(log, with_operator(log)))
    bare = standing(log).model_copy(update={"operators": ()})
    longer = people.key("first", at=BEGAN).model_copy(update={"valid_until": BEGAN + 9000 * DAY})
    for keys in (bare, bare.model_copy(update={"operators": (longer,)})):
        other = Log(log.bus, log.at, log.state)
        outcome = other.say(said(log, keys))
        assert isinstance(outcome, Broken)
        assert codes(outcome) == ["HB-8205"]


def test_a_revocation_has_effect_when_the_log_has_it_and_is_not_taken_back() -> None:
    log = Log.begun()
    log.say(said(log, with_operator(log)))
    key_id, before = people.key("first").id, standing(log)
    log.say(said(log, operators.revoked(standing(log), key_id, log.at - DAY)))

    known = standing(log).operator(key_id)
    assert known is not None
    assert known.revoked_at == log.at
    assert operators.revoked(standing(log), key_id, log.at) == standing(log)
    log.say(said(log, before))
    known = standing(log).operator(key_id)
    assert known is not None
    assert not known.holds(log.at)


def test_nobodys_key_is_not_revoked() -> None:
    with pytest.raises(EnrolmentError, match="HB-8553"):
        operators.revoked(standing(Log.begun()), people.key("first").id, BEGAN)
