"""Keys in the log: proved and vouched for or left out, and never holding or revoked before the bus heard of it."""

from datetime import datetime

from schemas.directory.agency import AgencyKey, AgencyVersion
from services.directory_log.outcomes import Believed
from services.directory_log.writing import AgencySaid
from services.keys import proofs
from tests.unit.enrolment.log import DAY, MINUTE, NETWORK, Log, agency, codes


def said_of_keys(version: AgencyVersion, **change: object) -> AgencyVersion:
    return version.model_copy(update={"keys": tuple(key.model_copy(update=change) for key in version.keys)})


def standing(log: Log, name: str, at: datetime | None = None) -> AgencyVersion:
    state = log.state.directory.agency(name, at or log.at)
    assert state is not None
    return state


def believed(log: Log, version: AgencyVersion) -> Believed:
    outcome = log.say(AgencySaid(version))
    assert isinstance(outcome, Believed), outcome
    return outcome


def test_a_key_without_a_proof_is_left_out_and_the_rest_stands() -> None:
    log = Log.begun()
    version = log.with_keys(agency("interior-ministry"))
    sign, seal = version.keys
    unproved = version.model_copy(update={"keys": (sign, seal.model_copy(update={"proof": sign.proof}))})

    outcome = believed(log, unproved)

    assert codes(outcome) == ["HB-2601"]
    assert [key.purpose for key in standing(log, "interior-ministry").keys] == ["sign"]


def test_a_key_for_which_nobody_vouched_is_left_out() -> None:
    log = Log.begun()
    log.enrol("interior-ministry")
    version = log.with_keys(agency("police-medeu", superior="interior-ministry"))

    outcome = believed(log, said_of_keys(version, vouch=None, vouched_by=None))

    assert codes(outcome) == ["HB-2602", "HB-2602"]
    assert standing(log, "police-medeu").keys == ()


def test_an_agency_vouches_for_its_next_keys_with_those_it_has() -> None:
    log = Log.begun()
    first = log.enrol("interior-ministry")
    signer = log.rings["interior-ministry"].newest_signer()
    grown = log.with_keys(first)
    new = tuple(proofs.vouch(key, signer, network=NETWORK) for key in grown.keys[2:])

    outcome = believed(log, grown.model_copy(update={"keys": (*first.keys, *new), "valid_from": log.at}))

    assert outcome.left_out == ()
    assert len([key for key in standing(log, "interior-ministry").keys if key.holds(log.at)]) == 4


def test_a_key_holds_from_the_instant_at_which_the_bus_heard_of_it() -> None:
    log = Log.begun()
    version = log.enrol("interior-ministry")
    heard = log.at

    key = standing(log, "interior-ministry").keys[0]

    assert version.keys[0].valid_from < heard
    assert not key.holds(heard - MINUTE)
    assert key.holds(heard)


def revoking(log: Log, version: AgencyVersion, at: datetime, *, valid_from: datetime | None = None) -> AgencyKey:
    believed(log, said_of_keys(version, revoked_at=at).model_copy(update={"valid_from": valid_from or log.at}))
    return standing(log, version.id).keys[0]


def test_a_revocation_never_reaches_back() -> None:
    log = Log.begun()
    version = log.enrol("interior-ministry")
    enrolled = log.at

    key = revoking(log, version, enrolled - 30 * DAY)

    assert key.revoked_at == log.at
    assert key.holds(log.at - MINUTE / 2)
    assert not key.holds(log.at)


def test_a_revocation_has_effect_at_once_though_its_entry_is_for_later() -> None:
    log = Log.begun()
    version = log.enrol("interior-ministry")

    key = revoking(log, version, log.at, valid_from=log.at + 30 * DAY)

    assert not key.holds(log.at)


def test_a_revocation_may_be_announced_and_moved_until_it_has_effect() -> None:
    log = Log.begun()
    version = log.enrol("interior-ministry")

    planned = revoking(log, version, log.at + DAY)
    assert planned.holds(log.at)
    at_once = revoking(log, version, log.at)
    assert not at_once.holds(log.at)


def test_a_revocation_that_has_had_effect_is_not_taken_back() -> None:
    log = Log.begun()
    version = log.enrol("interior-ministry")
    revoked_at = revoking(log, version, log.at).revoked_at

    believed(log, version.model_copy(update={"valid_from": log.at}))

    assert standing(log, "interior-ministry").keys[0].revoked_at == revoked_at


def test_a_suspicion_marks_and_ends_nothing() -> None:
    log = Log.begun()
    version = log.enrol("interior-ministry")

    believed(log, said_of_keys(version, suspect_since=log.at - DAY).model_copy(update={"valid_from": log.at}))

    key = standing(log, "interior-ministry").keys[0]
    assert key.suspect_since is not None
    assert key.holds(log.at)


def test_a_known_keys_life_is_not_lengthened_by_the_operator() -> None:
    log = Log.begun()
    version = log.enrol("interior-ministry")
    until = version.keys[0].valid_until

    believed(log, said_of_keys(version, valid_until=until + 900 * DAY).model_copy(update={"valid_from": log.at}))

    assert standing(log, "interior-ministry").keys[0].valid_until == until


def test_a_later_entry_changes_nothing_that_was() -> None:
    log = Log.begun()
    version = log.enrol("interior-ministry")
    enrolled = log.at

    believed(log, version.model_copy(update={"territory": "000000000", "valid_from": enrolled - 50 * DAY}))

    assert standing(log, "interior-ministry", enrolled).territory == "751510000"
    assert standing(log, "interior-ministry").territory == "000000000"


def test_an_entry_for_later_waits_for_its_day() -> None:
    log = Log.begun()
    version = log.enrol("interior-ministry")

    believed(log, version.model_copy(update={"territory": "000000000", "valid_from": log.at + 10 * DAY}))

    assert standing(log, "interior-ministry").territory == "751510000"
    assert standing(log, "interior-ministry", log.at + 11 * DAY).territory == "000000000"


def test_of_two_entries_for_the_same_instant_the_later_one_holds() -> None:
    log = Log.begun()
    version = log.enrol("interior-ministry")
    day = log.at + 10 * DAY

    for territory in ("000000000", "750000000"):
        believed(log, version.model_copy(update={"territory": territory, "valid_from": day}))

    assert standing(log, "interior-ministry", day + MINUTE).territory == "750000000"
