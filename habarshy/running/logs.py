"""Log lines: for people a sentence, for machines an action and its particulars. Ids and counts only; never a name, an address or a body."""

import json
import logging
import sys
import time
from collections.abc import Mapping
from typing import Final, Literal, get_args

Form = Literal["text", "json"]
FORMS: Final[tuple[Form, ...]] = get_args(Form)
_OWN: Final = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName", "action"}
"""What every record of Python's logging has; the rest was said with it."""
# A coordinator that closes a connection, as brokers do to make a client prove itself again, is mended by the library unasked. Of a
# right that is lost it speaks many times a second; our own code says it once.
_LIBRARIES: Final = {
    "aiokafka": logging.ERROR,
    "aiokafka.cluster": logging.CRITICAL,
    "aiokafka.consumer.group_coordinator": logging.CRITICAL,
    "psycopg": logging.ERROR,
    "asyncio": logging.ERROR,
}


class Lines(logging.Formatter):
    """2026-03-06T04:05:00Z INFO intake.recorded recorded dispositions={"ROUTED": 3}"""

    def format(self, record: logging.LogRecord) -> str:
        particulars = "".join(f" {name}={_written(value)}" for name, value in sorted(_said(record).items()))
        line = f"{_at(record)} {record.levelname} {_action(record)} {_on_one_line(record.getMessage())}{particulars}"
        return f"{line}\n{self.formatException(record.exc_info)}" if record.exc_info else line


class JsonLines(logging.Formatter):
    """{"at": "2026-03-06T04:05:00Z", "level": "INFO", "action": "intake.recorded", "message": "recorded", "dispositions": {"ROUTED": 3}}"""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "at": _at(record),
            "level": record.levelname,
            "action": _action(record),
            "message": record.getMessage(),
            **_said(record),
        }
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False, default=str)


_FORMATTERS: Final[Mapping[Form, type[logging.Formatter]]] = {"text": Lines, "json": JsonLines}


def _said(record: logging.LogRecord) -> Mapping[str, object]:
    return {name: value for name, value in vars(record).items() if name not in _OWN}


def _at(record: logging.LogRecord) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(record.created))


def _action(record: logging.LogRecord) -> str:
    return str(getattr(record, "action", record.name))


def _on_one_line(text: str) -> str:
    """Whatever steers a terminal or begins another line is not passed on."""
    return "".join(character if character.isprintable() else " " for character in text)


def _written(value: object) -> str:
    return value if isinstance(value, str) and value.isprintable() and " " not in value else json.dumps(value)


def begin(form: Form = "text") -> None:
    """Everything of ours to stderr; of the libraries what they cannot mend."""
    lines = logging.StreamHandler(sys.stderr)
    lines.setFormatter(_FORMATTERS[form]())
    logging.basicConfig(level=logging.INFO, handlers=[lines], force=True)
    for library, least in _LIBRARIES.items():
        logging.getLogger(library).setLevel(least)
