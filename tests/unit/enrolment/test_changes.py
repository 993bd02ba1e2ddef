"""What an operator changes of an agency: at once, and in every state that was announced."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta, timezone

import pytest

from schemas.directory.agency import AgencyVersion
from schemas.errors.tree import EnrolmentError
from services.directory_log import changes
from services.directory_log.outcomes import Believed
from services.directory_log.writing import AgencySaid
from services.keys import proofs
from tests.unit.enrolment.log import DAY, NETWORK, Log

NAME = "interior-ministry"
SIGN = f"{NAME}/sign-2026-03"


def with_an_announcement() -> tuple[Log, datetime]:
    """An agency that will move to another territory in ten days."""
    log = Log.begun()
    version = log.enrol(NAME)
    day = log.at + 10 * DAY
    outcome = log.say(AgencySaid(version.model_copy(update={"territory": "750000000", "valid_from": day})))
    assert isinstance(outcome, Believed)
    return log, day + DAY


def said(log: Log, changes_said: Iterable[AgencySaid]) -> None:
    outcome = log.say(*changes_said)
    assert isinstance(outcome, Believed), outcome
    assert outcome.left_out == ()


def standing(log: Log, at: datetime) -> AgencyVersion:
    state = log.state.directory.agency(NAME, at)
    assert state is not None
    return state


def test_new_keys_stand_beside_the_old_ones_and_stay_when_an_announced_state_begins() -> None:
    log, later = with_an_announcement()
    signer = log.rings[NAME].newest_signer()
    asked = log.with_keys(standing(log, log.at))
    new = tuple(proofs.vouch(key, signer, network=NETWORK) for key in asked.keys[2:])
    asked = asked.model_copy(update={"keys": (*asked.keys[:2], *new), "valid_from": log.at})

    said(log, changes.with_keys(log.state.directory, asked, log.at))

    for at, territory in ((log.at, "751510000"), (later, "750000000")):
        state = standing(log, at)
        assert state.territory == territory
        assert len([key for key in state.keys if key.holds(at)]) == 4


def test_a_revoked_key_is_revoked_in_every_state() -> None:
    log, later = with_an_announcement()
    suspect = datetime(2026, 3, 1, tzinfo=timezone(timedelta(hours=5)))

    said(log, changes.without_key(log.state, SIGN, log.at, suspect_since=suspect))

    for at in (log.at, later):
        sign, seal = standing(log, at).keys
        assert (sign.id, sign.holds(at), seal.holds(at)) == (SIGN, False, True)
        assert sign.suspect_since == suspect


def test_a_closed_agency_is_closed_in_every_state_and_its_keys_prove_nothing() -> None:
    log, later = with_an_announcement()
    log.enrol("follower")

    said(log, changes.closed(log.state, NAME, log.at, closed="merged", successor="follower"))

    for at in (log.at, later):
        state = standing(log, at)
        assert (state.closed, state.successor) == ("merged", "follower")
        assert not any(key.holds(at) for key in state.keys)


@pytest.mark.parametrize("change", [changes.without_key, changes.closed])
def test_a_fast_clock_of_the_operator_delays_no_revocation(change: Callable[..., Iterable[AgencySaid]]) -> None:
    log = Log.begun()
    log.enrol(NAME)
    what = SIGN if change is changes.without_key else NAME

    said(log, change(log.state, what, log.at + timedelta(hours=3)))

    state = standing(log, log.at)
    assert not state.keys[0].holds(log.at)
    assert (state.closed is not None) == (change is changes.closed)


def test_a_closing_does_not_wait_for_a_revocation_that_was_announced() -> None:
    log = Log.begun()
    version = log.enrol(NAME)
    later = tuple(key.model_copy(update={"revoked_at": log.at + DAY}) for key in version.keys)
    said(log, [AgencySaid(version.model_copy(update={"keys": later, "valid_from": log.at}))])

    said(log, changes.closed(log.state, NAME, log.at))

    assert not any(key.holds(log.at) for key in standing(log, log.at).keys)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda log: changes.without_key(log.state, "nobody/sign-2026-03", log.at), "HB-8225"),
        (lambda log: changes.without_key(log.state, f"{NAME}/sign-2031-03", log.at), "HB-8226"),
        (lambda log: changes.closed(log.state, "nobody", log.at), "HB-8225"),
        (lambda log: changes.closed(log.state, NAME, log.at, closed="merged", successor="x"), "HB-8225"),
    ],
)
def test_what_does_not_stand_there_cannot_be_changed(change: object, code: str) -> None:
    log, _ = with_an_announcement()
    assert callable(change)

    with pytest.raises(EnrolmentError, match=code):
        list(change(log))
