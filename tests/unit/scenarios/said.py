"""Scenarios as a program writes them, with sensible defaults; times are UTC, on 26 April 2024 if no day is given."""

from typing import Any, Final

from services.scenarios import judged_lines
from services.scenarios.judged_lines import Judged
from tests.unit.obligations import saying

Event = dict[str, Any]
NOTICE: Final = "detention.prosecutor-notice"
DRAWN: Final = {"protocol_drawn_at": "2024-04-26T05:00:00Z"}
LATER: Final = "2024-05-20T00:00:00Z"


def at(clock: str) -> str:
    """05:00 is 10:00 in Almaty; a day may stand before it."""
    return clock if "T" in clock else f"2024-04-26T{clock}:00Z"


def event(number: int, kind: str, received: str, *, by: str = "investigator-a", **fields: object) -> Event:
    """About occasion-1; without an id of its own it is called m and its number. What is None is left out."""
    said = {"subject": "subject-1", "occasion": "occasion-1", "message_id": f"m{number}"}
    return with_(said, n=number, kind=kind, outbox_of=by, received_at=at(received), **fields)


def with_(said: Event, **fields: object) -> Event:
    return {name: value for name, value in {**said, **fields}.items() if value is not None}


def trigger(number: int = 1, received: str = "05:00", *, by: str = "investigator-a", **fields: object) -> Event:
    drawn = event(number, "fact", received, by=by, name="custody.protocol-drawn", **DRAWN)
    return with_(drawn, **fields)


def notice(number: int = 2, received: str = "06:00", *, by: str = "investigator-a", **fields: object) -> Event:
    told = event(number, "notice", received, by=by, name=NOTICE, to="prosecutor", **DRAWN)
    return with_(told, **fields)


def scenario(*events: Event, as_of: str = LATER, **fields: object) -> dict[str, Any]:
    return {"id": "s", "zone": "Asia/Almaty", "as_of": at(as_of), "events": list(events), **fields}


def judged(*events: Event, as_of: str = LATER, **fields: object) -> Judged:
    return judged_lines.judge(scenario(*events, as_of=as_of, **fields), saying.law())


def dispositions(*events: Event, as_of: str = LATER, **fields: object) -> dict[str, str]:
    return dict(judged(*events, as_of=as_of, **fields).dispositions)


def verdicts(*events: Event, as_of: str = LATER, **fields: object) -> list[str]:
    found = judged(*events, as_of=as_of, **fields).obligations
    return [obligation.verdict for obligation in found if not obligation.taken_back]
