"""Who takes part: agencies of the sample directory with keys that stay the same from run to run, so that what they signed can be kept."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from habarshy.enrolment import demo
from schemas.directory import loading
from schemas.directory.agency import AgencyVersion
from services.directory_log import requests
from services.keys import keyring
from services.keys.keyring import Keyring

NETWORK: Final = "bench"
COPIES: Final = 3
"""Of each investigation: the sample has four, and a bus has more."""
_KEYS: Final = "keys.json"


@dataclass(frozen=True)
class World:
    """Senders, each with the recipient of its notices; and where the keys of all lie."""

    folder: Path
    senders: Sequence[AgencyVersion]
    recipients: Sequence[AgencyVersion]
    above: Sequence[AgencyVersion]

    @property
    def everybody(self) -> Sequence[AgencyVersion]:
        return (*self.above, *self.senders)

    def keys(self, agency: str, at: datetime) -> Keyring:
        """Made at the first call, and the same ever after."""
        path = self.folder / agency / _KEYS
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            requests.grown(Keyring(NETWORK, agency), at).save(path)
        return keyring.load(path)

    def recipient_of(self, sender: AgencyVersion) -> AgencyVersion:
        """The prosecutor of the same territory."""
        return next(one for one in self.recipients if one.territory == sender.territory)


def world(folder: Path, at: datetime) -> World:
    sample = loading.sample()
    held = [version for version in sample.open_agencies(at) if "investigator" in version.roles]
    territories = {version.territory for version in held}
    recipients = [v for v in sample.open_agencies(at) if "prosecutor" in v.roles and v.territory in territories]
    senders = [copy for version in held for copy in _copies(version)]
    above = demo.with_those_above(sample, [version.id for version in (*held, *recipients)], at)
    investigations = {version.id for version in held}
    return World(folder, senders, recipients, [version for version in above if version.id not in investigations])


def _copies(version: AgencyVersion) -> Iterator[AgencyVersion]:
    for number in range(1, COPIES + 1):
        yield version.model_copy(update={"id": f"{version.id}-{number}", "keys": ()})
