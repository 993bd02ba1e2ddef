"""Our judge and the slow one agree on whatever scenario is made up."""

from random import Random
from typing import Any

import pytest

from schemas.catalogue.term import Periodic
from services.law import periods
from services.obligations.obligation import Obligation
from services.scenarios import judged_lines
from tests.oracles import judging_oracle, scenarios
from tests.unit.obligations import saying

SEEDS = 600
A_BATCH = 50


def shown(obligation: Obligation) -> dict[str, Any]:
    """What the oracle has an opinion on."""
    met = obligation.met
    whole = obligation.duty.closed_by is not None or obligation.duty.recipients_rule == "any"
    return {
        "duty": obligation.key.duty,
        "round": _round(obligation),
        "recipient": None if whole else obligation.key.recipient,
        "sender": obligation.debtor.agency,
        "verdict": obligation.verdict,
        "deadline": obligation.deadline_at,
        "deadline_version": obligation.deadline_version,
        "met_at": met.judged_at if met else None,
        "breach_events": obligation.breach_events,
        "retracted": obligation.retracted,
        "disputed": obligation.disputed,
    }


def _round(obligation: Obligation) -> object:
    """Of a report its period, by its name."""
    period, term = obligation.key.period, obligation.duty.term
    return periods.name(period, term.every) if period and isinstance(term, Periodic) else obligation.key.round


def in_order(found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(found, key=lambda row: (row["duty"], str(row["recipient"]), str(row["round"]), row["sender"]))


@pytest.mark.parametrize("first", range(0, SEEDS, A_BATCH))
def test_the_oracle_comes_to_the_same(first: int) -> None:
    for seed in range(first, first + A_BATCH):
        scenario = scenarios.scenario(Random(seed))  # noqa: S311 - the same for the same seed
        ours = judged_lines.judge(scenario, saying.law())
        dispositions, rows = judging_oracle.judge(scenario)
        assert ours.dispositions == dispositions, seed
        assert in_order([shown(o) for o in ours.obligations if not o.taken_back]) == in_order(rows), seed
