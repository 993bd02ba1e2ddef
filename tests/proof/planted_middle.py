"""Bugs of the wire's middle, as rows: admission and ledger."""

from typing import Final

_ADMISSION: Final = "tests/unit/admission"
_INTAKE: Final = "tests/unit/intake"
_CHECKING: Final = "services/admission/checking.py"
_DISPOSITIONS: Final = "services/admission/dispositions.py"
_ADMITTING: Final = "services/admission/admitting.py"

ROWS: Final[tuple[tuple[str, str, str, str, str], ...]] = (
    (
        "an agency speaks in another's name on its own topic",
        _DISPOSITIONS,
        "if presented.claimed_sender not in (None, owner):",
        "if not owner:",
        _ADMISSION,
    ),
    (
        "a key that was revoked later proves nothing of before",
        _DISPOSITIONS,
        "if not key.holds(presented.received_at):",
        "if key.revoked_at is not None:",
        _ADMISSION,
    ),
    (
        "what we failed to check is routed",
        _CHECKING,
        "presented = Presented(arrival.outbox_of, arrival.received_at, our_fault=True)",
        "presented = Presented(arrival.outbox_of, arrival.received_at)",
        _ADMISSION,
    ),
    (
        "a notice may be sealed for a key that is nobody's",
        _CHECKING,
        'if key is None or key.purpose != "seal" or not (key.holds(at) or key.holds(message.sent_at)):',
        "if key is not None and not key.holds(at):",
        _ADMISSION,
    ),
    (
        "a notice may go to an agency that was closed",
        _CHECKING,
        "if agency is None or agency.closed is not None:",
        "if agency is None:",
        _ADMISSION,
    ),
    (
        "another text under a known id is taken for a repetition",
        _ADMITTING,
        'same = "same-bytes" if known.digest == checked.arrival.digest else "other-bytes"',
        'same = "same-bytes"',
        _ADMISSION,
    ),
    (
        "a sender is not told that its message was accepted",
        _ADMITTING,
        "yield self._accepted(answered, decision.disposition, leaf_hash)",
        "yield from ()",
        _ADMISSION,
    ),
    (
        "garbage leaves no disposition",
        _ADMITTING,
        "return [admission.entry(checked) for checked in batch]",
        "return [admission.entry(checked) for checked in batch if checked.record is not None]",
        f"{_ADMISSION} {_INTAKE}",
    ),
    (
        "two readers of one partition both write",
        "services/ledger/memory.py",
        "if self.store.positions.get(read.position.partition) != read.position",
        "if read.position.partition not in self.store.positions",
        "tests/unit/ledger",
    ),
    (
        "two readers of one partition both write into the database",
        "services/ledger/looking.py",
        "if stand.get(read.position.partition) != read.position",
        "if read.position.partition not in stand",
        "tests/integration/ledger/test_contract.py",
    ),
    (
        "who was not told of a message may answer it",
        "services/admission/regarding.py",
        'return "not-told" if rule.by == "told" and author not in held.told else "here"',
        'return "here"',
        _ADMISSION,
    ),
    (
        "an agency takes back what another has said",
        "services/admission/regarding.py",
        'if rule.by == "author" and name.sender != author:',
        'if rule.by == "author" and not name.sender:',
        _ADMISSION,
    ),
    (
        "anybody rules on what another has sent",
        _CHECKING,
        "if owner not in _line(agency, directory, at):",
        "if not agency:",
        _ADMISSION,
    ),
    (
        "a correction goes to some of those who got the original",
        "services/admission/routing.py",
        "return held.told",
        "return {held.name.sender}",
        _ADMISSION,
    ),
    (
        "a message that waits is released by any other",
        _ADMITTING,
        "for parked in self.parked.pop(one, ()):",
        "for parked in [every for waiting in self.parked.values() for every in waiting]:",
        _ADMISSION,
    ),
)
