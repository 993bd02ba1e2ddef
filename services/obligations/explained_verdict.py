"""What met an obligation, by which clock it is judged, how far from the deadline, and what follows from that: the last steps. Pure."""

from collections.abc import Iterator
from datetime import datetime
from typing import Final, assert_never

from schemas.explanations.making import step
from schemas.messages.bus import Step
from services.obligations import outcomes
from services.obligations.explained_words import fitting, named
from services.obligations.obligation import Obligation
from services.obligations.records import Receipt, Statement
from services.obligations.told import Told
from services.obligations.tracks import Met

_RECEIPTS: Final = {"taken": "taken-at", "seen": "seen-at", "acted": "acted-at"}


def steps(obligation: Obligation) -> Iterator[Step]:
    yield step("judged-as-of", at=obligation.judged_as_of)
    if obligation.met is not None:
        yield from _meeting(obligation, obligation.met)
    else:
        yield from _so_far(obligation)
    yield from _further(obligation)
    yield from _verdict(obligation)
    yield from _beside(obligation)


def _meeting(obligation: Obligation, met: Met) -> Iterator[Step]:
    for act in met.acts:
        statement = act.standing(obligation.grounds.ignored) or act.statement
        yield _by(act, statement)
        yield from _clock(obligation, act, statement)
    yield step("met-at", at=met.judged_at)
    yield from _margin(obligation, met.judged_at)


def _by(act: Told, statement: Statement) -> Step:
    name, received_at = named(act.message), act.received_at
    match statement.kind:
        case "notice":
            return step("met-by-notice", received_at=received_at, **name)
        case "service-record":
            return step("met-by-record", at=_done_at(act, statement), received_at=received_at, **name)
        case "off-the-bus":
            return step("met-off-the-bus", at=_done_at(act, statement), received_at=received_at, **name)
        case "fact":
            at = _done_at(act, statement)
            return step("met-by-act", fact=statement.name, at=at, received_at=received_at, **name)
        case _:
            assert_never(statement.kind)


def _done_at(act: Told, statement: Statement) -> datetime:
    """The instant of the telling or of the act, as its author says it."""
    said = outcomes.instant_of(statement) if statement.kind == "fact" else statement.told_at
    return said or act.received_at


def _clock(obligation: Obligation, act: Told, statement: Statement) -> Iterator[Step]:
    """What was recorded after the end is judged by who recorded it."""
    if statement.kind == "notice":
        return
    done_at, agency, received_at = _done_at(act, statement), fitting(act.author), act.received_at
    if _claimed(obligation, act):
        yield step("nobody-heals-himself", agency=agency, claimed_at=done_at, received_at=received_at)
    elif _recorded_late(obligation, act, done_at):
        yield step("recorded-late", agency=agency, at=done_at, received_at=received_at)


def _claimed(obligation: Obligation, act: Told) -> bool:
    """Whether its own instant counts for nothing; of several acts the outcome knows it only of the last."""
    met, end = obligation.met, obligation.outcome.law_ends_at
    if met is None or len(met.acts) == 1 or end is None:
        return met is not None and met.claimed_at is not None
    return act.received_at > end and act.author in (obligation.debtor.agency, *obligation.grounds.owed_before)


def _recorded_late(obligation: Obligation, act: Told, done_at: datetime) -> bool:
    met, end = obligation.met, obligation.outcome.law_ends_at
    if met is None or len(met.acts) == 1 or end is None:
        return met is not None and met.recorded_late
    return act.received_at > end >= done_at


def _end(obligation: Obligation) -> datetime | None:
    """The deadline, or the fact that the duty had to come before."""
    first = obligation.outcome.came_first
    if first is None:
        return obligation.outcome.law_ends_at
    return outcomes.instant_of(first.standing(obligation.grounds.ignored) or first.statement)


def _margin(obligation: Obligation, at: datetime) -> Iterator[Step]:
    deadline = obligation.outcome.deadline
    end = deadline.at if deadline else None
    if deadline is None or end is None or obligation.outcome.came_first is not None:
        return  # Where another fact came first, the clock decides nothing.
    if deadline.basis == "policy":
        yield step("target-kept", margin=end - at) if at <= end else step("target-missed", margin=at - end)
    elif at == end:
        yield step("at-deadline")
    else:
        yield step("before-deadline", margin=end - at) if at < end else step("after-deadline", margin=at - end)


