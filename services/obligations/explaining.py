"""Why a verdict is what it is: ordered steps, from which a reader comes to the same verdict without knowing any of our rules. Pure.

First how the deadline was counted; then who owes, whom or what, and according to whose word; then what happened to the obligation; last what met it,
by which clock, and what follows. Made when somebody asks: most verdicts are never explained.
"""

from collections.abc import Iterator
from typing import Final

from schemas.explanations.making import step
from schemas.messages.bus import HowFound, Step
from services.law import explaining as deadlines_explained
from services.obligations import explained_history, explained_verdict
from services.obligations.explained_words import fitting, named
from services.obligations.obligation import Obligation
from services.obligations.tracks import Beginning

LIMIT: Final = 100
"""A snapshot holds no more steps. What must be left out is the oldest of the history, and the explanation says so."""
_FOUND: Final[dict[HowFound, str]] = {
    "publisher": "recipient-is-publisher",
    "parties": "recipient-named",
    "territory": "recipient-by-territory",
    "national": "recipient-national",
}


def steps(obligation: Obligation) -> tuple[Step, ...]:
    """The whole way from the event to the verdict."""
    deadline = obligation.outcome.deadline
    first = [
        *(deadlines_explained.steps(deadline, obligation.duty) if deadline else ()),
        *_who_owes(obligation),
        *_whose_word(obligation),
        *_condition(obligation),
        *_what_is_owed(obligation),
    ]
    happened = list(explained_history.steps(obligation))
    last = list(explained_verdict.steps(obligation))
    left_out = len(first) + len(happened) + len(last) - LIMIT
    if left_out > 0:
        happened = [step("more-happened", number=left_out + 1), *happened[left_out + 1 :]]
    return (*first, *happened, *last)


def _who_owes(obligation: Obligation) -> Iterator[Step]:
    debtor, role = obligation.debtor.agency, obligation.duty.sender
    if obligation.key.drill is not None:
        yield step("drill", drill=fitting(obligation.key.drill))
    if debtor is None:
        yield step("owes-unresolved", role=role)
    else:
        yield step("owes", role=role, agency=fitting(debtor))
    for agency in obligation.grounds.owed_before:
        if agency != debtor:
            yield step("owed-before", agency=fitting(agency))


def _whose_word(obligation: Obligation) -> Iterator[Step]:
    beginning = obligation.outcome.beginning
    match beginning.declared_by if beginning else None:
        case "trigger":
            yield from _trigger(obligation, beginning)
        case "sender":
            yield from _sender(obligation, beginning)
        case "bus":
            yield step("word-of-bus", fact=_fact(beginning))
        case "calendar":
            yield step("word-of-calendar")
        case None:
            return


def _fact(beginning: Beginning | None) -> str:
    return beginning.told.statement.name if beginning and beginning.told else ""


def _trigger(obligation: Obligation, beginning: Beginning | None) -> Iterator[Step]:
    told = beginning.told if beginning else None
    if told is None or beginning is None:
        return
    own = told.author in (obligation.debtor.agency, *obligation.grounds.owed_before)
    yield step(
        "word-of-debtor" if own else "word-of-another",
        fact=told.statement.name,
        received_at=told.received_at,
        **named(told.message),
    )
    clock, ignored = obligation.duty.clock_from, obligation.grounds.ignored
    for other in obligation.grounds.triggers:
        at = said.instant(clock) if other is not told and (said := other.standing(ignored)) else None
        if at is not None:
            yield step("also-told", at=at, **named(other.message))
    met = obligation.met.acts[-1] if obligation.met else None
    notice = met.standing(ignored) if met is not None else None
    at = notice.instants.get(clock) if notice is not None and notice.kind != "fact" else None
    if met is not None and at is not None and at != beginning.at:
        yield step("notice-names-another", at=at, **named(met.message))


def _sender(obligation: Obligation, beginning: Beginning | None) -> Iterator[Step]:
    """A notice alone is enough; and a debtor who then publishes a later start is held to what it said."""
    grounds, told = obligation.grounds, beginning.told if beginning else None
    published = [
        (at, other.author)
        for other in grounds.triggers
        if (said := other.standing(grounds.ignored)) and (at := said.instant(obligation.duty.clock_from))
    ]
    if published:
        at, author = min(published)
        yield step("held-to-own-word", agency=fitting(author), at=at)
    elif told is not None:
        yield step("word-of-sender", **named(told.message))
        if told.standing(grounds.ignored) is None:
            yield step("start-kept", **named(told.message))


def _condition(obligation: Obligation) -> Iterator[Step]:
    deadline = obligation.outcome.deadline
    declared_all = deadline.start.attributes if deadline else {}
    for attribute, value in (obligation.duty.applies_if or {}).items() if deadline else ():
        declared = declared_all.get(attribute)
        if declared is None:
            yield step("condition-unknown", attribute=attribute, value=value)
        elif declared == value:
            yield step("condition-met", attribute=attribute, value=value)
        else:
            yield step("condition-not-met", attribute=attribute, value=value, declared=fitting(str(declared)))


def _what_is_owed(obligation: Obligation) -> Iterator[Step]:
    duty = obligation.duty
    if duty.must_precede is not None:
        yield step("must-precede", fact=duty.must_precede)
    if duty.closed_by is None:
        yield from _whom(obligation)
        return
    if len(duty.closed_by.facts) > 1:
        yield step("all-acts-needed" if duty.closed_by.all else "any-act-enough")
    for fact in duty.closed_by.facts:
        yield step("act-needed", fact=fact)


def _whom(obligation: Obligation) -> Iterator[Step]:
    holder, role, duty = obligation.holder, obligation.key.recipient, obligation.duty
    if duty.recipients_rule == "any":
        yield step("any-recipient-enough")
        yield from (step("may-be-told", role=each) for each in duty.recipients)
    elif holder is None or role is None:
        return
    elif holder.how == "outside":
        yield step("recipient-outside", role=role)
    elif holder.agency is None:
        yield step("recipient-unresolved", role=role)
    elif holder.agency == role:
        # Without a directory a role stands for the agency that holds it.
        yield step("recipient-by-role", role=role)
    else:
        yield step(_FOUND.get(holder.how, "recipient-named"), role=role, agency=fitting(holder.agency))
