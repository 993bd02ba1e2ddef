"""Requests of agencies: who signed them, for which network, and who may change what stands in the directory."""

import pytest

from schemas.directory.request import EnrolmentRequest
from schemas.fields import RoleCode
from services.directory_log import accepting, changes, requests
from services.directory_log.outcomes import Believed
from services.directory_log.writing import AgencySaid
from services.keys import proofs
from services.keys.keyring import Keyring
from tests.unit.enrolment.log import DAY, NETWORK, Log, agency


def a_request(log: Log, name: str = "police-medeu", superior: str | None = None) -> EnrolmentRequest:
    ring = requests.grown(Keyring(NETWORK, name), log.at)
    wanted = agency(name, superior).model_copy(update={"keys": requests.newest(ring, log.at)})
    return requests.signed(wanted, ring.newest_signer(), network=NETWORK)


def a_change(log: Log, **changed: object) -> EnrolmentRequest:
    """The agency that stands there asks to stand otherwise."""
    standing = log.state.directory.history("police-medeu")[0]
    signer = log.rings["police-medeu"].newest_signer()
    return requests.signed(standing.model_copy(update=changed), signer, network=NETWORK)


def codes(request: EnrolmentRequest, log: Log, *, network: str = NETWORK) -> list[str]:
    return [finding.code for finding in requests.objections(request, log.state, network=network, at=log.at)]


def test_a_request_that_its_agency_signed_is_sound_before_and_after_its_superior_vouched() -> None:
    log = Log.begun()
    log.enrol("interior-ministry")
    request = a_request(log, superior="interior-ministry")

    vouched = requests.vouched(request, log.rings["interior-ministry"].newest_signer())

    assert codes(request, log) == codes(vouched, log) == []
    assert [key.vouched_by for key in vouched.agency.keys] == ["interior-ministry/sign-2026-03"] * 2


@pytest.mark.parametrize(
    "change",
    [
        {"roles": (RoleCode("prosecutor"),)},
        {"territory": "750000000"},
        {"superior": None},
        {"keys": ()},
    ],
    ids=str,
)
def test_nothing_of_a_request_can_be_changed_after_it_was_signed(change: dict[str, object]) -> None:
    log = Log.begun()
    request = a_request(log, superior="interior-ministry")

    changed = request.model_copy(update={"agency": request.agency.model_copy(update=change)})

    assert codes(changed, log) == ["HB-8221"]


def test_a_request_for_another_network_is_not_for_us() -> None:
    log = Log.begun()

    assert codes(a_request(log), log, network="country") == ["HB-8222"]


def test_a_stranger_cannot_ask_in_the_name_of_an_agency_that_stands_there() -> None:
    log = Log.begun()
    log.enrol("police-medeu")

    request = a_request(log)

    assert codes(request, log) == ["HB-8223"]


def test_a_revoked_key_asks_for_nothing_more() -> None:
    log = Log.begun()
    log.enrol("police-medeu")
    request = a_change(log, territory="000000000")
    assert codes(request, log) == []

    log.say(*changes.without_key(log.state, log.rings["police-medeu"].newest_signer().key_id, log.at))

    assert codes(request, log) == ["HB-8223"]


def test_an_agency_in_a_zone_that_nobody_knows_is_not_admitted() -> None:
    """None of its deadlines could be counted."""
    log = Log.begun()
    log.enrol("police-medeu")

    assert codes(a_change(log, zone="Asia/Almatty"), log) == ["HB-5151"]


def test_an_agency_that_was_closed_asks_anew_like_a_new_one() -> None:
    log = Log.begun()
    log.enrol("police-medeu")
    log.say(*changes.closed(log.state, "police-medeu", log.at))

    assert codes(a_request(log), log) == []


def enrolled(log: Log) -> EnrolmentRequest:
    """As it asked, and as it stands in the log by now."""
    request = a_request(log)
    assert isinstance(log.say(AgencySaid(request.agency)), Believed)
    return request


def test_a_request_that_is_the_last_word_is_admitted_again_without_an_entry() -> None:
    log = Log.begun()
    request = enrolled(log)

    assert requests.stands(request, log.state, log.at)
    assert codes(request, log) == []


def test_a_state_that_is_announced_does_not_yet_take_the_place_of_what_was_asked() -> None:
    log = Log.begun()
    request = enrolled(log)
    announced = request.agency.model_copy(update={"territory": "750000000", "valid_from": log.at + DAY})

    assert isinstance(log.say(AgencySaid(announced)), Believed)

    assert requests.stands(request, log.state, log.at)
    assert not requests.stands(request, log.state, log.at + 2 * DAY)
    assert requests.stands(request.model_copy(update={"agency": announced}), log.state, log.at)


def test_an_old_request_that_is_admitted_again_does_not_undo_the_directory() -> None:
    log = Log.begun()
    first = enrolled(log)
    standing = log.state.directory.history("police-medeu")[0]
    moved = standing.model_copy(update={"territory": "750000000", "valid_from": log.at})
    assert isinstance(log.say(AgencySaid(moved)), Believed)

    assert not requests.stands(first, log.state, log.at)
    assert codes(first, log) == ["HB-8232"]


def test_a_request_from_before_a_key_was_there_does_not_end_it() -> None:
    log = Log.begun()
    log.enrol("police-medeu")
    signer = log.rings["police-medeu"].newest_signer()
    standing = log.state.directory.history("police-medeu")[0]
    late = a_change(log, territory="750000000")
    more = log.with_keys(standing)
    vouched = tuple(proofs.vouch(key, signer, network=NETWORK) for key in more.keys[2:])
    rotated = more.model_copy(update={"keys": (*more.keys[:2], *vouched), "valid_from": log.at})
    assert isinstance(log.say(AgencySaid(rotated)), Believed)
    new = [key.id for key in vouched]

    found = list(requests.objections(late, log.state, network=NETWORK, at=log.at))

    assert [(one.code, one.particulars["key"]) for one in found] == [("HB-8233", key) for key in new]
    log.say(*changes.without_key(log.state, new[0], log.at))
    found = list(requests.objections(late, log.state, network=NETWORK, at=log.at))
    assert [one.particulars["key"] for one in found] == new[1:]


def test_a_rehearsal_says_what_the_log_would_not_believe() -> None:
    log = Log.begun()
    log.enrol("interior-ministry")
    unvouched = a_request(log, superior="interior-ministry")
    vouched = requests.vouched(unvouched, log.rings["interior-ministry"].newest_signer())

    def rehearsed(request: EnrolmentRequest) -> list[str]:
        made = log.records(AgencySaid(request.agency))
        return [finding.code for finding in accepting.rehearse(log.state, made, log.trust, at=log.at)]

    assert rehearsed(unvouched) == ["HB-2602", "HB-2602"]
    assert rehearsed(vouched) == []
    assert log.state.directory.ids == ("interior-ministry",)
