"""What a client is told while it reads the log: of its own entry, of an older log, of what it does not believe."""

import os
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest

from consumers.reference.alarms import Alarm
from consumers.reference.chain import Chain
from consumers.reference.memory import Memory
from schemas import versions
from schemas.codec.record import Record
from services.directory_log import requests
from services.directory_log.state import Entry
from services.directory_log.writing import AgencySaid, VersionSaid
from tests.unit.enrolment.log import BEGAN, NETWORK, Log, agency

OWN = "interior-ministry"


class Client:
    """One client over several runs: its file stays, its chain begins anew."""

    def __init__(self, log: Log, folder: Path) -> None:
        self.log, self.file, self.alarms = log, folder / "reference.json", list[Alarm]()

    def reads(self, records: Iterable[Record], *, then: Iterable[Record] = ()) -> list[str]:
        """All of it, then what comes later; answers what it was told."""
        self.alarms.clear()
        chain = self.chain = Chain(self.log.trust, agency=OWN, memory=self.file, alarm=self.alarms.append)
        for part in (records, then):
            for record in part:
                chain.take(chain.next_offset, Entry(record.key, record.value, record.headers, received_at=self.log.at))
            chain.at_its_end()
        return [alarm.kind for alarm in self.alarms]


def a_log() -> tuple[Log, list[Record]]:
    """Keys, and the client's own agency."""
    log = Log()
    first = log.records(log.keys())
    log.hear(first[0])
    second = log.records(AgencySaid(log.with_keys(agency(OWN))))
    log.hear(second[0])
    return log, [*first, *second]


def changed(log: Log) -> list[Record]:
    [record] = log.records(AgencySaid(agency(OWN, territory="000000000", valid_from=log.at)))
    log.hear(record)
    return [record]


def test_the_first_reading_of_a_new_client_is_no_change(tmp_path: Path) -> None:
    log, records = a_log()
    client = Client(log, tmp_path)

    assert client.reads(records) == []
    assert client.reads(records) == []


def test_a_change_of_its_own_entry_is_told_while_it_listens(tmp_path: Path) -> None:
    log, records = a_log()

    assert Client(log, tmp_path).reads(records, then=changed(log)) == ["own-entry-changed"]


def test_a_change_of_its_own_entry_is_told_when_it_comes_back_and_only_once(tmp_path: Path) -> None:
    log, records = a_log()
    client = Client(log, tmp_path)
    client.reads(records)
    records += changed(log)

    assert client.reads(records) == ["own-entry-changed"]
    assert client.reads(records) == []


def rotated(log: Log, **more: str) -> list[Record]:
    """The agency's own request for keys more, as the operator admits it."""
    present = next(state for state in log.state.directory.versions if state.id == OWN)
    ring = requests.grown(log.rings[OWN], log.at)
    wanted = present.model_copy(
        update={"keys": (*present.keys, *requests.newest(ring, log.at)), "valid_from": log.at, **more}
    )
    signer = log.rings[OWN].newest_signer()
    asked = requests.vouched(requests.signed(wanted, signer, network=NETWORK), signer)
    records = log.records(AgencySaid(asked.agency))
    log.hear(records[0])
    return list(records)


def test_keys_that_the_agency_itself_asked_for_are_told_without_alarm(tmp_path: Path) -> None:
    log, records = a_log()
    client = Client(log, tmp_path)
    assert client.reads(records, then=rotated(log)) == ["own-keys-added"]
    assert client.alarms[-1].findings[0].code == "HB-8236"


def test_keys_with_which_anything_else_changes_are_an_alarm(tmp_path: Path) -> None:
    log, records = a_log()
    assert Client(log, tmp_path).reads(records, then=rotated(log, territory="000000000")) == ["own-entry-changed"]


def test_a_change_of_another_agency_is_nobodys_alarm(tmp_path: Path) -> None:
    log, records = a_log()
    other = log.records(AgencySaid(agency("police-medeu")))

    assert Client(log, tmp_path).reads(records, then=other) == []


def test_a_log_that_ends_earlier_than_before_is_told(tmp_path: Path) -> None:
    log, records = a_log()
    client = Client(log, tmp_path)
    client.reads(records)

    assert client.reads(records[:1]) == ["went-back"]
    assert client.reads(records) == []  # what it knew it still knows


def test_of_a_log_that_ends_earlier_nothing_more_is_believed(tmp_path: Path) -> None:
    """A revocation may be among what is gone."""
    log, records = a_log()
    client = Client(log, tmp_path)
    client.reads(records)

    assert client.reads(records[:1], then=records[1:]) == ["went-back"]
    assert client.chain.broken is not None
    assert client.chain.state.sequence == 1


