"""What becomes of a record, given who wrote it, what it says, when it came, which key was valid then, and what is known. Pure.

The checks stand in the order in which one makes the next meaningful. Whatever is our own fault is QUARANTINED, never REJECTED.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

from schemas.directory.agency import AgencyKey, AgencyVersion
from schemas.errors.tree import Finding
from schemas.fields import Disposition


@dataclass(frozen=True, slots=True)
class Signature:
    """How the record was signed: with which key, as the directory showed it when the record came, and whether it verifies."""

    key_id: str
    key: AgencyKey | None
    verifies: bool


@dataclass(frozen=True, slots=True)
class Presented:
    """A record as intake holds it, before anything is decided."""

    outbox_of: str
    received_at: datetime
    claimed_sender: str | None = None
    """The sender that the envelope names; null where none could be read."""
    agency: AgencyVersion | None = None
    """The owner of the outbox, as the directory showed it when the record came."""
    signature: Signature | None = None
    findings: tuple[Finding, ...] = ()
    """What the codec and the catalogue object to."""
    our_fault: bool = False
    """Whether we failed to read it, though nothing shows that the sender is to blame."""


@dataclass(frozen=True, slots=True)
class Known:
    """What the ledger already holds that bears on the record."""

    same_id: Literal["none", "same-bytes", "other-bytes"] = "none"
    """Whether this outbox has held a message of this id before, and whether it was this one, whatever became of it."""
    regarded: Literal["nothing", "here", "not-yet", "another-agencys"] = "nothing"
    """Whether the message that it is about has come, and whether its sender may speak of it."""


@dataclass(frozen=True, slots=True)
class Decision:
    """The disposition, and for a rejection what its sender is told."""

    disposition: Disposition
    findings: tuple[Finding, ...] = ()


_ROUTED: Final = Decision("ROUTED")


def decide(presented: Presented, known: Known) -> Decision:
    """The first disposition of a record. A quarantined one is decided anew when it can be read; its first disposition stays."""
    if presented.our_fault:
        return Decision("QUARANTINED")
    if known.same_id == "same-bytes":
        return Decision("DUPLICATE")
    if objection := _of_origin(presented):
        return Decision("REJECTED", (objection,))
    if known.same_id == "other-bytes":
        return Decision("REJECTED", (Finding("HB-2402", "/id", {}),))
    if presented.findings:
        return Decision("REJECTED", presented.findings)
    match known.regarded:
        case "another-agencys":
            return Decision("REJECTED", (Finding("HB-2403", "/regards", {}),))
        case "not-yet":
            return Decision("PARKED")
        case "nothing" | "here":
            return _ROUTED


def _of_origin(presented: Presented) -> Finding | None:
    """Whether the record is its outbox's owner's, by name and by key."""
    owner, signature = presented.outbox_of, presented.signature
    if presented.claimed_sender not in (None, owner):
        return Finding("HB-2401", "/sender", {"sender": str(presented.claimed_sender), "owner": owner})
    if presented.agency is not None and presented.agency.closed is not None:
        return Finding("HB-2404", "/sender", {"sender": owner})
    if signature is None:
        return None
    key = signature.key
    if key is None or key.purpose != "sign" or key.id.partition("/")[0] != owner:
        return Finding("HB-2405", "", {"key": signature.key_id, "owner": owner})
    if not key.holds(presented.received_at):
        return Finding("HB-2406", "", {"key": key.id})
    return None if signature.verifies else Finding("HB-2407", "", {"key": key.id})
