"""A process that loses its rights while it runs ends with the code that says so, and not with an endless log."""

import asyncio
import json
import secrets
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from habarshy.enrolment.demo import DemoBus
from habarshy.enrolment.folders import PROFILE
from habarshy.stack.addresses import KafkaAddress
from habarshy.topology.wire import Wire
from producers.profile import ClientProfile
from schemas.topology import Right
from tests.integration.bus.conftest import Pair
from tests.integration.running import process


@dataclass(frozen=True)
class Other:
    """A user of this test's own with the rights of one of the bus's, and its profile."""

    wire: Wire
    rights: frozenset[Right]
    folder: Path
    """As an operator's: with this one profile."""

    def loses(self, kind: str) -> None:
        self.wire.remove_rights([right for right in self.rights if right.resource == kind])


def _other(bus: DemoBus, kafka: KafkaAddress, principal: str, *, user: str, folder: Path) -> Other:
    wire, password = Wire(kafka), secrets.token_urlsafe(32)
    rights = frozenset(replace(right, user=user) for right in wire.rights([principal]))
    wire.create_users({user: password})
    wire.add_rights(rights)
    said: ClientProfile = bus.principal(principal)
    profile = folder / principal / PROFILE
    profile.parent.mkdir()
    document = said.model_dump(mode="json") | {"user": user, "password": password, "keys": str(said.keys)}
    profile.write_text(json.dumps(document), encoding="utf-8")
    profile.chmod(0o600)
    return Other(wire, rights, folder)


@pytest.fixture(params=["topic", "group"])
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def intakes(bus: DemoBus, kafka: KafkaAddress, prefix: str, tmp_path: Path) -> Iterator[Other]:
    other = _other(bus, kafka, "intake", user=f"{prefix}intake", folder=tmp_path)
    yield other
    other.wire.remove_rights(other.rights)
    other.wire.close_users([f"{prefix}intake"])


@pytest.fixture
def relays(bus: DemoBus, kafka: KafkaAddress, prefix: str, tmp_path: Path) -> Iterator[Other]:
    other = _other(bus, kafka, "relay", user=f"{prefix}relay", folder=tmp_path)
    yield other
    other.wire.remove_rights(other.rights)
    other.wire.close_users([f"{prefix}relay"])


async def test_an_intake_that_may_not_read_any_more_ends(
    intakes: Other, kind: str, ledger: str, pair: Pair, folder: Path
) -> None:
    investigator, prosecutor = pair
    async with process.started(folder, ["run", "intake", "--operator", str(intakes.folder), "--ledger", ledger]) as one:
        await one.ready()
        await asyncio.to_thread(intakes.loses, kind)
        await investigator.write(investigator.notice(prosecutor))
        assert await one.ended() == 6
    (line,) = one.lines_of("bus.ends")
    assert line["code"] == "HB-8522"
    assert "HB-8522" in one.log.read_text(encoding="utf-8").splitlines()[-1]


@pytest.mark.proof
async def test_a_relay_that_may_not_write_any_more_ends(
    relays: Other, bus: DemoBus, ledger: str, pair: Pair, folder: Path
) -> None:
    investigator, prosecutor = pair
    intake = ["run", "intake", "--operator", str(bus.operator.root), "--ledger", ledger]
    async with (
        process.started(folder, intake) as other,
        process.started(folder, ["run", "relay", "--operator", str(relays.folder), "--ledger", ledger]) as one,
    ):
        await other.ready()
        await one.ready()
        await asyncio.to_thread(relays.loses, "topic")
        await investigator.write(investigator.notice(prosecutor))
        assert await one.ended() == 6
    (line,) = one.lines_of("bus.ends")
    assert line["code"] == "HB-8522"
