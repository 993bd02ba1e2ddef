"""Log lines: for people a sentence, for machines an action and its particulars. Ids and counts only; never a name, an address or a body."""

import json
import logging
import sys
import time
from typing import Final

_OWN: Final = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName", "action"}
"""What every record of Python's logging has; the rest was said with it."""
# A coordinator that closes a connection, as brokers do to make a client prove itself again, is mended by the library unasked.
_LIBRARIES: Final = {
    "aiokafka": logging.ERROR,
    "aiokafka.consumer.group_coordinator": logging.CRITICAL,
    "psycopg": logging.ERROR,
    "asyncio": logging.ERROR,
}


class Lines(logging.Formatter):
    """2026-03-06T04:05:00Z INFO intake.recorded recorded dispositions={"ROUTED": 3}"""

    def format(self, record: logging.LogRecord) -> str:
        said = {name: value for name, value in vars(record).items() if name not in _OWN}
        particulars = "".join(f" {name}={_written(value)}" for name, value in sorted(said.items()))
        at = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(record.created))
        action = getattr(record, "action", record.name)
        message = record.getMessage().replace("\n", " ")
        line = f"{at} {record.levelname} {action} {message}{particulars}"
        return f"{line}\n{self.formatException(record.exc_info)}" if record.exc_info else line


def _written(value: object) -> str:
    return value if isinstance(value, str) and value.isprintable() and " " not in value else json.dumps(value)


def begin() -> None:
    """Everything of ours to stderr; of the libraries what they cannot mend."""
    lines = logging.StreamHandler(sys.stderr)
    lines.setFormatter(Lines())
    logging.basicConfig(level=logging.INFO, handlers=[lines], force=True)
    for library, least in _LIBRARIES.items():
        logging.getLogger(library).setLevel(least)
