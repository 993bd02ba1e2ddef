"""Changes of an agency that stands in the log: each is said of its present state and of every state that is announced. Pure."""

from collections.abc import Iterator
from datetime import datetime
from typing import Literal

from schemas import fields
from schemas.directory.agency import AgencyKey, AgencyVersion
from schemas.directory.directory import Directory
from schemas.errors.tree import EnrolmentError, Finding
from services.directory_log.state import LogState
from services.directory_log.writing import AgencySaid


def present(directory: Directory, agency: str, at: datetime) -> AgencyVersion:
    state = directory.agency(agency, at)
    if state is None:
        raise EnrolmentError(Finding("HB-8225", "", {"agency": agency}))
    return state


def with_keys(directory: Directory, asked: AgencyVersion, at: datetime) -> Iterator[AgencySaid]:
    """What the agency asks for, and its new keys in each state that is announced: else they would end on that day."""
    yield AgencySaid(asked)
    for announced in _announced(directory, asked.id, at):
        there = {key.id for key in announced.keys}
        keys = (*announced.keys, *(key for key in asked.keys if key.id not in there))
        yield AgencySaid(announced.model_copy(update={"keys": keys}))


def without_key(
    state: LogState, key_id: str, at: datetime, *, suspect_since: datetime | None = None
) -> Iterator[AgencySaid]:
    """The key is revoked at once; since when it is suspect is only a mark."""
    owner, at_once = present(state.directory, key_id.partition("/")[0], at), _at_once(state, at)
    if not any(key.id == key_id for key in owner.keys):
        raise EnrolmentError(Finding("HB-8226", "", {"key": key_id, "agency": owner.id}))

    def revoked(key: AgencyKey) -> AgencyKey:
        if key.id != key_id:
            return key
        said = {"revoked_at": at_once, "suspect_since": suspect_since or key.suspect_since}
        return AgencyKey.model_validate({**vars(key), **said})

    here = owner.model_copy(update={"valid_from": max(owner.valid_from, at_once)})
    for version in (here, *_announced(state.directory, owner.id, at)):
        yield AgencySaid(version.model_copy(update={"keys": tuple(revoked(key) for key in version.keys)}))


def closed(
    state: LogState,
    agency: str,
    at: datetime,
    *,
    closed: Literal["merged", "renamed", "abolished"] = "abolished",
    successor: str | None = None,
) -> Iterator[AgencySaid]:
    """From now on it is closed, and so it is in each state that was announced. Its keys are revoked."""
    here, at_once = present(state.directory, agency, at), _at_once(state, at)
    if successor is not None and not state.directory.history(successor):
        raise EnrolmentError(Finding("HB-8225", "", {"agency": successor}))
    for version in (here.model_copy(update={"valid_from": at_once}), *_announced(state.directory, agency, at)):
        keys = tuple(
            key.model_copy(update={"revoked_at": min(key.revoked_at or at_once, at_once)}) for key in version.keys
        )
        said = {"keys": keys, "closed": closed, "successor": fields.AgencyId(successor) if successor else None}
        yield AgencySaid(AgencyVersion.model_validate({**vars(version), **said}))


def _at_once(state: LogState, at: datetime) -> datetime:
    """An instant before the entry's own, from which it then has effect: a clock that is fast must delay no revocation."""
    return state.as_of or at


def _announced(directory: Directory, agency: str, at: datetime) -> tuple[AgencyVersion, ...]:
    return tuple(version for version in directory.history(agency) if version.valid_from > at)