def test_a_log_that_was_replaced_is_not_believed(tmp_path: Path) -> None:
    log, records = a_log()
    client = Client(log, tmp_path)
    client.reads(records)
    other = Log(bus=log.bus)
    first = other.records(other.keys())
    other.hear(first[0])
    second = other.records(AgencySaid(other.with_keys(agency(OWN))))

    assert client.reads([*first, *second]) == ["broken"]
    assert [finding.code for alarm in client.alarms for finding in alarm.findings] == ["HB-8206"]


def test_a_log_of_which_nothing_is_believed_is_called_so_once_and_stays_unbelieved(tmp_path: Path) -> None:
    """As it is to whoever has another network or another anchor in his profile."""
    log, records = a_log()
    stranger = Client(Log(), tmp_path)

    assert stranger.reads(records, then=records) == ["unsigned", "nothing-believed"]
    assert stranger.alarms[-1].findings[0].sentence("en") == (
        f"HB-8219: No entry of the reference log is signed by a key that the client profile trusts, on the network {log.trust.network}. "
        "Compare network and trust in the profile with what the operator handed out. If they are right, this is not the log of your bus: tell the operator."
    )
    assert stranger.chain.broken is not None
    assert not stranger.file.exists()


def test_a_log_that_is_empty_still_is_no_strangers_log(tmp_path: Path) -> None:
    log, records = a_log()
    client = Client(log, tmp_path)

    assert client.reads([], then=records) == ["own-entry-changed"]
    assert client.chain.broken is None
    assert client.chain.state.sequence == log.state.sequence


@pytest.mark.parametrize("left", ["", "{"])
def test_a_memory_that_cannot_be_read_is_told_and_the_log_is_read_anew(tmp_path: Path, left: str) -> None:
    log, records = a_log()
    client = Client(log, tmp_path)
    client.file.write_text(left, encoding="utf-8")

    assert client.reads(records) == ["memory-unreadable"]
    assert client.alarms[0].findings[0].code == "HB-8217"
    assert client.reads(records) == []


def test_a_memory_that_is_no_file_is_told_and_the_log_is_believed_all_the_same(tmp_path: Path) -> None:
    log, records = a_log()
    client = Client(log, tmp_path)
    client.file.mkdir()

    assert client.reads(records) == ["memory-unreadable", "memory-unwritable"]
    assert [finding.code for alarm in client.alarms for finding in alarm.findings] == ["HB-8217", "HB-8218"]
    assert client.chain.state.sequence == log.state.sequence
    assert client.chain.broken is None


def test_a_memory_is_on_the_disk_before_it_takes_the_place_of_the_old_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "reference.json"
    synced: list[tuple[int, bool]] = []
    monkeypatch.setattr(os, "fsync", lambda descriptor: synced.append((os.fstat(descriptor).st_ino, file.exists())))

    Memory(sequence=1, digest="0" * 64).write(file)

    assert synced == [(file.stat().st_ino, False), (tmp_path.stat().st_ino, True)]


def test_keys_that_are_not_proved_are_told(tmp_path: Path) -> None:
    log, records = a_log()
    version = log.with_keys(agency("police-medeu"))
    unproved = tuple(key.model_copy(update={"proof": None, "proved_by": None}) for key in version.keys)
    more = log.records(AgencySaid(version.model_copy(update={"keys": unproved})))

    assert Client(log, tmp_path).reads(records, then=more) == ["keys-left-out"]


def test_what_nobody_signed_is_told(tmp_path: Path) -> None:
    log, records = a_log()
    stranger = Log().signer
    [forged] = log.records(AgencySaid(agency("forged")), signer=stranger)

    assert Client(log, tmp_path).reads([*records, forged]) == ["unsigned"]


def test_a_version_that_this_package_does_not_ship_is_told(tmp_path: Path) -> None:
    log, records = a_log()
    ours = versions.shipped()["catalogue"]
    for content, told in (
        (ours, []),
        (ours.model_copy(update={"version": "2031.1"}), ["version-unknown"]),
        (ours.model_copy(update={"digest": "0" * 64}), ["version-unknown"]),
    ):
        more = log.records(VersionSaid("catalogue", content.version, BEGAN, content))
        assert Client(log, tmp_path / "live" / content.version / content.digest).reads(records, then=more) == told
        # What stood there before the client came is told once it has read all of it.
        assert Client(log, tmp_path / content.version / content.digest).reads([*records, *more]) == told


def test_a_broken_chain_is_told_and_nothing_more_is_believed(tmp_path: Path) -> None:
    log, records = a_log()
    gap = replace(log, state=replace(log.state, sequence=7)).records(AgencySaid(agency("police-medeu")))
    client = Client(log, tmp_path)
    chain = Chain(log.trust, agency=OWN, memory=client.file, alarm=client.alarms.append)
    for record in (*records, *gap):
        chain.take(chain.next_offset, Entry(record.key, record.value, record.headers, received_at=log.at))

    assert [alarm.kind for alarm in client.alarms] == ["broken"]
    assert chain.broken is not None
    assert chain.state.directory.ids == (OWN,)
