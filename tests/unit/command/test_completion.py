"""`habarshy completion SHELL`, and what the shell then gets completed."""

import os
import subprocess
import sys

import pytest

from tests.unit.command.terminal import Terminal


def completed(line: str, incomplete: str, *, of: str = "bash", language: str = "en") -> str:
    """What the command offers a shell in which this line stands before the cursor."""
    words = f"{line} {incomplete}"
    environment = {
        **os.environ,
        "_HABARSHY_COMPLETE": f"{of}_complete",
        "COMP_WORDS": words,
        "COMP_CWORD": incomplete if of == "fish" else str(len(line.split())),
        "HABARSHY_LANG": language,
    }
    program = [sys.executable, "-m", "habarshy"]
    return subprocess.run(program, env=environment, capture_output=True, encoding="utf-8", check=False).stdout


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_script_of_a_shell_asks_this_program(shell: str, habarshy: Terminal) -> None:
    answer = habarshy("completion", shell)

    assert answer.exit_code == 0
    assert f"_HABARSHY_COMPLETE={shell}_complete" in answer.out
    assert "habarshy" in answer.out


def test_commands_are_completed() -> None:
    assert {"plain,duties", "plain,duty"} == set(completed("habarshy", "du").split())


def test_duties_are_completed() -> None:
    assert completed("habarshy duty", "detention.pros").split() == ["plain,detention.prosecutor-notice"]


def test_agencies_are_completed() -> None:
    assert "plain,prosecutor-bostandyk" in completed("habarshy agency", "prosecutor-").split()


def test_examples_are_completed() -> None:
    found = completed("habarshy example", "prosecutor-told-of-a-d").split()

    assert found == ["plain,prosecutor-told-of-a-detention"]


def test_years_of_the_calendar_are_completed_and_so_is_its_command() -> None:
    assert completed("habarshy calendar", "202").split() == [f"plain,{year}" for year in range(2020, 2028)]
    assert completed("habarshy calendar", "d").split() == ["plain,diff"]


def test_options_of_a_call_below_another_are_completed() -> None:
    assert "plain,--override" in completed("habarshy calendar diff", "--o").split()
    assert "plain,--override" in completed("habarshy calendar", "--o").split()


def test_the_shell_shows_what_a_command_is_for_in_the_language() -> None:
    assert "Список обязанностей." in completed("habarshy", "du", of="fish", language="ru")


def test_the_shell_shows_what_an_option_is_for_in_the_language() -> None:
    assert "Только записи со всеми этими словами" in completed("habarshy duties", "--sea", of="fish", language="ru")
