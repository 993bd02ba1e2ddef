"""Whether a record is the next entry of the log. Its signature is looked at first: what nobody signed is not even read."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final, assert_never

from schemas import topics
from schemas.codec import record
from schemas.codec.record import Record, Signature
from schemas.directory import growing
from schemas.errors.tree import DirectoryError, Finding, RefusedError
from schemas.messages.bus import Checkpoint, DirectoryEntry, ReferenceEntry
from services.directory_log import effects
from services.directory_log.outcomes import Believed, Beside, Broken, Outcome, Repeated, Unsigned
from services.directory_log.state import REMEMBERED, Entry, LogState, Stated, Trust
from services.keys import proofs, signing

SIGNED_FOR: Final = topics.REFERENCE.name
_PURPOSES: Final = {"directory-entry": "directory", "reference-entry": "directory", "checkpoint": "checkpoint"}
_LINKS: Final = "directory"
"""The purpose of the keys that make the chain, and so can break it. What another key of the bus signed never does."""


def accept(state: LogState, entry: Entry, trust: Trust) -> Outcome:
    """What becomes of the record, and with it of the state."""
    try:
        signature = record.read_signature(entry.headers)
    except RefusedError as error:
        return Unsigned(error.findings)
    public, purpose = _public(state, entry, signature.key, trust=trust), _purpose(signature.key)
    if public is None or purpose not in _PURPOSES.values():
        return _nobodys(signature.key)
    if not _signed(entry, signature, public, network=trust.network):
        return _nobodys(signature.key)
    try:
        read = record.decode(key=entry.key, value=entry.value, headers=entry.headers)
    except RefusedError as error:
        return Broken(error.findings) if purpose == _LINKS else Unsigned(error.findings)
    return _judged(state, read, entry, purpose=purpose, trust=trust)


def rehearse(state: LogState, records: Sequence[Record], trust: Trust, *, at: datetime) -> Sequence[Finding]:
    """What the log would say against these records; nothing, where each would be believed whole."""
    for one in records:
        outcome = accept(state, Entry(one.key, one.value, one.headers, received_at=at), trust)
        match outcome:
            case Believed(left_out=()):
                state = outcome.state
            case Believed(left_out=findings) | Unsigned(findings) | Broken(findings):
                return findings
            case Repeated() | Beside():
                continue
            case _:
                assert_never(outcome)
    return ()


def _purpose(key: str) -> str:
    return key.partition("/")[2].partition("-")[0]


def _nobodys(key: str) -> Unsigned:
    return Unsigned((Finding("HB-8201", "", {"key": key}),))


def _signed(entry: Entry, signature: Signature, public: str, *, network: str) -> bool:
    line = (entry.value or b"").partition(b"\n")[0]
    text = signing.signed_text(network=network, topic=SIGNED_FOR, envelope_line=line)
    return signing.verifies(signature.signature, text, public=public)


def _public(state: LogState, entry: Entry, key: str, *, trust: Trust) -> str | None:
    """Before the first list of the bus's keys the profile says whom to believe; from then on the list alone."""
    if state.bus_keys is None:
        return trust.anchors.get(key)
    known = state.bus_keys.of(key)
    return known.public if known is not None and known.holds(entry.received_at) else None


def _judged(state: LogState, read: Record, entry: Entry, *, purpose: str, trust: Trust) -> Outcome:
    said = read.envelope
    if said.type not in _PURPOSES and purpose == _LINKS:
        return Broken((Finding("HB-2414", "/type", {"type": said.type, "topic": SIGNED_FOR}),))
    if _PURPOSES.get(said.type) != purpose:
        return _nobodys(read.signature.key)
    if isinstance(said, Checkpoint):
        return Beside()
    assert isinstance(said, DirectoryEntry | ReferenceEntry)  # noqa: S101 - the table above names no other
    return _linked(state, said, read, entry=entry, trust=trust)


def _linked(
    state: LogState, said: DirectoryEntry | ReferenceEntry, read: Record, *, entry: Entry, trust: Trust
) -> Outcome:
    digest = record.digest(read.envelope_line)
    if digest in state.recent:
        return Repeated()
    if said.sequence != state.sequence + 1:
        finding = Finding("HB-8202", "/sequence", {"said": said.sequence, "expected": state.sequence + 1})
        # So far back nobody can tell a copy of what stands there from a fork, and anybody can write a copy. It makes no link.
        return Unsigned((finding,)) if state.has_forgotten(said.sequence) else Broken((finding,))
    if said.previous != state.previous:
        return Broken((Finding("HB-8203", "/previous", {"sequence": said.sequence}),))
    follows = replace(
        state,
        sequence=said.sequence,
        recent=(*state.recent, digest)[-REMEMBERED:],
        as_of=max(entry.received_at, state.as_of or entry.received_at),
    )
    return _followed(follows, said, read, entry=entry, trust=trust)


def _followed(
    state: LogState, said: DirectoryEntry | ReferenceEntry, read: Record, *, entry: Entry, trust: Trust
) -> Outcome:
    match said:
        case DirectoryEntry():
            return _of_agency(state, said, entry, trust=trust)
        case ReferenceEntry(name="keys"):
            return _of_keys(state, said, read, entry=entry, trust=trust)
        case ReferenceEntry():
            return _with_version(state, said)
        case _:
            assert_never(said)


def _of_agency(state: LogState, said: DirectoryEntry, entry: Entry, *, trust: Trust) -> Outcome:
    if state.bus_keys is None:
        return Broken((Finding("HB-8204", "", {}),))
    before = state.directory
    unproved = tuple(proofs.objections(said.agency, before, network=trust.network, at=entry.received_at))
    left_out = {str(finding.particulars["key"]) for finding in unproved}
    version = effects.of_version(said.agency, before, left_out=left_out, at=entry.received_at)
    try:
        after = growing.grown(before, version, trust.catalogue)
    except DirectoryError as error:
        return Broken(error.findings)
    stated = (*state.stated.get(said.agency.id, ()), Stated(said.id, version.valid_from))
    follows = replace(state, directory=effects.revoked(after, version), stated={**state.stated, said.agency.id: stated})
    return Believed(follows, said, unproved)


def _of_keys(state: LogState, said: ReferenceEntry, read: Record, *, entry: Entry, trust: Trust) -> Outcome:
    public = _public(state, entry, read.signature.key, trust=trust)
    try:
        keys = effects.bus_keys(state.bus_keys, read, signed_with=public or "", at=entry.received_at)
    except RefusedError as error:
        return Broken(error.findings)
    return _with_version(replace(state, bus_keys=keys), said)


def _with_version(state: LogState, said: ReferenceEntry) -> Outcome:
    if state.bus_keys is None:
        return Broken((Finding("HB-8204", "", {}),))
    versions = (*state.published.get(said.name, ()), said)
    return Believed(replace(state, published={**state.published, said.name: versions}), said)
