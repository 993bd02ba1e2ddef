"""Enrolment as people do it: three sides, each with its own folder, from the first key to the closing of an agency."""

import asyncio
import json
import struct
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from aiokafka import AIOKafkaProducer, TopicPartition
from aiokafka.protocol.produce import ProduceRequest
from aiokafka.record.default_records import _DefaultRecordBatchBuilderPy, _DefaultRecordBatchPy
from aiokafka.record.util import calc_crc32c

from consumers.reference.alarms import Alarm
from consumers.reference.follower import Follower
from habarshy.command import program
from habarshy.enrolment import reading
from habarshy.enrolment.folders import OperatorFolder
from habarshy.enrolment.register import Register
from habarshy.stack import stack as stacks
from habarshy.stack.settings import Settings
from habarshy.topology.wire import Wire
from producers import profile, reference
from schemas import topics
from schemas.codec.record import Record
from schemas.directory.agency import AgencyVersion
from schemas.errors.tree import LogError
from services.directory_log import writing
from services.directory_log.state import LogState
from services.directory_log.writing import AgencySaid
from services.keys import keyring
from tests.bus import now

ENTRY = {
    "valid_from": "2026-01-01T00:00:00+05:00",
    "names": {"en": "Body", "kk": "Орган", "ru": "Орган"},
    "roles": ["police"],
    "territory": "751510000",
    "zone": "Asia/Almaty",
    "languages": ["kk", "ru"],
}


@dataclass
class Sides:
    """A ministry, a police body below it, and an operator; each side's files are in its own folder."""

    root: Path
    settings: Settings
    say: Callable[..., str]

    @property
    def operator(self) -> OperatorFolder:
        return OperatorFolder(self.root / "operator")

    def entry(self, agency: str, **more: str) -> Path:
        path = self.root / f"{agency}.json"
        path.write_text(json.dumps({"id": agency, **ENTRY, **more}), encoding="utf-8")
        return path

    def asks(self, agency: str, **more: str) -> Path:
        entry, folder = self.entry(agency, **more), self.root / agency
        self.say("agency", "enrol", agency, "--network", "country", "--entry", str(entry), "--out", str(folder))
        return folder / "request.json"

    def admit(self, request: Path) -> None:
        self.say("agency", "admit", str(request), "--operator", str(self.operator.root), "--yes")

    def disable(self, agency: str) -> None:
        self.say("agency", "disable", agency, "--operator", str(self.operator.root))

    def read(self, agency: str) -> LogState:
        """As the agency's own client reads it, with its own user."""
        alarms: list[Alarm] = []
        held = profile.load(self.root / agency / "profile.json")
        return asyncio.run(reading.state_of(held, alarms.append))

    def standing(self, agency: str, reader: str = "ministry") -> AgencyVersion:
        state = self.read(reader).directory.agency(agency, now())
        assert state is not None
        return state


