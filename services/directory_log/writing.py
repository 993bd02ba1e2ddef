"""The next entries of the log: numbered, chained, signed. The same content makes the same id, so that an entry is never made twice."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal
from uuid import NAMESPACE_OID, UUID, uuid5

from pydantic import BaseModel

from schemas import topics
from schemas.codec import canonical, record
from schemas.codec.record import Record
from schemas.directory.agency import AgencyVersion
from schemas.messages.bus import DirectoryEntry, ReferenceEntry
from services.directory_log.state import LogState
from services.keys.signing import Signer

_NAMESPACE: Final = uuid5(NAMESPACE_OID, "habarshy")
EPOCH: Final = 1
"""Of the log itself, which has never begun anew."""


@dataclass(frozen=True, slots=True)
class AgencySaid:
    """A state of an agency that shall stand in the log."""

    version: AgencyVersion


@dataclass(frozen=True, slots=True)
class VersionSaid:
    """A version of something published that shall be in force; its content is the clear body."""

    name: Literal["catalogue", "calendar", "policy", "schemas", "keys"]
    version: str
    in_force_from: datetime
    content: BaseModel


Said = AgencySaid | VersionSaid


def records(state: LogState, said: Iterable[Said], *, network: str, signer: Signer, at: datetime) -> list[Record]:
    """The entries that follow the state, in their order."""
    made: list[Record] = []
    sequence, previous = state.sequence, state.previous
    for one in said:
        sequence += 1
        entry, body = _entry(one, network, sequence=sequence, previous=previous, at=at)
        line = canonical.encode(entry)
        signature = signer.record(network=network, topic=topics.REFERENCE.name, envelope_line=line)
        made.append(record.encode(entry, body, signature))
        previous = record.digest(line)
    return made


def id_of(version: AgencyVersion, *, network: str) -> UUID:
    """The id of the entry that says this of an agency."""
    return _id(network, version.id, canonical.encode(version))


def digest_of(content: BaseModel) -> str:
    """How an entry names its clear body."""
    return record.digest(canonical.encode(content))


def _entry(
    said: Said, network: str, *, sequence: int, previous: str | None, at: datetime
) -> tuple[DirectoryEntry | ReferenceEntry, bytes]:
    match said:
        case AgencySaid(version=version):
            return DirectoryEntry(
                type="directory-entry",
                id=id_of(version, network=network),
                schema_version="1.1",
                sender="bus",
                epoch=EPOCH,
                emitted_at=at,
                sequence=sequence,
                previous=previous,
                agency=version,
            ), b""
        case VersionSaid():
            body = canonical.encode(said.content)
            return ReferenceEntry(
                type="reference-entry",
                id=_id(network, said.name, body),
                schema_version="1.1",
                sender="bus",
                epoch=EPOCH,
                emitted_at=at,
                sequence=sequence,
                previous=previous,
                name=said.name,
                version=said.version,
                in_force_from=said.in_force_from,
                body_digest=record.digest(body),
            ), body


def _id(network: str, key: str, content: bytes) -> UUID:
    return uuid5(_NAMESPACE, "\n".join((network, str(EPOCH), key, record.digest(content))))
