"""A terminal in process: gives the command its arguments and what is piped in, and keeps what it answers."""

import io
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import click
import orjson
import pytest

from habarshy.command import program

LANGUAGES = ("en", "kk", "ru")


@dataclass(frozen=True)
class Answer:
    """What a call came to."""

    exit_code: int
    out: str
    err: str

    @property
    def document(self) -> Any:  # noqa: ANN401 - whatever JSON can say
        return orjson.loads(self.out)

    @property
    def lines(self) -> list[Any]:
        return [orjson.loads(line) for line in self.out.splitlines()]


class Terminal:
    """Calls the command as a shell would."""

    def __init__(self, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
        self._capsys, self._monkeypatch = capsys, monkeypatch

    def __call__(self, *arguments: str, stdin: bytes = b"") -> Answer:
        self._monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        self._capsys.readouterr()
        exit_code = program.run(arguments)
        said = self._capsys.readouterr()
        return Answer(exit_code, said.out, said.err)


def every_command() -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """Each command with the words that call it, the program itself first."""
    whole = program.program()
    yield (), whole
    context = click.Context(whole)
    for name in whole.list_commands(context):
        command = whole.get_command(context, name)
        assert command is not None
        yield (name,), command
        if isinstance(command, click.Group):
            yield from (((name, inner), below) for inner, below in command.commands.items())
