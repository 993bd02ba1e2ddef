"""A directory that grows by one entry: what `Directory.of` asks of all of it, asked only of what the entry can have changed."""

from collections.abc import Iterator
from datetime import datetime

from schemas.catalogue.catalogue import Catalogue
from schemas.directory.agency import AgencyVersion
from schemas.directory.directory import LEADS_TO, Directory, unknown_names
from schemas.errors.tree import DirectoryError, Finding


def grown(directory: Directory, version: AgencyVersion, catalogue: Catalogue) -> Directory:
    """The directory with one more state of an agency; DirectoryError where `Directory.of` would refuse the whole.

    Stricter in one thing: whom the entry names must already be there, for a log is read in its order.
    """
    before = directory.history(version.id)
    after = directory.with_history(version.id, tuple(sorted((*before, version), key=lambda v: v.valid_from)))
    found = (
        _doubled(before, version),
        _unknown(after, version, catalogue),
        _circles(after, version),
        _national(after, version, catalogue),
        _keys(before, version),
    )
    if findings := [finding for kind in found for finding in kind]:
        raise DirectoryError(*findings)
    return after


def _doubled(before: tuple[AgencyVersion, ...], version: AgencyVersion) -> Iterator[Finding]:
    if any(state.valid_from == version.valid_from for state in before):
        said = {"agency": version.id, "instant": version.valid_from.isoformat()}
        yield Finding("HB-4002", f"{version.id}: valid_from", said)


def _unknown(after: Directory, version: AgencyVersion, catalogue: Catalogue) -> Iterator[Finding]:
    if version.id == "bus":
        yield Finding("HB-4009", "bus: id", {})
    yield from unknown_names(version, after, catalogue)


def _circles(after: Directory, version: AgencyVersion) -> Iterator[Finding]:
    """A new circle goes through the agency, so it lies among those to whom the agency leads."""
    for field in LEADS_TO:
        chain = _chain(after, version, field)
        if chain is None or any(
            _chain(after, state, field) is None for agency in chain for state in after.history(agency)
        ):
            yield Finding("HB-4004", f"{version.id}: {field}", {"agency": version.id})


def _chain(directory: Directory, version: AgencyVersion, field: str) -> tuple[str, ...] | None:
    """The agencies to whom a state leads, by the latest state of each; None where it comes back."""
    chain: tuple[str, ...] = (version.id,)
    current = getattr(version, field)
    while current is not None:
        if current in chain:
            return None
        chain = (*chain, current)
        history = directory.history(current)
        current = getattr(history[-1], field) if history else None
    return chain


def _national(after: Directory, version: AgencyVersion, catalogue: Catalogue) -> Iterator[Finding]:
    """At no instant may two agencies hold a role that exists once in the country."""
    single = {role.code for role in catalogue.roles if role.found_by == "national"} & set(version.roles)
    if not single or version.closed is not None:
        return
    start, end = _span(after.history(version.id), version)
    for other in after.ids:
        for state in after.history(other) if other != version.id else ():
            begins, ends = _span(after.history(other), state)
            shared = single & set(state.roles) if state.closed is None else set[str]()
            if shared and (end is None or begins < end) and (ends is None or start < ends):
                said = {"role": min(shared), "agencies": ", ".join(sorted((other, version.id)))}
                yield Finding("HB-4010", f"{version.id}: roles", said)


def _span(history: tuple[AgencyVersion, ...], version: AgencyVersion) -> tuple[datetime, datetime | None]:
    """From when until when a state stands; None: until an entry says otherwise."""
    following = (state.valid_from for state in history if state.valid_from > version.valid_from)
    return version.valid_from, next(following, None)


def _keys(before: tuple[AgencyVersion, ...], version: AgencyVersion) -> Iterator[Finding]:
    public = {key.id: key.public for state in before for key in state.keys}
    for key in version.keys:
        if public.get(key.id, key.public) != key.public:
            yield Finding("HB-4011", f"{version.id}: keys", {"key": key.id})
