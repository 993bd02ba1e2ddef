"""A bus on the run's shared stack, and agencies of each test's own on it: real users, real rights, real keys, entries in the real log.

`bus` is one network for the whole run, with the sample's national agencies under their own names, for their roles exist once.
`agencies` gives a test its own copies of the sample's other agencies: their ids end with the test's number, and they lie in a
region of their own, so that a role looked for by territory is found in this test and in no other.
"""

import asyncio
import fcntl
import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import pytest

from habarshy.enrolment import demo
from habarshy.enrolment.demo import DemoBus
from habarshy.stack.addresses import Addresses
from producers.profile import ClientProfile
from schemas.directory import loading
from schemas.directory.agency import NATION, AgencyVersion
from schemas.fields import AgencyId
from tests.stack import RUN

NETWORK: Final = "test"
_REGIONS: Final = ("75", "35")
"""Almaty and Karaganda, by the first digits of their codes."""


def now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True)
class Agencies:
    """The sample's agencies, as this test knows them."""

    bus: DemoBus
    numbers: Mapping[str, int]

    def id(self, sample: str) -> AgencyId:
        """The name under which an agency of the sample stands in this test."""
        version = _sample(sample)
        return version.id if version.territory == NATION else AgencyId(f"{sample}-t{self.numbers[_REGIONS[0]]}")

    def territory(self, kato: str) -> str:
        """Likewise a territory: what stood below a region stands two levels deeper."""
        return kato if kato == NATION else f"{self.numbers[kato[:2]]}{kato[2:7]}"

    def version(self, sample: str) -> AgencyVersion:
        """What the directory is to say of it, without keys."""
        said = _sample(sample)
        others = {
            name: self.id(other) if other is not None else None
            for name, other in (
                ("superior", said.superior),
                ("overseer", said.overseer),
                ("successor", said.successor),
            )
        }
        own = {"id": self.id(sample), "territory": self.territory(said.territory), "keys": ()}
        return said.model_copy(update={**own, **others})

    async def enrol(self, *samples: str) -> dict[str, ClientProfile]:
        """These agencies and whoever stands above them; the profile of each, by its name in the sample."""
        wanted = [version.id for version in demo.with_those_above(loading.sample(), samples, now())]
        profiles = await demo.enrol(self.bus, [self.version(sample) for sample in wanted])
        return {sample: profiles[self.id(sample)] for sample in wanted}


@pytest.fixture(scope="session")
def bus(stack: Addresses, pytestconfig: pytest.Config) -> DemoBus:
    """Its root is shared by all workers of the run; whoever comes first begins it."""
    root = pytestconfig.stash[RUN] / "bus"
    return asyncio.run(demo.begin(stack.kafka, root, network=NETWORK, clock=now, alarm=print))


@pytest.fixture
def agencies(bus: DemoBus) -> Agencies:
    return Agencies(bus, dict(zip(_REGIONS, _numbers(bus.root / "numbers", count=len(_REGIONS)), strict=True)))


def _numbers(path: Path, count: int) -> list[int]:
    """Numbers of four digits that no other test of the run has; one that ends with 00 would lie above its neighbours."""
    with os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT, 0o600), "r+") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        last = int(file.read() or "1000")
        free = [number for number in range(last + 1, last + 2 * count + 2) if number % 100][:count]
        file.seek(0)
        file.write(str(free[-1]))
    return free


def _sample(agency: str) -> AgencyVersion:
    found = loading.sample().agency(agency, now())
    assert found is not None, agency
    return found
