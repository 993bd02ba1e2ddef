"""What is logged while a command runs, for the person at the terminal: what is wrong, once, and nothing of what mends itself."""

import logging
from collections.abc import Mapping
from typing import Final

import click

from habarshy.command import wording

_OURS: Final = ("habarshy", "producers", "consumers")
"""Brokers close connections to make a client log in again, and the client library calls each an error and mends it unasked. What stays broken our own code says."""
_SAID: Final[Mapping[str, str]] = {"producers.profile": "log-plaintext"}
_SAID_BY_THE_COMMAND: Final = ("habarshy.knowing", "producers.outbox.sending")
"""In the caller's language, with its cause; as errors even they are shown."""
_SAID_OF: Final[Mapping[str, str]] = {
    name: f"log-{name}"
    for name in (
        *("lettered", "postponed", "overtaken", "lost", "answer-not-taken"),
        *("answers-wait", "store-waits", "deaf", "unplaced", "not-tended"),
    )
}
"""What an Inbox does has an action, and the action has words; they say what it met last in the line."""
_MENDED: Final = ("rescue", "each-alone")
"""What an Inbox gets over by itself."""


class ForAPerson(logging.Handler):
    """Each sentence once: a person has read it."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self._told: set[str] = set()

    def emit(self, record: logging.LogRecord) -> None:
        if record.name.partition(".")[0] not in _OURS:
            return
        if record.name in _SAID_BY_THE_COMMAND and record.levelno < logging.ERROR:
            return
        if getattr(record, "action", None) in _MENDED or _what(record) == BrokenPipeError.__name__:
            return  # of a reader that leaves early nobody complains
        said = _sentence(record)
        if said not in self._told:
            self._told.add(said)
            click.echo(said, err=True)

    def begin(self) -> None:
        """Of a new call nothing has been read."""
        self._told.clear()
        logging.getLogger().addHandler(self)


def _sentence(record: logging.LogRecord) -> str:
    if record.name in _SAID:
        return wording.say(_SAID[record.name])
    words = _SAID_OF.get(getattr(record, "action", ""), "log-trouble")
    return wording.say(words, what=record.getMessage() if words == "log-trouble" else _what(record))


def _what(record: logging.LogRecord) -> str:
    """The finding, where there is one, in the caller's language."""
    if (finding := getattr(record, "finding", None)) is not None:
        return str(finding.sentence(wording.language()))
    return str(record.args[-1]) if isinstance(record.args, tuple) and record.args else ""
