"""What a part says of itself: which cause, since when, what to do."""

from datetime import UTC, datetime, timedelta

import pytest

from habarshy.running import health
from habarshy.running.health import CAUSES, Cause, Health

AT = datetime(2026, 3, 6, 4, 5, tzinfo=UTC)


@pytest.fixture
def ill() -> Health:
    """A minute passes each time that it looks at the clock."""
    times = (AT + timedelta(minutes=minutes) for minutes in range(1000))
    return Health(lambda: next(times))


def test_who_is_well_has_no_reasons(ill: Health) -> None:
    ill.ill("relay", "ledger-away")
    ill.well("relay", "ledger-away", "wire-away")
    assert ill.reasons == []


def test_an_illness_that_goes_on_keeps_its_first_instant(ill: Health) -> None:
    ill.ill("relay", "ledger-away")
    ill.ill("relay", "ledger-away")
    assert [reason.since for reason in ill.reasons] == [AT]


def test_only_the_causes_that_are_spoken_of_change(ill: Health) -> None:
    ill.ill("intake", "starting")
    ill.say("intake", ("ledger-away", "reference-away"), ["ledger-away"])
    ill.say("intake", ("ledger-away", "reference-away"), ["reference-away"])
    assert [reason.cause for reason in ill.reasons] == ["reference-away", "starting"]


def test_a_reason_is_a_line_that_says_what_to_do(ill: Health) -> None:
    ill.ill("relay", "ledger-away")
    (reason,) = ill.reasons
    assert reason.line == (
        "relay: ledger-away since 2026-03-06T04:05:00Z: the ledger cannot be used. Look whether PostgreSQL runs and lets "
        "this user in; the log says what it answered. It is tried again."
    )


@pytest.mark.parametrize("cause", CAUSES)
def test_every_cause_has_its_sentences(cause: Cause) -> None:
    wrong, remedy = health.SENTENCES[cause]
    assert wrong
    assert remedy.endswith(".")
