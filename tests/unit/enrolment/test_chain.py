"""The reference log: what follows is believed, what does not follow ends it, and what nobody signed changes nothing."""

from dataclasses import replace

import pytest

from schemas.codec.record import Record
from services.directory_log import accepting
from services.directory_log.outcomes import Believed, Broken, Repeated, Unsigned
from services.directory_log.state import Entry, LogState
from services.directory_log.writing import AgencySaid, VersionSaid
from services.keys.keyring import Keyring
from tests.unit.enrolment.log import BEGAN, DAY, NETWORK, Log, agency, bus_key, codes


def test_an_agency_stands_in_the_directory_once_its_entry_is_believed() -> None:
    log = Log.begun()

    log.enrol("interior-ministry")

    state = log.state.directory.agency("interior-ministry", log.at)
    assert state is not None
    assert [key.holds(log.at) for key in state.keys] == [True, True]
    assert log.state.sequence == 2
    assert log.state.as_of == log.at


def test_the_log_begins_with_the_keys_of_the_bus() -> None:
    log = Log()

    assert codes(log.say(AgencySaid(agency("interior-ministry")))) == ["HB-8204"]
    assert log.state == LogState()


def test_a_key_that_the_profile_does_not_trust_begins_no_log() -> None:
    log, stranger = Log(), Keyring(NETWORK, "bus").with_new("directory", "2026-03").newest_signer("directory")

    outcome = log.say(log.keys(), signer=stranger)

    assert isinstance(outcome, Unsigned)
    assert codes(outcome) == ["HB-8201"]


def test_the_first_list_holds_the_very_key_that_the_profile_trusts() -> None:
    log, stranger = Log(), Keyring(NETWORK, "bus").with_new("directory", "2026-03").newest_signer("directory")
    said = replace(log.keys(), content=log.keys().content.model_copy(update={"keys": (bus_key(stranger),)}))

    assert codes(log.say(said)) == ["HB-8205"]


@pytest.mark.parametrize("sequence", [1, 2, 4, 9])
def test_a_gap_or_a_fork_breaks_the_chain(sequence: int) -> None:
    log = Log.begun()
    log.enrol("interior-ministry")
    before = log.state
    elsewhere = replace(log.state, sequence=sequence - 1)
    [record] = replace(log, state=elsewhere).records(AgencySaid(agency("police-medeu")))

    outcome = log.hear(record)

    assert isinstance(outcome, Broken)
    assert codes(outcome) == ["HB-8202"]
    assert log.state == before


def test_an_entry_that_names_another_before_it_breaks_the_chain() -> None:
    log = Log.begun()
    [record] = replace(log, state=replace(log.state, recent=("0" * 64,))).records(AgencySaid(agency("police-medeu")))

    assert codes(log.hear(record)) == ["HB-8203"]


def test_the_same_bytes_again_change_nothing() -> None:
    log = Log.begun()
    [record] = log.records(AgencySaid(agency("interior-ministry")))

    assert isinstance(log.hear(record), Believed)
    before = log.state
    assert isinstance(log.hear(record), Repeated)
    assert log.state == before


def test_a_copy_of_an_entry_that_is_long_past_breaks_nothing() -> None:
    log = Log.begun()
    [record] = log.records(AgencySaid(agency("interior-ministry")))
    log.hear(record)
    log.enrol("police-medeu")
    log.state = replace(log.state, recent=log.state.recent[-1:])  # as if a thousand entries had come since

    outcome = log.hear(record)

    assert isinstance(outcome, Unsigned)
    assert codes(outcome) == ["HB-8202"]
    log.enrol("court-almaty")
    assert set(log.state.directory.ids) == {"interior-ministry", "police-medeu", "court-almaty"}


def flipped(record: Record, *, at: int) -> Entry:
    value = bytearray(record.value)
    value[at] ^= 1
    return Entry(record.key, bytes(value), record.headers, received_at=BEGAN)


def test_no_bit_of_an_entry_can_be_flipped() -> None:
    log = Log.begun()
    [record] = log.records(log.keys())

    for at in range(len(record.value)):
        outcome = accepting.accept(log.state, flipped(record, at=at), log.trust)
        assert isinstance(outcome, Unsigned | Broken), at


