"""Agencies are enrolled on a real broker, and their clients follow the log with their own users."""

from consumers.reference.alarms import Alarm
from consumers.reference.follower import Follower
from services.ledger.reference import Applied
from tests.bus import Agencies, now


async def test_an_agency_that_was_enrolled_reads_the_directory_with_its_own_user(agencies: Agencies) -> None:
    profiles = await agencies.enrol("police-medeu")
    alarms: list[Alarm] = []

    async with Follower(profiles["police-medeu"], alarm=alarms.append) as follower:
        state = await follower.caught_up()

    own = state.directory.agency(agencies.id("police-medeu"), now())
    assert own is not None
    assert own.territory == agencies.territory("751510000")
    assert [key.purpose for key in own.keys if key.holds(now())] == ["sign", "seal"]
    assert own.superior == agencies.id("police-department-almaty")
    assert alarms == []


async def test_the_log_names_what_is_in_force(agencies: Agencies) -> None:
    applied: list[Applied] = []
    async with Follower(agencies.bus.principal("auditor"), alarm=print, applied=applied.append) as follower:
        state = await follower.caught_up()

    assert [entry.sequence for entry in applied] == list(range(1, state.sequence + 1))
    assert tuple(entry.digest for entry in applied)[-len(state.recent) :] == state.recent
    assert applied[-1].received_at == state.as_of
    assert state.bus_keys is not None
    assert {key.purpose for key in state.bus_keys.keys} == {"directory", "relay", "checkpoint"}
    assert {name for name in ("catalogue", "calendar", "policy", "schemas") if state.in_force(name, now())} == {
        "catalogue",
        "calendar",
        "policy",
        "schemas",
    }
