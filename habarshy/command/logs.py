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
    return wording.say("log-trouble", what=record.getMessage())
