"""What judging answers: an obligation with its verdict, its deadline, what met it, and its history. Pure."""

from dataclasses import dataclass
from datetime import datetime

from schemas.catalogue.duty import Duty
from schemas.messages.bus import Verdict
from services.law.periods import Period
from services.obligations import outcomes
from services.obligations.cases import Case, Until
from services.obligations.parts import Debtor, Holder
from services.obligations.records import MessageName
from services.obligations.told import Told
from services.obligations.tracks import Happened, Met, Outcome, Track


@dataclass(frozen=True, slots=True)
class ObligationKey:
    """Which obligation: one duty, on one occasion, towards one role, in one round (or period), in earnest or in a drill."""

    duty: str
    occasion: str | None
    recipient: str | None
    round: int
    period: Period | None
    drill: str | None


@dataclass(frozen=True, slots=True)
class Grounds:
    """What an outcome was reached from, for whoever explains it."""

    until: Until
    triggers: tuple[Told, ...]
    answers: tuple[Told, ...]
    """Everything that was meant to meet it."""
    ignored: frozenset[MessageName]
    """Changes that were not followed."""
    refused: frozenset[MessageName]
    annulled: bool
    owed_before: tuple[str, ...]
    """Who owed it before it was handed over."""


@dataclass(frozen=True, slots=True)
class Obligation:
    """One obligation as it stood at the instant that was asked about."""

    key: ObligationKey
    duty: Duty
    subject: str | None
    debtor: Debtor
    holder: Holder | None
    """Who is to be told; null where the duty names nobody."""
    clock_start: datetime | None
    outcome: Outcome
    verdict: Verdict
    deadline_at: datetime | None
    deadline_version: int
    breach_events: int
    retracted: int
    receipt: str | None
    disputed: bool
    could_not_have_been_met: bool
    taken_back: bool
    """Whether the bus asked for it, and its ground fell away: it was never owed."""
    history: tuple[Happened, ...]
    grounds: Grounds

    @property
    def judged_as_of(self) -> datetime:
        return self.grounds.until.as_of

    @property
    def met(self) -> Met | None:
        return self.outcome.met


def of(track: Track, *, case: Case, until: Until) -> Obligation:
    """What a track came to."""
    outcome = track.outcome
    assert outcome is not None  # noqa: S101 - every track was refreshed when it opened
    round_ = track.round
    key = ObligationKey(
        track.duty.code, case.occasion, _recipient(track, outcome), round_.number, round_.period, case.drill
    )
    bad = track.verdict in ("late", "breached")
    return Obligation(
        key,
        track.duty,
        case.subject,
        track.debtor,
        track.holder,
        track.started_at,
        outcome,
        track.verdict,
        track.deadline_at,
        track.deadline_version,
        track.breach_events,
        track.retracted,
        _receipt(track, outcome),
        track.disputed,
        could_not_have_been_met=bad and outcomes.known_too_late(track, outcome),
        taken_back=bool(round_.triggers) and all(told.retracted for told in round_.triggers),
        history=tuple(track.history),
        grounds=_grounds(track, until),
    )


def _grounds(track: Track, until: Until) -> Grounds:
    return Grounds(
        until,
        tuple(track.round.triggers),
        tuple(track.answers),
        frozenset(track.ignored),
        frozenset(track.refused),
        track.annulled,
        tuple(sorted(track.debtors)),
    )


def _recipient(track: Track, outcome: Outcome) -> str | None:
    """The role; where any of several is enough, the one that was told."""
    if track.round.any_recipient and outcome.met is not None and track.duty.closed_by is None:
        told = outcome.met.acts[-1].standing(track.ignored)
        return (
            next((role for role in told.to if role in track.duty.recipients), track.recipient)
            if told
            else track.recipient
        )
    return track.recipient


def _receipt(track: Track, outcome: Outcome) -> str | None:
    """How far the message came that meets the obligation; where none does, what became of the last one that was meant to."""
    messages = outcome.met.acts if outcome.met is not None else tuple(track.answers)
    found = (told.receipt(track.recipient) for told in reversed(messages))
    return next((receipt for receipt in found if receipt is not None), None)
