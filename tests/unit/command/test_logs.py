"""What is logged while a command runs: a person sees what is wrong, once, and not what a library mends by itself."""

import logging
from pathlib import Path

import pytest

from habarshy.command import logs, wording
from tests.unit.command.terminal import LANGUAGES, Terminal
from tests.unit.producers import profiles

PLAINTEXT = {"en": "WARNING  This profile is plaintext", "kk": "НАЗАР АУДАРЫҢЫЗ", "ru": "ВНИМАНИЕ"}


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> logs.ForAPerson:
    handler = logs.ForAPerson()
    monkeypatch.setattr(logging.getLogger(), "handlers", [handler])
    wording.use("en")
    return handler


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_profile_without_encryption_is_warned_of_once(language: str, habarshy: Terminal, tmp_path: Path) -> None:
    path = profiles.written(tmp_path, security="plaintext")

    answer = habarshy("spool", "--profile", str(path), "--lang", language)

    assert (answer.exit_code, answer.err.count(PLAINTEXT[language])) == (0, 1)


def test_a_secured_profile_is_not_warned_of(habarshy: Terminal, tmp_path: Path) -> None:
    assert "plaintext" not in habarshy("spool", "--profile", str(profiles.written(tmp_path))).err


def test_a_connection_that_the_library_mends_is_not_shown(
    heard: logs.ForAPerson,  # noqa: ARG001 - it listens
    capsys: pytest.CaptureFixture[str],
) -> None:
    logging.getLogger("aiokafka.consumer.group_coordinator").error("Error sending HeartbeatRequest_v1, marking dead")
    logging.getLogger("aiokafka.conn").error("Connection lost")

    assert capsys.readouterr().err == ""


def test_trouble_of_ours_is_shown_and_not_over_and_over(
    heard: logs.ForAPerson,  # noqa: ARG001 - it listens
    capsys: pytest.CaptureFixture[str],
) -> None:
    for _ in range(3):
        logging.getLogger("habarshy.inbox").error("the client went deaf: silent")
        logging.getLogger("habarshy.inbox").info("rebuilt")

    assert capsys.readouterr().err == "TROUBLE  the client went deaf: silent\n"


def test_what_the_command_says_itself_is_not_said_twice(
    heard: logs.ForAPerson,  # noqa: ARG001 - it listens
    capsys: pytest.CaptureFixture[str],
) -> None:
    logging.getLogger("habarshy.knowing").warning("action=reference-unread error=HB-8212")
    logging.getLogger("producers.outbox.sending").error("action=outbox-sends-no-more topic=outbox.a error=X")

    assert capsys.readouterr().err == "TROUBLE  action=outbox-sends-no-more topic=outbox.a error=X\n"
