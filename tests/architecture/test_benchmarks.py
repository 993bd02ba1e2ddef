"""The benchmark of the core gives every contestant what the bus itself would accept, and counts what it says it counts."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from benchmarks.core import judging, records, wiring, world
from benchmarks.core.judging import Judged
from benchmarks.core.records import Signed
from benchmarks.core.world import NETWORK, World
from schemas.catalogue import loading
from schemas.directory.directory import Directory
from services.admission.checking import Checked, Checking
from services.directory_log import requests
from services.ledger.records import Arrival, Place

NOTICES = 60


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> World:
    return world.world(tmp_path_factory.mktemp("world"), datetime.now(UTC))


@pytest.fixture(scope="module")
def load(here: World) -> list[Signed]:
    return list(records.signed(here, "few", NOTICES))


def test_the_bus_accepts_every_record_of_the_load(here: World, load: list[Signed]) -> None:
    found = [checked(here, one) for one in load]
    assert [one.presented.findings for one in found if one.presented.findings] == []
    assert all(one.verified for one in found)


def test_the_load_has_so_many_notices_and_facts_among_them(load: list[Signed]) -> None:
    assert sum(one.is_notice for one in load) == NOTICES
    assert 0 < sum(not one.is_notice for one in load) < NOTICES


def test_records_are_the_same_when_they_are_asked_for_again(here: World, load: list[Signed]) -> None:
    assert list(records.signed(here, "few", NOTICES)) == load


def test_a_peer_reads_what_the_bus_reads(here: World, load: list[Signed]) -> None:
    judge = judging.by_cryptography(NETWORK, public_keys(here))
    notice = next(one for one in load if one.is_notice)
    judged = judge.judge(notice.topic, key=notice.key, value=notice.value, headers=notice.headers)
    assert (judged.refused, judged.id.encode()) == ("", records.identifier(notice.value))
    assert list(judged.recipients) == ["prosecutor-bostandyk"]


@pytest.mark.parametrize("topic", ["outbox.prosecutor-medeu", "outbox.investigation-medeu-1"])
def test_a_peer_refuses_what_another_signed(here: World, load: list[Signed], topic: str) -> None:
    judge = judging.by_cryptography(NETWORK, public_keys(here))
    one = next(one for one in load if one.topic != topic)
    assert judge.judge(topic, key=one.key, value=one.value, headers=one.headers).refused


def test_a_peer_refuses_a_changed_body(here: World, load: list[Signed]) -> None:
    judge = judging.by_cryptography(NETWORK, public_keys(here))
    one = next(one for one in load if one.is_notice)
    changed = one.value.replace(b'"ciphertext":"', b'"ciphertext":"AAAA')
    assert judge.judge(one.topic, key=one.key, value=changed, headers=one.headers).refused == "HB-1014"


def test_a_fact_opens_what_a_notice_meets() -> None:
    start, received = datetime(2026, 3, 5, 21, 10, tzinfo=UTC), datetime(2026, 3, 6, 4, 5, tzinfo=UTC)
    opened = judging.state_after(None, Judged(start=start), received)
    assert opened == "open 2026-03-05T21:10:00+00:00"
    met = judging.state_after(opened, Judged(start=start, is_notice=True), received)
    assert met.endswith("told in-time")
    alone = judging.state_after(None, Judged(start=start, is_notice=True), received.replace(day=7))
    assert alone.endswith("declared late")


def test_latency_leaves_out_the_first_seconds() -> None:
    received = {b"first": 100.0, b"later": 103.0}
    arrived = {b"first": 101.0, b"later": 103.02}
    assert wiring.latencies(received, arrived, skip=2) == [pytest.approx(20)]


def public_keys(here: World) -> dict[str, str]:
    signers = [here.keys(agency.id, datetime.now(UTC)).newest_signer() for agency in here.senders]
    return {signer.key_id: signer.public for signer in signers}


def checked(here: World, one: Signed, offset: int = 0) -> Checked:
    at = datetime.now(UTC)
    keys = {agency.id: requests.newest(here.keys(agency.id, at), at) for agency in here.everybody}
    directory = Directory(tuple(agency.model_copy(update={"keys": keys[agency.id]}) for agency in here.everybody))
    arrival = Arrival(Place(one.topic, 0, 1, offset), at, one.key, one.value, tuple(one.headers))
    return Checking(NETWORK, loading.load()).check(arrival, directory)


def test_the_folder_holds_the_load_once(here: World, load: list[Signed]) -> None:
    assert load
    assert [path.name for path in Path(here.folder).glob("*.txt")] == [f"records-few-{NOTICES}.txt"]
