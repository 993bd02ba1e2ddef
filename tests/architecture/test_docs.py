"""The code blocks of the docs do what they say: each is run, and each shown output is compared."""

import contextlib
import doctest
import io
import json
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from schemas import yaml_text
from tests.architecture import source

BLOCK = re.compile(r"^```(console|python|yaml|json)\n(.*?)^```", re.MULTILINE | re.DOTALL)
# Commands of a reader that a test does not repeat: they make the environment that the test runs in.
NOT_RUN = ("make ", "git ", "cd ")


def blocks(language: str) -> Iterator[tuple[Path, str]]:
    for page in sorted([*source.ROOT.glob("*.md"), *(source.ROOT / "docs").rglob("*.md")]):
        for found, text in BLOCK.findall(page.read_text(encoding="utf-8")):
            if found == language:
                yield page, text


def steps(text: str) -> Iterator[tuple[str, str]]:
    """Each command of a console block with the output that is shown for it."""
    for part in re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]:
        command, _, shown = part.partition("\n")
        yield command, shown


CONSOLE = [(page, command, shown) for page, text in blocks("console") for command, shown in steps(text)]
PYTHON = list(blocks("python"))


@pytest.mark.parametrize(("page", "command", "shown"), CONSOLE, ids=[f"{p.stem}: {c}" for p, c, _ in CONSOLE])
def test_a_shown_command_answers_as_shown(page: Path, command: str, shown: str, tmp_path: Path) -> None:
    assert command, page
    if command.startswith(NOT_RUN):
        return
    environment = os.environ | {
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        "LANG": "C",
        "HABARSHY_LANG": "en",
    }
    answer = subprocess.run(  # noqa: S602 - the docs are ours, and they show pipes
        command, shell=True, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )
    if shown.strip():
        said = answer.stdout + answer.stderr
        assert doctest.OutputChecker().check_output(flat(shown), flat(said), doctest.ELLIPSIS), said
    assert answer.returncode in (0, 1), answer.stderr


def flat(text: str) -> str:
    """Without trailing spaces and empty lines: a table fills its columns with them."""
    return "\n".join(line.rstrip() for line in text.splitlines() if line.strip()) + "\n"


@pytest.mark.parametrize(("page", "text"), PYTHON, ids=[page.stem for page, _ in PYTHON])
def test_a_shown_program_runs(page: Path, text: str) -> None:
    with contextlib.redirect_stdout(io.StringIO()):
        exec(compile(text, str(page), "exec"), {"__name__": "docs"})  # noqa: S102 - the docs are ours
    assert text.strip()


@pytest.mark.parametrize(("page", "text"), list(blocks("yaml")), ids=lambda value: getattr(value, "stem", ""))
def test_shown_yaml_is_yaml(page: Path, text: str) -> None:
    assert yaml_text.value(text, page.name) is not None


@pytest.mark.parametrize(("page", "text"), list(blocks("json")), ids=lambda value: getattr(value, "stem", ""))
def test_shown_json_is_json(page: Path, text: str) -> None:
    assert json.loads(text), page


def test_every_block_says_what_it_is() -> None:
    """A block without a known language is read by no test: code would hide there."""
    pages = [*source.ROOT.glob("*.md"), *(source.ROOT / "docs").rglob("*.md")]
    opened = {page.name: re.findall(r"^```(\S*)$", page.read_text(encoding="utf-8"), re.MULTILINE) for page in pages}
    known = {"console", "python", "yaml", "json", "text"}
    assert {name: set(kinds[::2]) - known for name, kinds in opened.items() if set(kinds[::2]) - known} == {}


def test_there_is_something_to_run() -> None:
    assert CONSOLE
    assert all(shlex.split(command) for _, command, _ in CONSOLE)
