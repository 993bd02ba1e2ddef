"""Nothing that an agency says after its deadline makes its verdict better: the ways that were once found, and random ones."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random
from typing import Any, Final

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from services.obligations.obligation import Obligation
from services.scenarios import judged_lines
from tests.oracles import dishonesty, scenarios
from tests.unit.obligations import rows, saying
from tests.unit.obligations.rows import Row
from tests.unit.obligations.saying import COURT, correct, fact, notice, refuse, rule, trigger, withdraw

RESTRICTED: Final = "custody.person-restricted"
LIMIT: Final = "detention.court-decision-or-release"
MONTHLY: Final = "juvenile.probation-monthly-list"
BAD: Final = ("late", "breached")
MOMENT: Final = timedelta(microseconds=1)

FOUND: Final = (
    Row(
        "a correction that one duty refuses to follow moves no act in another",
        (
            trigger(name=RESTRICTED, attributes={"case_term_hours": 48}),
            trigger("29 Apr 14:00", name=RESTRICTED, id_="again"),
            fact("custody.released", "30 Apr 22:00", by=COURT),
            fact("custody.court-decided", "30 Apr 21:00", received="3 May 22:00", by=COURT),
            correct("trigger", "9 May 10:00", start="6 May 10:00", clock="restricted_at"),
        ),
        {"court": "late, 1 breach, disputed, by custody.released", "court 2": "in-time, 1 breach, 1 retracted, recorded late"},
        of=LIMIT,
    ),
    Row(
        "a refused notice stays refused, though its event is withdrawn and told again",
        (
            trigger(),
            notice("26 Apr 15:00"),
            refuse("26 Apr 16:00"),
            withdraw("trigger", "27 Apr 10:00"),
            trigger(received="28 Apr 10:00", id_="again"),
        ),
        {"prosecutor": "cancelled, 1 breach, 1 retracted", "prosecutor 2": "breached, 1 breach, hopeless"},
    ),
    Row(
        "another agency's report of the period gives no right to rule on one's own",
        (
            notice("28 Mar 10:00", duty=MONTHLY, of="2024-03", by="a"),
            refuse("29 Mar 10:00", role="juvenile-unit", whose="a"),
            notice("2 Apr 10:00", duty=MONTHLY, of="2024-03", by="b", id_="other"),
            rule("deem-accepted", "3 Apr 10:00", about="notice", whose="a", by="a"),
        ),
        {"juvenile-unit 2024-03-01 a": "breached, 1 breach", "juvenile-unit 2024-03-01 b": "late, 1 breach"},
    ),
)  # fmt: skip


@pytest.mark.parametrize("row", FOUND, ids=str)
def test_a_way_that_was_found_is_closed(row: Row) -> None:
    rows.holds(row)


def judged(scenario: dict[str, Any], events: Sequence[dict[str, Any]]) -> list[Obligation]:
    found = judged_lines.judge({**scenario, "events": events}, saying.law()).obligations
    return [o for o in found if not o.taken_back]


def bad(found: Sequence[Obligation]) -> Counter[object]:
    """How many obligations of one kind are late or breached. Rounds are not told apart: an earlier message may have opened one more."""
    return Counter(kind(o) for o in found if o.verdict in BAD)


def kind(obligation: Obligation) -> object:
    key = obligation.key
    recipient = None if obligation.duty.recipients_rule == "any" else key.recipient
    return key.duty, recipient, key.period, obligation.debtor.agency


def said_by_all_but_the_overseer(scenario: dict[str, Any]) -> list[dict[str, Any]]:
    """Rulings may change a verdict; what others take back or correct may as well; what was unreadable is decided late."""
    return [
        {name: value for name, value in event.items() if name not in {"recorded_at", "unreadable_until_at"}}
        for event in scenario["events"]
        if event["kind"] != "ruling"
        and not (event["kind"] in {"correction", "withdrawal"} and event["outbox_of"] != scenarios.DEBTOR)
    ]


def received(event: dict[str, Any]) -> datetime:
    return datetime.fromisoformat(event["received_at"])


@given(st.integers(0, 2**32), st.integers(1, 4))
@settings(max_examples=250)
def test_no_message_of_the_debtor_after_the_deadline_betters_its_verdict(seed: int, count: int) -> None:
    random = Random(seed)  # noqa: S311 - a test that can be repeated
    scenario = {**scenarios.scenario(random), "as_of": "2027-01-01T00:00:00Z", "intake_read_to_at": None}
    events = said_by_all_but_the_overseer(scenario)
    before = judged(scenario, events)
    ended = [o for o in before if o.verdict in BAD and o.debtor.agency == scenarios.DEBTOR and o.deadline_at]
    assume(ended)
    chosen = random.choice(ended)
    assert chosen.deadline_at is not None
    ends = max(chosen.deadline_at, *(h.at for h in chosen.history if h.what == "opened")) + MOMENT
    attempts = dishonesty.attempts(random, events, by=scenarios.DEBTOR, after=ends, duty=chosen.duty, count=count)
    assume(attempts)
    first = min(received(attempt) for attempt in attempts)
    then = judged(
        {**scenario, "as_of": dishonesty.written(first)}, [event for event in events if received(event) < first]
    )
    # What was not yet missed when the first of them came may still be put right.
    assume(bad(then)[kind(chosen)] >= bad(before)[kind(chosen)])

    after = judged(scenario, [*events, *attempts])

    assert bad(after)[kind(chosen)] >= bad(before)[kind(chosen)], attempts
