"""Up, down, and what runs. Every side of the bus lies in one folder here, which a real bus must keep apart."""

import asyncio
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, Literal

from consumers.reference.alarms import Alarm
from habarshy.enrolment import demo
from habarshy.enrolment.demo import DemoBus
from habarshy.enrolment.folders import PROFILE
from habarshy.running import logins
from habarshy.stack import files, jars, layout, stack, waiting
from habarshy.stack.addresses import KafkaAddress
from habarshy.stack.errors import broken
from habarshy.stack.servers import Server
from habarshy.stack.settings import Settings
from producers.profile import ClientProfile
from schemas.directory import loading
from schemas.directory.agency import AgencyVersion
from services.ledger import postgres

NETWORK: Final = "sandbox"
READY_SECONDS: Final = 60.0
_PARTS: Final = ("intake.started", "relay.started")
_TOLD: Final = ("HABARSHY_STACK_HOME", "HABARSHY_STACK_CACHE", "HABARSHY_KAFKA", "HABARSHY_POSTGRES")
_LINES: Final = 3


Stage = Literal["bus", "agencies", "process"]
Begun = Callable[[Stage, int], None]
"""Is told that a stage of the start has begun, and of how many things."""


@dataclass(frozen=True)
class Sandbox:
    """A bus for trying things out, beside the servers of a stack."""

    settings: Settings
    alarm: Callable[[Alarm], None]
    begun: Begun = lambda _stage, _number: None

    @property
    def bus(self) -> Server:
        """The bus's own process: intake and relay."""
        return layout.bus(self.settings)

    @property
    def log(self) -> Path:
        return self.bus.output

    @property
    def _demo(self) -> DemoBus:
        return DemoBus(NETWORK, self.settings.home, _now, self.alarm)

    def profile(self, agency: str) -> Path:
        return self._demo.of(agency) / PROFILE

    def up(
        self, agencies: tuple[str, ...], environment: Mapping[str, str], *, arrived: jars.Arrived
    ) -> Mapping[str, ClientProfile]:
        """Starts what does not run, enrols who is not enrolled, and answers when a message can be sent."""
        chosen = wanted(agencies)
        addresses = stack.up(self.settings, _now(), arrived=arrived)
        if not self._demo.operator.root.exists():
            self.begun("bus", 1)
        asyncio.run(postgres.migrated(addresses.postgres.conninfo))
        profiles = asyncio.run(self._enrolled(chosen, addresses.kafka))
        asyncio.run(logins.made(addresses.postgres.conninfo, self._demo.operator))
        self._start_bus({name: environment[name] for name in _TOLD if name in environment})
        return profiles

    async def _enrolled(self, chosen: tuple[AgencyVersion, ...], address: KafkaAddress) -> Mapping[str, ClientProfile]:
        made = await demo.begin(address, self.settings.home, network=NETWORK, clock=_now, alarm=self.alarm)
        if new := sum(not self.profile(version.id).exists() for version in chosen):
            self.begun("agencies", new)
        return await demo.enrol(made, chosen)

    def _start_bus(self, environment: Mapping[str, str]) -> None:
        if self.bus.runs():
            return
        self.begun("process", 1)
        files.write(self.log, "")
        told = {"HABARSHY_STACK_HOME": str(self.settings.home), **environment}
        command = [sys.executable, "-m", "habarshy", "run", "bus", "--operator", str(self._demo.operator.root)]
        self.bus.start(command, environment=told)
        waiting.until(lambda: self._ready() or not self.bus.runs(), seconds=READY_SECONDS)
        if not self._ready():
            said = "; ".join(files.last_lines(self.log, _LINES))
            raise broken("HB-8050", log=str(self.log), said=said)

    def _ready(self) -> bool:
        log = self.log.read_text(encoding="utf-8", errors="replace")
        return all(part in log for part in _PARTS)

    def down(self) -> tuple[str, ...]:
        """The bus first, while its servers still answer; the names of what ran."""
        ended = (self.bus.name,) if self.bus.stop() else ()
        return (*ended, *stack.down(self.settings))

    def status(self) -> tuple[stack.Part, ...]:
        number = self.bus.number()
        condition: stack.Condition = "runs" if number else "stopped"
        return (*stack.status(self.settings), stack.Part("bus", condition, "", number=number, log=self.log))


def wanted(agencies: tuple[str, ...]) -> tuple[AgencyVersion, ...]:
    """These agencies of the sample with all whom they name, as it says today; the whole sample where none is named."""
    directory = loading.sample()
    chosen: dict[str, AgencyVersion] = {}
    waiting_for = list(agencies or directory.ids)
    while waiting_for:
        agency = waiting_for.pop()
        version = directory.agency(agency, _now())
        if version is None:
            raise broken("HB-8051", agency=agency)
        if agency not in chosen:
            chosen[agency] = version.model_copy(update={"keys": ()})
            waiting_for += [o for o in (version.superior, version.overseer, version.successor) if o is not None]
    return tuple(chosen.values())


def _now() -> datetime:
    return datetime.now(UTC)
