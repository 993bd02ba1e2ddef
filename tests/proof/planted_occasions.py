"""Bugs in how occasions are judged when they are heard of, and in who is told."""

from typing import Final

_JUDGING: Final = "services/admission/judging.py"
_OCCASIONS: Final = "services/admission/occasions.py"
_ADMITTING: Final = "services/admission/admitting.py"
_SNAPSHOTS: Final = "services/obligations/snapshots.py"
_TESTS: Final = "tests/unit/admission"

ROWS: Final[tuple[tuple[str, str, str, str, str], ...]] = (
    (
        "intake decides by itself what did not come",
        _JUDGING,
        "until=Until(at, kept.read_to or _NEVER)",
        "until=Until(at, kept.read_to or at)",
        _TESTS,
    ),
    (
        "what changed nothing is told again",
        _JUDGING,
        "if before is None or before.digest != state.digest:",
        "if True:",
        _TESTS,
    ),
    (
        "in shadow mode everybody is told",
        _JUDGING,
        'concerned = ("overseer",) if said["mode"] == "shadow" else',
        'concerned = ("overseer",) if said["mode"] == "off" else',
        _TESTS,
    ),
    (
        "all monitoring consumers hear of protected persons",
        _JUDGING,
        'everybody = topics.PROTECTED if duty.confidentiality == "state-protection" else topics.OBLIGATIONS',
        "everybody = topics.OBLIGATIONS",
        _TESTS,
    ),
    (
        "an obligation that was never owed stays open with who heard of it",
        _JUDGING,
        "            if before.digest != _GONE:",
        "            if before.digest == _GONE:",
        _TESTS,
    ),
    (
        "a drill is judged with what is real",
        _OCCASIONS,
        "return OccasionName(message.occasion, drill)",
        "return OccasionName(message.occasion)",
        _TESTS,
    ),
    (
        "what is said of a message is judged where it says itself",
        _OCCASIONS,
        "if about is not None and about.occasion is not None:",
        "if about is not None and about.occasion is None:",
        _TESTS,
    ),
    (
        "a message that is deemed accepted goes to nobody",
        "services/admission/routing.py",
        "return original.named",
        "return ()",
        _TESTS,
    ),
    (
        "a clock that was set back changes the order of judging",
        _ADMITTING,
        "latest = max(latest, arrival.received_at)",
        "latest = arrival.received_at",
        _TESTS,
    ),
    (
        "a receipt changes nothing that is told",
        _SNAPSHOTS,
        "found.setdefault(_RECEIPTS[content.kind], record.received_at)",
        "pass",
        _TESTS,
    ),
)
