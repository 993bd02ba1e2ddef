"""What a verdict costs: an occasion of ten messages, with one duty and with six, bare and as a line of the batch."""

from collections.abc import Callable, Mapping
from typing import Any, Final

import orjson

from schemas.catalogue import loading
from schemas.policy import model as policy
from services.law import calendar, zones
from services.law.deadlines import Law
from services.obligations import judging
from services.scenarios import judged_lines
from services.scenarios.parts import ScenarioParts

CALLS: Final = 100
_DAY: Final = "2024-04-26T{}:00Z"


def _event(number: int, kind: str, name: str, **more: str) -> dict[str, Any]:
    """An event of one morning; instants are written as times of day."""
    said = {key: _DAY.format(value) if key.endswith("_at") else value for key, value in more.items()}
    return {"n": number, "kind": kind, "name": name, "occasion": "o", "message_id": f"m{number}", **said}


_NOTICE: Final = {"to": "prosecutor", "protocol_drawn_at": "07:00", "outbox_of": "i"}
ONE_DUTY: Final = (
    _event(1, "fact", "custody.protocol-drawn", outbox_of="i", received_at="07:01", protocol_drawn_at="07:00"),
    _event(2, "notice", "detention.prosecutor-notice", received_at="08:00", **_NOTICE),
    _event(3, "receipt", "taken", outbox_of="p", received_at="08:01", regards="m2"),
    _event(4, "receipt", "refused", outbox_of="p", received_at="08:10", regards="m2"),
    _event(5, "notice", "detention.prosecutor-notice", received_at="09:00", **_NOTICE),
    _event(6, "receipt", "taken", outbox_of="p", received_at="09:01", regards="m5"),
    _event(7, "receipt", "seen", outbox_of="p", received_at="09:05", regards="m5"),
    _event(
        8,
        "correction",
        "custody.protocol-drawn",
        outbox_of="i",
        received_at="10:00",
        corrects="m1",
        protocol_drawn_at="06:50",
    ),
    _event(9, "notice", "detention.prosecutor-notice", received_at="11:00", **_NOTICE),
    _event(10, "receipt", "acted", outbox_of="p", received_at="11:30", regards="m5"),
)
SIX_DUTIES: Final = (
    _event(1, "fact", "custody.person-restricted", outbox_of="a", received_at="05:01", restricted_at="05:00"),
    _event(2, "fact", "custody.protocol-drawn", outbox_of="i", received_at="07:01", protocol_drawn_at="07:00"),
    _event(3, "fact", "custody.handed-over", outbox_of="a", received_at="07:11", occurred_at="07:10"),
    _event(4, "notice", "detention.prosecutor-notice", received_at="08:00", **_NOTICE),
    _event(5, "receipt", "taken", outbox_of="p", received_at="08:01", regards="m4"),
    _event(6, "receipt", "seen", outbox_of="p", received_at="08:03", regards="m4"),
    _event(7, "fact", "custody.defender-met", outbox_of="a", received_at="09:00", occurred_at="08:59"),
    _event(8, "fact", "custody.interrogated", outbox_of="i", received_at="10:00", occurred_at="09:30"),
    _event(
        9,
        "correction",
        "custody.person-restricted",
        outbox_of="a",
        received_at="11:00",
        corrects="m1",
        restricted_at="04:55",
    ),
    _event(10, "fact", "custody.court-decided", outbox_of="c", received_at="22:00", occurred_at="21:00"),
)


def work() -> Mapping[str, Callable[[], object]]:
    law = Law(loading.load(), calendar.load(), policy.load())
    answering = judged_lines.Answering(law)
    one, six = _scenario(ONE_DUTY), _scenario(SIX_DUTIES)
    one_line, six_line = orjson.dumps(one), orjson.dumps(six)
    return {
        "plain JSON, read and written": lambda: orjson.dumps(orjson.loads(one_line)),
        "ten messages, one obligation, judged": _judged(one, law),
        "ten messages, six obligations, judged": _judged(six, law),
        "ten messages, one obligation, as a line of the batch": lambda: answering.answer(one_line),
        "ten messages, six obligations, as a line of the batch": lambda: answering.answer(six_line),
    }


def _scenario(events: tuple[dict[str, Any], ...]) -> dict[str, Any]:
    return {"id": "a", "zone": "Asia/Almaty", "as_of": "2024-05-10T00:00:00Z", "events": list(events)}


def _judged(scenario: dict[str, Any], law: Law) -> Callable[[], object]:
    """The fold alone, without the reading of the scenario."""
    read = judged_lines.read(scenario, law)
    (case,) = read.cases
    parts = ScenarioParts(zones.zone("Asia/Almaty"), law.catalogue)
    return lambda: judging.judge(case, law=law, parts=parts, until=read.until)
