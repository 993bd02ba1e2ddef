"""Comes to a verdict from the steps of its explanation alone: it knows no duty, no catalogue, no message and none of our code.

Whatever the steps claim and does not follow from the steps before is a contradiction, and raised as one.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from tests.oracles import interpreter
from tests.oracles.interpreter import ContradictionError, Particulars, Told

AFTER_THE_DEADLINE = {"drill", "owes", "owes-unresolved"}
"""Where the steps of the deadline end."""
MEETING = {"met-by-notice", "met-by-record", "met-by-act", "met-off-the-bus"}
INSTANTS = {
    "judged-as-of": ("as_of", "at"),
    "met-at": ("met_at", "at"),
    "nothing-came": ("read_to", "read_up_to"),
    "not-all-read": ("read_to", "read_up_to"),
    "held-back": ("held_back", "received_at"),
    "came-first": ("first", "at"),
}
SAID_AS = {
    "in-time": "in-time",
    "late": "late",
    "breached": "breached",
    "would-be-breached": "breached",
    "still-open": "open",
    "undecided": "undecided",
    "no-deadline-met": "no-deadline-met",
    "no-deadline-open": "no-deadline-open",
    "nothing-owed": "cancelled",
    "warns-only": "provisional",
}
LENGTH = re.compile(r"P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:([\d.]+)S)?)?")


@dataclass
class Act:
    """What met the duty, as the steps tell it."""

    author: str
    at: datetime
    received_at: datetime
    is_notice: bool


@dataclass
class Reader:
    """What was understood so far."""

    end: datetime | None = None
    by_law: bool = False
    debtors: set[str] = field(default_factory=set)
    acts: list[Act] = field(default_factory=list)
    codes: set[str] = field(default_factory=set)
    as_of: datetime | None = None
    met_at: datetime | None = None
    read_to: datetime | None = None
    held_back: datetime | None = None
    first: datetime | None = None
    said: list[str] = field(default_factory=list)


def verdict(steps: Iterable[Told]) -> str:
    """The verdict that follows from the steps; ContradictionError where they say another one."""
    told = list(steps)
    owes = next(number for number, (code, _) in enumerate(told) if code in AFTER_THE_DEADLINE)
    reader = Reader(by_law=any(code == "ends-at" for code, _ in told[:owes]))
    reader.end = interpreter.deadline(told[:owes]) if owes else None
    for code, particulars in told[owes:]:
        _read(reader, code, particulars)
    found = _concluded(reader)
    _check([found] == reader.said, f"it follows {found}, and is said {reader.said}")
    return found


def _check(holds: object, what: object) -> None:
    if not holds:
        raise ContradictionError(what)


def _instant(particulars: Particulars, name: str) -> datetime:
    return datetime.fromisoformat(str(particulars[name]))


def _length(particulars: Particulars) -> timedelta:
    found = LENGTH.fullmatch(str(particulars["margin"]))
    assert found is not None, particulars
    days, hours, minutes, seconds = (float(number or 0) for number in found.groups())
    return timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)


def _read(reader: Reader, code: str, particulars: Particulars) -> None:
    reader.codes.add(code)
    if code in SAID_AS:
        reader.said.append(SAID_AS[code])
    elif code in INSTANTS:
        name, particular = INSTANTS[code]
        setattr(reader, name, _instant(particulars, particular))
    elif code in MEETING:
        _acted(reader, code, particulars)
    elif code in {"owes", "owed-before"}:
        reader.debtors.add(str(particulars["agency"]))
    elif code == "nobody-heals-himself":
        _heals(reader, particulars)
    elif code == "recorded-late":
        _believed(reader, particulars)
    else:
        _margin(reader, code, particulars)


def _acted(reader: Reader, code: str, particulars: Particulars) -> None:
    received_at, is_notice = _instant(particulars, "received_at"), code == "met-by-notice"
    at = received_at if is_notice else _instant(particulars, "at")
    reader.acts.append(Act(str(particulars["agency"]), at, received_at, is_notice=is_notice))


def _heals(reader: Reader, particulars: Particulars) -> None:
    last = reader.acts[-1]
    _check(last.author in reader.debtors, "only who owes can heal himself")
    _check(last.at == _instant(particulars, "claimed_at"), particulars)
    _check(last.received_at == _instant(particulars, "received_at"), particulars)
    last.at = last.received_at


def _believed(reader: Reader, particulars: Particulars) -> None:
    last = reader.acts[-1]
    _check(last.author not in reader.debtors, "nobody is believed in his own matter")
    _check(last.at == _instant(particulars, "at") < last.received_at, particulars)


def _margin(reader: Reader, code: str, particulars: Particulars) -> None:
    distance = reader.met_at - reader.end if reader.met_at and reader.end else timedelta()
    match code:
        case "before-deadline":
            _check(reader.by_law and _length(particulars) == -distance > timedelta(), particulars)
        case "after-deadline":
            _check(reader.by_law and _length(particulars) == distance > timedelta(), particulars)
        case "at-deadline":
            _check(reader.by_law and reader.met_at == reader.end, "not at the deadline")
        case "target-kept":
            _check(not reader.by_law and _length(particulars) == -distance >= timedelta(), particulars)
        case "target-missed":
            _check(not reader.by_law and _length(particulars) == distance > timedelta(), particulars)
        case "target-passed":
            assert reader.as_of is not None
            assert reader.end is not None
            _check(not reader.by_law and _length(particulars) == reader.as_of - reader.end, particulars)


def _concluded(reader: Reader) -> str:
    if reader.codes & {"annulled", "opening-withdrawn", "bus-took-back", "condition-not-met"}:
        return "cancelled"
    met = _judged(reader)
    if reader.first is not None:
        _check(met is None or met > reader.first, "what had to wait did wait")
        return "breached"
    if not reader.by_law or reader.end is None:
        return "no-deadline-met" if met else "no-deadline-open"
    if met is not None and met <= reader.end:
        return "in-time"
    if "condition-unknown" in reader.codes:
        return "provisional"
    return "late" if met is not None and reader.held_back is None else _unmet(reader, reader.end)


def _judged(reader: Reader) -> datetime | None:
    """By the last of the acts; what the debtor recorded after the end counts from when it came, and the steps must have said so."""
    end = reader.end if reader.by_law else reader.first
    for act in reader.acts:
        too_late = end is not None and act.received_at > end and not act.is_notice and act.author in reader.debtors
        _check(not too_late or act.at == act.received_at, "somebody healed himself")
    met = max((act.at for act in reader.acts), default=None)
    _check(met == reader.met_at, f"judged at {met}, said {reader.met_at}")
    return met


def _unmet(reader: Reader, end: datetime) -> str:
    assert reader.as_of is not None
    if reader.as_of <= end:
        return "open"
    if reader.held_back is not None:
        _check(reader.held_back <= end, "what came after the end decides nothing")
        return "undecided"
    _check(reader.read_to is not None, "nobody says how far was read")
    assert reader.read_to is not None
    return "breached" if reader.read_to >= end else "undecided"
