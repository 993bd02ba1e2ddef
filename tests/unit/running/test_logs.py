"""A log line is one line, says its action, and steers no terminal."""

import json
import logging

import pytest

from habarshy.running.logs import JsonLines, Lines


def record(message: str, **said: object) -> logging.LogRecord:
    made = logging.makeLogRecord(
        {"name": "consumers.intake", "levelname": "INFO", "levelno": 20, "msg": message, **said}
    )
    made.created = 1772769900.0
    return made


def test_a_line_for_people_says_action_sentence_and_particulars() -> None:
    line = Lines().format(record("recorded", action="intake.recorded", dispositions={"ROUTED": 3}, topic="outbox.a"))
    assert line == '2026-03-06T04:05:00Z INFO intake.recorded recorded dispositions={"ROUTED": 3} topic=outbox.a'


def test_a_line_for_programs_is_one_document() -> None:
    line = JsonLines().format(record("recorded\nтағы", action="intake.recorded", dispositions={"ROUTED": 3}))
    assert "\n" not in line
    assert json.loads(line) == {
        "at": "2026-03-06T04:05:00Z",
        "level": "INFO",
        "action": "intake.recorded",
        "message": "recorded\nтағы",
        "dispositions": {"ROUTED": 3},
    }


@pytest.mark.parametrize("nasty", ["a\r\nb", "a\x1b[2Jb", "a\u2028b", "a\x00b", "a\u202eb"])
def test_nothing_that_steers_gets_through(nasty: str) -> None:
    for formatter in (Lines(), JsonLines()):
        line = formatter.format(record(nasty, action="x", what=nasty))
        said = json.loads(line)["message"] if isinstance(formatter, JsonLines) else line
        assert line.count("\n") == 0
        assert "\x1b" not in line
        assert "a" in said


def test_an_exception_is_said_with_it() -> None:
    error = ZeroDivisionError("why")
    told = (type(error), error, None)
    assert "ZeroDivisionError: why" in Lines().format(record("failed", exc_info=told))
    assert "ZeroDivisionError: why" in json.loads(JsonLines().format(record("failed", exc_info=told)))["exception"]
