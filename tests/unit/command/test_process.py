"""The command as a process of its own: exit codes, what is piped in, a reader that leaves, a terminal without colours."""

import os
import pty
import subprocess
import sys
from collections.abc import Mapping

import pytest

from tests.unit.command.saying import document, written

HABARSHY = (sys.executable, "-m", "habarshy")


def run(*arguments: str, stdin: bytes = b"", **variables: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [*HABARSHY, *arguments], input=stdin, env={**os.environ, **variables}, capture_output=True, check=False
    )


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("validate", "-"), 1),
        (("validate", "no/such/file"), 4),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else str(value),
)
def test_the_process_leaves_with_the_exit_code(arguments: tuple[str, ...], expected: int) -> None:
    assert run(*arguments).returncode == expected


def test_a_message_is_read_from_what_is_piped_in() -> None:
    came = run("validate", "-", stdin=written(document()), HABARSHY_LANG="en")

    assert (came.returncode, came.stdout) == (0, b"")
    assert came.stderr == b"Sound: notice detention.prosecutor-notice.\n"


@pytest.mark.parametrize("arguments", [("duties", "--jsonl"), ("explain", "HB-2104")], ids=" ".join)
def test_a_reader_that_leaves_early_is_no_error(arguments: tuple[str, ...]) -> None:
    reading, writing = os.pipe()
    os.close(reading)

    with os.fdopen(writing, "wb") as closed:
        came = subprocess.run([*HABARSHY, *arguments], stdout=closed, stderr=subprocess.PIPE, check=False)

    assert (came.returncode, came.stderr) == (0, b"")


def on_a_terminal(*arguments: str, variables: Mapping[str, str]) -> bytes:
    """What a person's terminal is sent."""
    ours, theirs = pty.openpty()
    environment = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "FORCE_COLOR")}
    with os.fdopen(theirs, "wb") as terminal:
        subprocess.run(
            [*HABARSHY, *arguments],
            stdout=terminal,
            stderr=subprocess.DEVNULL,
            env={**environment, "TERM": "xterm-256color", **variables},
            check=False,
        )
        shown = os.read(ours, 65_536)
    os.close(ours)
    return shown


def test_a_terminal_gets_colours() -> None:
    assert b"\x1b[" in on_a_terminal("explain", "HB-2104", variables={})


def test_a_terminal_gets_no_escape_codes_where_no_colour_is_wanted() -> None:
    shown = on_a_terminal("explain", "HB-2104", variables={"NO_COLOR": "1"})

    assert b"HB-2104" in shown
    assert b"\x1b" not in shown


def test_piped_output_holds_no_escape_codes() -> None:
    came = run("tour", TERM="xterm-256color")

    assert came.returncode == 0
    assert b"\x1b" not in came.stdout + came.stderr


@pytest.mark.parametrize("encoding", ["utf-8", "cp1251"])
def test_kazakh_can_be_written_whatever_the_encoding_of_the_machine(encoding: str) -> None:
    came = run("explain", "HB-2104", "--lang", "kk", PYTHONIOENCODING=encoding)

    assert (came.returncode, came.stderr) == (0, b"")