def _receipts(obligation: Obligation, act: Told) -> Iterator[Step]:
    """How far a notice came at its recipient: shown beside, never judged."""
    if act.statement.kind != "notice":
        return
    answers = [
        (record, record.content)
        for record in act.receipts
        if isinstance(record.content, Receipt) and act.answered_for(record.content, obligation.key.recipient)
    ]
    for kind, code in _RECEIPTS.items():
        first = next((record for record, receipt in answers if receipt.kind == kind), None)
        if first is not None:
            yield step(code, agency=fitting(first.author), at=first.received_at)
    for record, receipt in answers:
        if receipt.kind == "refused" and not receipt.reopens:
            yield step("refusal-without-effect", at=record.received_at, **named(record.message))
    if not answers:
        yield step("not-yet-taken")


def _so_far(obligation: Obligation) -> Iterator[Step]:
    """Where all of several acts are needed, those that are there and those that are not."""
    needed = obligation.duty.closed_by.all if obligation.duty.closed_by else ()
    for fact in needed:
        done = [
            (told, _done_at(told, said))
            for told in obligation.grounds.answers
            if (said := told.standing(obligation.grounds.ignored)) and said.name == fact
        ]
        if done:
            told, at = min(done, key=lambda act: act[1])
            yield step("act-so-far", fact=fact, at=at, **named(told.message))
        else:
            yield step("act-missing", fact=fact)
    deadline = obligation.outcome.deadline
    came_first = obligation.outcome.came_first is not None
    if came_first or deadline is None or deadline.at is None or deadline.basis != "policy":
        return
    if deadline.at < obligation.judged_as_of:
        yield step("target-passed", margin=obligation.judged_as_of - deadline.at)


def _further(obligation: Obligation) -> Iterator[Step]:
    grounds, met = obligation.grounds, obligation.met
    spare = [
        told
        for told in grounds.answers
        if met is not None
        and told not in met.acts
        and told.standing(grounds.ignored)
        and told.message not in grounds.refused
    ]
    if spare:
        yield step("further-messages", number=len(spare))


def _verdict(obligation: Obligation) -> Iterator[Step]:
    match obligation.verdict:
        case "in-time" | "late" | "no-deadline-met" | "no-deadline-open":
            yield step(obligation.verdict)
        case "open":
            yield step("still-open")
        case "provisional":
            yield step("warns-only")
        case "breached":
            yield from _breached(obligation)
        case "undecided":
            yield from _undecided(obligation)
        case "cancelled":
            yield from _cancelled(obligation)
        case _:
            assert_never(obligation.verdict)


def _breached(obligation: Obligation) -> Iterator[Step]:
    first, at = obligation.outcome.came_first, _end(obligation)
    if first is not None and at is not None:
        yield step("came-first", fact=first.statement.name, at=at, **named(first.message))
    else:
        yield step("nothing-came", read_up_to=obligation.grounds.until.read_to)
    yield step("breached" if obligation.debtor.mode == "binding" else "would-be-breached")


def _undecided(obligation: Obligation) -> Iterator[Step]:
    until, end = obligation.grounds.until, obligation.outcome.law_ends_at
    held = [h.received_at for h in until.missing(end, obligation.judged_as_of)] if end is not None else []
    if held:
        yield step("held-back", received_at=min(held))
    elif end is not None and until.read_to < end:
        yield step("not-all-read", read_up_to=until.read_to)
    yield step("undecided")


def _cancelled(obligation: Obligation) -> Iterator[Step]:
    if obligation.grounds.annulled:
        yield step("annulled")
    elif obligation.taken_back:
        yield step("bus-took-back")
    elif obligation.outcome.beginning is None:
        yield step("opening-withdrawn")
    yield step("nothing-owed")


def _beside(obligation: Obligation) -> Iterator[Step]:
    if obligation.met is not None:
        yield from _receipts(obligation, obligation.met.acts[-1])
    known = outcomes.known_at(obligation.outcome, obligation.grounds.ignored)
    if obligation.could_not_have_been_met and known is not None:
        yield step("known-too-late", at=known)
    if obligation.disputed:
        yield step("disputed")
    if obligation.debtor.mode == "shadow":
        yield step("shadow")
