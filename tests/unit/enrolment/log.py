"""A reference log in memory: a bus with its keys, agencies with theirs, and an instant that moves by hand."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from schemas.catalogue import loading as catalogue_loading
from schemas.codec.record import Record
from schemas.directory.agency import AgencyVersion
from schemas.directory.bus_keys import BusKey, BusKeys
from schemas.fields import AgencyId, RoleCode
from schemas.texts import Text
from services.directory_log import accepting, requests, writing
from services.directory_log.outcomes import Believed, Outcome
from services.directory_log.state import Entry, LogState, Trust
from services.directory_log.writing import AgencySaid, Said, VersionSaid
from services.keys.keyring import Keyring
from services.keys.signing import Signer

NETWORK = "sandbox"
BEGAN = datetime(2026, 3, 2, 9, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)


def bus_key(signer: Signer, *, revoked_at: datetime | None = None) -> BusKey:
    return BusKey(
        id=signer.key_id,
        public=signer.public,
        valid_from=BEGAN - DAY,
        valid_until=BEGAN + 1000 * DAY,
        revoked_at=revoked_at,
    )


def agency(name: str, superior: str | None = None, **more: object) -> AgencyVersion:
    said = {
        "id": AgencyId(name),
        "valid_from": BEGAN - 60 * DAY,
        "names": Text(en=name, kk=name, ru=name),
        "roles": (RoleCode("police"),),
        "territory": "751510000",
        "zone": "Asia/Almaty",
        "superior": superior,
        "languages": ("kk",),
    }
    return AgencyVersion.model_validate({**said, **more})


@dataclass
class Log:
    """Writes as the operator does and reads as a client does."""

    bus: Keyring = field(default_factory=lambda: Keyring(NETWORK, "bus").with_new("directory", "2026-03"))
    at: datetime = BEGAN
    state: LogState = field(default_factory=LogState)
    rings: dict[str, Keyring] = field(default_factory=dict)

    @property
    def signer(self) -> Signer:
        return self.bus.newest_signer("directory")

    @property
    def trust(self) -> Trust:
        first = self.bus.signers[0]
        return Trust(NETWORK, {first.key_id: first.public}, catalogue_loading.load())

    @classmethod
    def begun(cls) -> "Log":
        log = cls()
        assert isinstance(log.say(log.keys()), Believed)
        return log

    def keys(self, *more: BusKey) -> VersionSaid:
        return VersionSaid("keys", "1", BEGAN, BusKeys(keys=(*(bus_key(s) for s in self.bus.signers), *more)))

    def records(self, *said: Said, signer: Signer | None = None, network: str = NETWORK) -> list[Record]:
        return writing.records(self.state, said, network=network, signer=signer or self.signer, at=self.at)

    def hear(self, record: Record) -> Outcome:
        """A minute later the record is in the log."""
        self.at += MINUTE
        entry = Entry(record.key, record.value, record.headers, received_at=self.at)
        outcome = accepting.accept(self.state, entry, self.trust)
        if isinstance(outcome, Believed):
            self.state = outcome.state
        return outcome

    def say(self, *said: Said, signer: Signer | None = None) -> Outcome:
        *before, last = self.records(*said, signer=signer)
        for record in before:
            assert isinstance(self.hear(record), Believed)
        return self.hear(last)

    def with_keys(self, version: AgencyVersion) -> AgencyVersion:
        """With new keys of its own beside those it has, vouched for by its superior where it has one."""
        ring = self.rings.get(version.id) or Keyring(NETWORK, version.id)
        ring = self.rings[version.id] = requests.grown(ring, self.at)
        asked = requests.signed(
            version.model_copy(update={"keys": (*version.keys, *requests.newest(ring, self.at))}),
            self.rings[version.id].newest_signer(),
            network=NETWORK,
        )
        if version.superior is not None:
            asked = requests.vouched(asked, self.rings[version.superior].newest_signer())
        return asked.agency

    def enrol(self, name: str, superior: str | None = None, **more: object) -> AgencyVersion:
        version = self.with_keys(agency(name, superior, **more))
        outcome = self.say(AgencySaid(version))
        assert isinstance(outcome, Believed), outcome
        assert outcome.left_out == ()
        return version


def codes(outcome: Outcome) -> Sequence[str]:
    return [finding.code for finding in getattr(outcome, "findings", getattr(outcome, "left_out", ()))]