@pytest.fixture
def sides(
    new_stack: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Sides:
    monkeypatch.setenv("HABARSHY_STACK_HOME", str(new_stack.home))
    stacks.up(new_stack, now())

    def say(*arguments: str, code: int = 0) -> str:
        answer = program.run([*arguments, "--lang", "en"])
        said = capsys.readouterr()
        assert answer == code, said.err
        return said.out + said.err

    return Sides(tmp_path, new_stack, say)


def test_an_agency_is_enrolled_changes_its_keys_and_is_closed(sides: Sides) -> None:
    sides.say("bus", "init", "--network", "country", "--operator", str(sides.operator.root))
    sides.admit(sides.asks("ministry"))
    request = sides.asks("police", superior="ministry")

    refused_without_the_superiors_word(sides, request)
    sides.say("agency", "vouch", str(request), "--keys", str(sides.root / "ministry" / "keys.json"))
    assert "Give --yes" in sides.say("agency", "admit", str(request), "--operator", str(sides.operator.root))
    sides.admit(request)
    a_profile_is_its_owners_alone(sides.root / "police" / "profile.json")
    a_shell_reads_the_same_profile(sides, request)
    shown_from_the_log(sides)
    keys_are_rotated(sides)
    a_key_is_revoked(sides)
    what_was_begun_is_ended(sides)
    what_nobody_signed_stops_nobody(sides)
    asyncio.run(brokers_come_back(sides))
    an_agency_is_closed(sides)


def a_shell_reads_the_same_profile(sides: Sides, request: Path) -> None:
    """What is shown beside it is no part of the file."""
    file, shown = sides.root / "police.env", "import json, os; print(json.dumps(dict(os.environ)))"
    admit = ["agency", "admit", str(request), "--operator", str(sides.operator.root), "--yes", "--environment"]
    with file.open("wb") as lines:
        subprocess.run([sys.executable, "-m", "habarshy", *admit], stdout=lines, stderr=subprocess.DEVNULL, check=True)
    sourced = ["/bin/sh", "-c", 'set -a; . "$1"; exec "$2" -c "$3"', "sh", str(file), sys.executable, shown]
    environment = json.loads(subprocess.run(sourced, capture_output=True, check=True).stdout)

    told = profile.from_environment(environment, folder=sides.root / "police")

    assert told == profile.load(sides.root / "police" / "profile.json")


def refused_without_the_superiors_word(sides: Sides, request: Path) -> None:
    before = sides.read("ministry").sequence
    said = sides.say(
        "agency", "admit", str(request), "--operator", str(sides.operator.root), "--yes", code=program.OBJECTIONS
    )
    looked_at = sides.say(
        "agency", "admit", str(request), "--operator", str(sides.operator.root), code=program.OBJECTIONS
    )
    assert "HB-2602" in said
    assert "HB-2602" in looked_at
    assert "--yes" not in looked_at
    assert sides.read("ministry").sequence == before


def a_profile_is_its_owners_alone(path: Path) -> None:
    assert path.stat().st_mode & 0o077 == 0
    assert profile.load(path).keyring().owner == "police"


def shown_from_the_log(sides: Sides) -> None:
    said = sides.say("agency", "police", "--profile", str(sides.root / "ministry" / "profile.json"))
    assert "police/sign-" in said
    assert "ministry" in said


def keys_are_rotated(sides: Sides) -> None:
    folder = sides.root / "police"
    sides.say("agency", "rotate-key", "--profile", str(folder / "profile.json"))
    sides.admit(folder / "request.json")

    standing = sides.standing("police")
    assert [key.purpose for key in standing.keys if key.holds(now())] == ["sign", "seal", "sign", "seal"]
    kept = keyring.load(folder / "keys.json")
    assert {signer.public for signer in kept.signers} == {key.public for key in standing.keys if key.purpose == "sign"}


def a_key_is_revoked(sides: Sides) -> None:
    first = sides.standing("police").keys[0].id
    sides.say("agency", "revoke-key", first, "--operator", str(sides.operator.root), "--since", "2026-01-05")

    state = sides.read("ministry")
    key = next(key for version in state.directory.history("police") for key in version.keys if key.id == first)
    assert key.revoked_at == state.as_of
    assert key.suspect_since is not None


def what_was_begun_is_ended(sides: Sides) -> None:
    """The operator's process dies between keeping the entries and writing them, and after writing them."""
    register = Register(sides.operator, now, print)
    state = asyncio.run(register.read())
    for written in (False, True):
        [begun] = entries(sides, state, f"begun-{'late' if written else 'early'}")
        keep(sides, [begun])
        if written:
            asyncio.run(reference.write(sides.operator.profile("operator"), [begun]))
        state = asyncio.run(register.publish(lambda _: ()))
        assert begun.envelope.record_key in state.directory.ids
        assert not sides.operator.pending.exists()
    [outrun] = entries(sides, LogState(sequence=state.sequence - 1, recent=state.recent[:-1]), "outrun")
    keep(sides, [outrun])
    with pytest.raises(LogError, match="HB-8215"):
        asyncio.run(register.publish(lambda _: ()))
    assert asyncio.run(register.read()).sequence == state.sequence


def entries(sides: Sides, state: LogState, name: str) -> list[Record]:
    said = AgencyVersion.model_validate({"id": name, **ENTRY})
    signer = sides.operator.keyring("operator").newest_signer("directory")
    return writing.records(state, [AgencySaid(said)], network="country", signer=signer, at=now())


def keep(sides: Sides, records: Sequence[Record]) -> None:
    from habarshy.enrolment import register

    register._keep(sides.operator, records)


def what_nobody_signed_stops_nobody(sides: Sides) -> None:
    """Whoever can write to the topic and has no key of the bus: garbage, and a header that the client library cannot read."""
    asyncio.run(put(sides))
    alarms: list[Alarm] = []
    held = profile.load(sides.root / "ministry" / "profile.json")
    state = asyncio.run(reading.state_of(held, alarms.append))

    assert [alarm.findings[0].code for alarm in alarms] == ["HB-1012", "HB-8208"]
    assert {alarm.kind for alarm in alarms} == {"unsigned"}
    assert "police" in state.directory.ids


async def put(sides: Sides) -> None:
    """As the super user of the brokers: garbage, and after it a record with a header whose name is no UTF-8."""
    address = stacks.addresses(sides.settings).kafka
    async with AIOKafkaProducer(**address.aiokafka(), acks="all") as producer:
        await producer.send_and_wait(topics.REFERENCE.name, b"garbage", headers=[("habarshy-key", b"x")])
        node = producer.client.cluster.leader_for_partition(TopicPartition(topics.REFERENCE.name, 0))
        request = ProduceRequest(None, -1, 10_000, [(topics.REFERENCE.name, [(0, unreadable())])])
        answer: Any = await producer.client.send(node, request)
        assert answer.topics[0][1][0][1] == 0


def unreadable() -> bytes:
    """The header's name is replaced in the bytes of a batch, and the checksum made anew."""
    builder = _DefaultRecordBatchBuilderPy(2, 0, 0, -1, -1, -1, 1_000_000)
    builder.append(0, 0, b"x", b"garbage", [("zzz", b"x")])
    content = bytearray(builder.build()).replace(b"zzz", b"\xff\xfe\xfd")
    crc = calc_crc32c(content[_DefaultRecordBatchPy.ATTRIBUTES_OFFSET :])
    struct.pack_into(">I", content, _DefaultRecordBatchPy.CRC_OFFSET, crc)
    return bytes(content)


async def brokers_come_back(sides: Sides) -> None:
    """Who follows the log goes on where it was when the brokers are there again."""
    held = profile.load(sides.root / "ministry" / "profile.json")
    async with Follower(held, alarm=print, quiet_s=1.0) as follower:
        state = await follower.caught_up()
        await asyncio.to_thread(stacks.down, sides.settings)
        await asyncio.to_thread(stacks.up, sides.settings, now())
        await asyncio.to_thread(sides.admit, sides.asks("neighbour"))

        after = await follower.until(lambda after: after.sequence > state.sequence, seconds=60)
        assert "neighbour" in after.directory.ids


def an_agency_is_closed(sides: Sides) -> None:
    alarms = asyncio.run(told_while_it_is_closed(sides))
    assert "unreached" in [alarm.kind for alarm in alarms]

    standing = sides.standing("police")
    assert standing.closed == "abolished"
    assert [key.id for key in standing.keys if key.holds(now())] == []
    wire = Wire(sides.operator.address)
    assert "agency.police" not in wire.users()
    assert wire.rights({"agency.police"}) == frozenset()
    sides.disable("police")  # asked again, it stays so


async def told_while_it_is_closed(sides: Sides) -> list[Alarm]:
    """Its client is connected, loses its right, and must not simply fall silent."""
    alarms: list[Alarm] = []
    told = asyncio.Event()

    def alarm(said: Alarm) -> None:
        alarms.append(said)
        if said.kind == "unreached":
            told.set()

    held = profile.load(sides.root / "police" / "profile.json")
    async with Follower(held, alarm=alarm, quiet_s=1.0) as follower:
        await follower.caught_up()
        await asyncio.to_thread(sides.disable, "police")
        async with asyncio.timeout(60):
            await told.wait()
    return alarms
