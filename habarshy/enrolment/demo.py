"""All sides of enrolment at once, on one machine: for demonstrations and tests. Nothing in it is separated that a real bus must separate."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from consumers.reference.alarms import Alarm
from habarshy.enrolment import admission, agencies, bus, profiles
from habarshy.enrolment.folders import KEYS, PROFILE, OperatorFolder
from habarshy.enrolment.register import Register
from habarshy.stack.addresses import KafkaAddress
from producers import profile
from producers.profile import ClientProfile
from schemas.directory.agency import AgencyVersion
from schemas.directory.directory import Directory
from schemas.directory.request import EnrolmentRequest
from services.directory_log import requests
from services.keys import keyring


@dataclass(frozen=True)
class DemoBus:
    """A bus whose operator and agencies live in one folder."""

    network: str
    root: Path
    clock: Callable[[], datetime]
    alarm: Callable[[Alarm], None]

    @property
    def operator(self) -> OperatorFolder:
        return OperatorFolder(self.root / "bus")

    @property
    def register(self) -> Register:
        return Register(self.operator, self.clock, self.alarm)

    def of(self, agency: str) -> Path:
        return self.root / "agencies" / agency

    def principal(self, name: str) -> ClientProfile:
        """The profile of one of the bus's own: intake, relay, auditor and so on."""
        return self.operator.profile(name)

    def profile(self, agency: str) -> ClientProfile:
        """Of an agency that was enrolled here."""
        return profile.load(self.of(agency) / PROFILE)


async def begin(
    address: KafkaAddress, root: Path, *, network: str, clock: Callable[[], datetime], alarm: Callable[[Alarm], None]
) -> DemoBus:
    """The address is the super user's. Asked again, it answers the bus that is there."""
    made = DemoBus(network, root, clock, alarm)
    await bus.begin(address, made.operator, network=network, clock=clock, alarm=alarm)
    return made


async def enrol(demo: DemoBus, wanted: Iterable[AgencyVersion]) -> Mapping[str, ClientProfile]:
    """These agencies, each after those that it names; who is enrolled already keeps keys and profile. Answers the profile of each."""
    in_their_order = in_order(tuple(wanted))
    async with OperatorFolder(demo.root).alone():
        new = [version for version in in_their_order if not (demo.of(version.id) / PROFILE).exists()]
        asked = [_vouched(demo, version) for version in new]
        admitted = await admission.admit(demo.register, asked) if asked else {}
        for agency, said in admitted.items():
            profiles.write(demo.of(agency), said)
    return {version.id: demo.profile(version.id) for version in in_their_order}


def with_those_above(directory: Directory, named: Iterable[str] | None, at: datetime) -> tuple[AgencyVersion, ...]:
    """The agencies of these names, or all that are open, with whoever stands above them; nobody where a name is unknown."""
    waiting = [state.id for state in directory.open_agencies(at)] if named is None else list(named)
    found: dict[str, AgencyVersion] = {}
    while waiting:
        name = waiting.pop()
        state = directory.agency(name, at)
        if state is None:
            return ()
        if name not in found:
            found[name] = state
            waiting += [other for other in (state.superior, state.overseer, state.successor) if other]
    return tuple(found.values())


def in_order(wanted: tuple[AgencyVersion, ...]) -> tuple[AgencyVersion, ...]:
    """Superiors, overseers and successors before those that name them: a log is read in its order."""
    by_id = {version.id: version for version in wanted}
    placed: dict[str, AgencyVersion] = {}

    def place(version: AgencyVersion) -> None:
        for other in (version.superior, version.overseer, version.successor):
            if other in by_id and other not in placed and other != version.id:
                place(by_id[other])
        placed[version.id] = version

    for version in wanted:
        if version.id not in placed:
            place(version)
    return tuple(placed.values())


def _vouched(demo: DemoBus, version: AgencyVersion) -> EnrolmentRequest:
    request = agencies.request(version, demo.of(version.id), network=demo.network, at=demo.clock())
    if version.superior is None:
        return request
    superior = keyring.load(demo.of(version.superior) / KEYS)
    return requests.vouched(request, superior.newest_signer())
