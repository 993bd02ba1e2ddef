"""What is logged while a command runs: a person sees what is wrong, once, and not what a library mends by itself."""

import logging
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import pytest

from consumers.inbox import taking
from consumers.inbox.outcomes import Lettered, Overtaken, Postponed, Taken
from consumers.inbox.records import RawRecord
from habarshy.command import logs, wording
from schemas.errors.tree import Finding
from tests.unit.command.terminal import LANGUAGES, Terminal
from tests.unit.producers import profiles

RECORD: Final = RawRecord("inbox.a", 0, 7, datetime(2026, 3, 6, tzinfo=UTC), b"", b"", ())
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


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_became_of_a_record_is_said_in_the_callers_language_with_what_to_do(
    language: wording.Language,
    heard: logs.ForAPerson,  # noqa: ARG001 - it listens
    capsys: pytest.CaptureFixture[str],
) -> None:
    wording.use(language)
    finding = Finding("HB-8407", "", {"what": "ValueError", "attempt": 1})
    for attempt in (1, 2):
        taking._say(RECORD, Postponed(attempt, "TimeoutError"))
    taking._say(RECORD, Lettered("failed", finding))
    taking._say(RECORD, Overtaken())
    taking._say(RECORD, Taken("notice"))

    said = capsys.readouterr().err.splitlines()
    waits, letter, overtaken = said
    assert waits == wording.say("log-postponed", what="TimeoutError")
    assert letter == wording.say("log-lettered", what=finding.sentence(language))
    assert overtaken == wording.say("log-overtaken", what=f"{RECORD.topic}, 0, 7")


def test_what_an_inbox_gets_over_by_itself_and_a_reader_that_leaves_are_no_trouble(
    heard: logs.ForAPerson,  # noqa: ARG001 - it listens
    capsys: pytest.CaptureFixture[str],
) -> None:
    logging.getLogger("habarshy.inbox").warning("each alone: %s", "ValueError", extra={"action": "each-alone"})
    taking._say(RECORD, Postponed(1, BrokenPipeError.__name__))

    assert capsys.readouterr().err == ""
