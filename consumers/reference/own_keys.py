"""Whether an agency's own entry changed by its own word: keys more, and nothing else. Pure."""

from schemas.directory.agency import AgencyVersion
from schemas.directory.directory import Directory


def were_added(agency: str, before: Directory, after: Directory) -> tuple[str, ...]:
    """The keys that came, each vouched for by a signing key that the agency had before; none where anything else changed with them.

    The directory holds no key whose vouch does not verify.
    """
    was, now = _newest(agency, before), _newest(agency, after)
    if was is None or now is None:
        return ()
    own = {key.id for key in was.keys if key.purpose == "sign" and key.revoked_at is None}
    more = [key for key in now.keys if key.id not in {held.id for held in was.keys}]
    rest = now.model_copy(
        update={"keys": tuple(key for key in now.keys if key not in more), "valid_from": was.valid_from}
    )
    if rest != was or not all(key.vouched_by in own for key in more):
        return ()
    return tuple(key.id for key in more)


def _newest(agency: str, directory: Directory) -> AgencyVersion | None:
    states = [state for state in directory.versions if state.id == agency]
    return max(states, key=lambda state: state.valid_from, default=None)
