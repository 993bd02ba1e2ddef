"""Who is there, as the simulated database knows it, and the groups as each process may ask of them."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from consumers.intake import departed
from consumers.intake.groups import Member
from services.ledger.presence_in_memory import MemoryPresence
from tests.simulation.cluster import Group
from tests.simulation.ledger import Database, away

if TYPE_CHECKING:
    from tests.simulation.world import World

_SENDS_S = 0.008


@dataclass
class FarPresence:
    """Of one process. Where its connection breaks, or the database is away, nobody sees it until it looks again."""

    near: MemoryPresence
    database: Database

    @property
    def number(self) -> int:
        return self.near.number

    async def look(self) -> frozenset[int]:
        faults = self.database.faults
        await asyncio.sleep(faults.chance.uniform(0.0005, _SENDS_S))
        lost = faults.strikes("ledger: presence lost")
        if lost:
            faults.happened("ledger: presence lost")
        if lost or self.database.away:
            await self.near.close()
            raise away()
        return await self.near.look()


@dataclass
class SimulatedGroups:
    """Members are named after the hosts in which they run."""

    world: "World"

    async def members(self, group: str) -> list[Member]:
        await self._sends()
        names = sorted(self._groups[group].members)
        return [Member(name, departed.client_id(group, self._numbers[name])) for name in names]

    async def send_out(self, group: str, member: Member) -> None:
        await self._sends()
        if member.id in self._groups[group].members:
            killed = next(host.killed for host in self.world.hosts if host.name == member.id)
            self.world.faults.counted[f"seen: {'dead' if killed else 'alive'}, and sent out"] += 1
            self._groups[group].leave(member.id)

    async def rest(self) -> None:
        """Nothing is held open."""

    @property
    def _groups(self) -> Mapping[str, Group]:
        return self.world.groups

    @property
    def _numbers(self) -> Mapping[str, int]:
        return {host.name: host.number for host in self.world.hosts}

    async def _sends(self) -> None:
        await asyncio.sleep(self.world.chance.uniform(0.0005, _SENDS_S))
