"""Makes agencies and directories with sensible defaults."""

from datetime import UTC, datetime
from typing import Final

from schemas.catalogue import loading
from schemas.directory.agency import AgencyVersion
from schemas.directory.directory import Directory
from schemas.errors.tree import DirectoryError

NATION: Final = "000000000"
REGION: Final = "750000000"
CITY: Final = "751000000"
DISTRICT: Final = "751500000"
QUARTER: Final = "751510000"
OTHER_DISTRICT: Final = "751310000"
OTHER_REGION: Final = "350000000"


def day(month: int, number: int = 1) -> datetime:
    return datetime(2026, month, number, tzinfo=UTC)


START: Final = day(1)
TODAY: Final = day(6)
PUBLIC_KEY: Final = "A" * 43 + "="


def row(agency: str, **changes: object) -> dict[str, object]:
    """An agency as a file holds it; a field that is None is left out."""
    made: dict[str, object] = {
        "id": agency,
        "valid_from": START.isoformat(),
        "names": {"en": "Sample", "kk": "Үлгі орган", "ru": "Орган для примера"},
        "roles": [],
        "territory": DISTRICT,
        "zone": "Asia/Almaty",
        "languages": ["kk", "ru"],
    } | changes
    return {name: value for name, value in made.items() if value is not None}


def agency(name: str, *roles: str, **changes: object) -> AgencyVersion:
    return AgencyVersion.model_validate(row(name, roles=roles, **changes))


def closed(name: str, *, how: str = "merged", at: datetime, **changes: object) -> AgencyVersion:
    return agency(name, valid_from=at.isoformat(), closed=how, **changes)


def directory_of(*versions: AgencyVersion) -> Directory:
    return Directory.of(versions, loading.load())


def objections(*versions: AgencyVersion) -> list[tuple[str, str]]:
    """What a directory of these states is refused for."""
    try:
        directory_of(*versions)
    except DirectoryError as error:
        return [(finding.code, finding.where) for finding in error.findings]
    return []


def key(owner: str, purpose: str = "sign", **changes: object) -> dict[str, object]:
    """A public key as a file holds it: it holds from January to July."""
    return {
        "id": f"{owner}/{purpose}-2026-01",
        "purpose": purpose,
        "public": PUBLIC_KEY,
        "valid_from": START.isoformat(),
        "valid_until": day(7).isoformat(),
    } | changes