def test_what_nobody_signed_is_refused_and_the_chain_goes_on() -> None:
    log = Log.begun()
    stranger = Keyring(NETWORK, "bus").with_new("directory", "2026-03").newest_signer("directory")
    [forged] = log.records(AgencySaid(agency("forged")), signer=stranger)

    assert isinstance(log.hear(forged), Unsigned)
    for entry in (
        Entry(None, None, (), received_at=BEGAN),
        Entry(b"x", b"garbage", (("habarshy-signature", b"\xff"), ("habarshy-key", None)), received_at=BEGAN),
        Entry(b"x", b"\n\n", forged.headers, received_at=BEGAN),
    ):
        assert isinstance(accepting.accept(log.state, entry, log.trust), Unsigned)
    log.enrol("interior-ministry")
    assert log.state.directory.ids == ("interior-ministry",)


def test_an_entry_for_another_network_is_nobodys() -> None:
    log = Log.begun()
    [record] = log.records(AgencySaid(agency("interior-ministry")), network="elsewhere")

    assert isinstance(log.hear(record), Unsigned)


def test_an_entry_that_contradicts_the_directory_breaks_the_chain() -> None:
    log = Log.begun()

    outcome = log.say(AgencySaid(agency("police-medeu", superior="nobody")))

    assert isinstance(outcome, Broken)
    assert codes(outcome) == ["HB-4001"]


def test_a_later_directory_key_signs_once_the_list_names_it() -> None:
    log = Log.begun()
    log.bus = log.bus.with_new("directory", "2026-04")
    first, second = log.bus.signers
    [early] = log.records(AgencySaid(agency("interior-ministry")), signer=second)

    assert isinstance(log.hear(early), Unsigned)
    assert isinstance(log.say(log.keys(), signer=first), Believed)
    assert isinstance(log.say(AgencySaid(agency("interior-ministry")), signer=second), Believed)


def test_a_revoked_directory_key_signs_nothing_more_and_its_past_stays() -> None:
    log = Log.begun()
    log.enrol("interior-ministry")
    log.bus = log.bus.with_new("directory", "2026-04")
    first, second = log.bus.signers
    log.say(log.keys(), signer=first)
    listed = (bus_key(first, revoked_at=BEGAN - DAY), bus_key(second))
    said = log.keys()
    revoking = replace(said, content=said.content.model_copy(update={"keys": listed}))

    assert isinstance(log.say(revoking, signer=second), Believed)

    assert log.state.bus_keys is not None
    revoked = log.state.bus_keys.of(first.key_id)
    assert revoked is not None
    assert revoked.revoked_at == log.at  # not when the entry says, but when the bus heard it
    assert isinstance(log.say(AgencySaid(agency("police-medeu")), signer=first), Unsigned)
    assert log.state.directory.ids == ("interior-ministry",)


@pytest.mark.parametrize("change", ["left out", "another public half", "a longer life"])
def test_a_list_takes_no_key_of_the_bus_away_and_changes_none(change: str) -> None:
    log = Log.begun()
    log.bus = log.bus.with_new("directory", "2026-04")
    first, second = log.bus.signers
    log.say(log.keys(), signer=first)
    changed = {
        "left out": (),
        "another public half": (bus_key(first).model_copy(update={"public": second.public}),),
        "a longer life": (bus_key(first).model_copy(update={"valid_until": BEGAN + 5000 * DAY}),),
    }[change]
    said = log.keys()
    taking = replace(said, content=said.content.model_copy(update={"keys": (*changed, bus_key(second))}))

    assert codes(log.say(taking, signer=second)) == ["HB-8205"]


def test_a_version_is_in_force_from_its_own_day_on() -> None:
    log = Log.begun()
    later = VersionSaid("catalogue", "2026.2", BEGAN + 10 * DAY, log.keys().content)
    log.say(VersionSaid("catalogue", "2026.1", BEGAN, log.keys().content), later)

    before, after = (log.state.in_force("catalogue", at) for at in (BEGAN + 9 * DAY, BEGAN + 10 * DAY))
    assert before is not None
    assert after is not None
    assert (before.version, after.version) == ("2026.1", "2026.2")
    assert log.state.in_force("policy", BEGAN) is None


def test_the_same_content_makes_the_same_entry() -> None:
    log = Log.begun()
    version = log.with_keys(agency("interior-ministry"))

    [first], [second] = log.records(AgencySaid(version)), log.records(AgencySaid(version))

    assert first.value == second.value
