"""What a deadline costs: bare, explained, said in words, and as a line of the batch."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Final

import orjson

from schemas.catalogue import loading
from schemas.explanations import sentences
from schemas.policy import model as policy
from services.law import calendar, deadline_lines, deadlines, entries, explaining, zones
from services.law.deadlines import Law, Start

HOURS: Final = "detention.court-decision-or-release"
WORKING_DAYS: Final = "weapons.check-report"
# The days of Nauryz lie within five working days of it.
START: Final = Start(datetime(2024, 3, 18, 4, 0, tzinfo=UTC), zones.zone("Asia/Almaty"))


def work() -> Mapping[str, Callable[[], object]]:
    law = Law(loading.load(), calendar.load(), policy.load())
    question = {"id": "a", "duty": WORKING_DAYS, "event": "2024-03-18T04:00:00Z", "zone": "Asia/Almaty"}
    line, answering = orjson.dumps(question), deadline_lines.Answering(law)
    return {
        "plain JSON, read and written": lambda: orjson.dumps(orjson.loads(line)),
        "72 hours": _deadline(HOURS, law),
        "72 hours, explained": _explained(HOURS, law),
        "5 working days": _deadline(WORKING_DAYS, law),
        "5 working days, explained": _explained(WORKING_DAYS, law),
        "5 working days, explained and said in Kazakh": _said(WORKING_DAYS, law),
        "5 working days, as a line of the batch": lambda: answering.answer(line),
    }


def _deadline(code: str, law: Law) -> Callable[[], object]:
    duty = entries.entry(code, START, law.catalogue)
    return lambda: deadlines.of_duty(duty, START, law=law)


def _explained(code: str, law: Law) -> Callable[[], object]:
    duty = entries.entry(code, START, law.catalogue)
    return lambda: explaining.steps(deadlines.of_duty(duty, START, law=law), duty)


def _said(code: str, law: Law) -> Callable[[], object]:
    duty = entries.entry(code, START, law.catalogue)

    def call() -> object:
        steps = explaining.steps(deadlines.of_duty(duty, START, law=law), duty)
        return [sentences.sentence(step, "kk", START.zone) for step in steps]

    return call
