"""What is said about something said before: corrections, withdrawals, receipts, rulings, handovers, corrected law. Pure.

Nobody heals himself: a change that would better its author's own verdict is not followed, and the verdict is marked as disputed.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from typing import assert_never

from schemas.catalogue.duty import Duty
from services.obligations import opening, verdicts
from services.obligations.folding import Fold
from services.obligations.records import (
    Content,
    Correction,
    HandedOver,
    LawCorrected,
    MessageName,
    Objection,
    ObligationName,
    Receipt,
    Record,
    Ruling,
    Statement,
    Withdrawal,
)
from services.obligations.told import Told
from services.obligations.tracks import Happened, Track


def apply(fold: Fold, record: Record) -> bool:
    """Takes a record up; false where it must wait for the message that it is about."""
    content: Content = record.content
    match content:
        case Statement():
            opening.hear(fold, record, content)
        case Correction() | Withdrawal():
            return _change(fold, record, content)
        case Receipt():
            return _receipt(fold, record, content)
        case Ruling():
            return _ruling(fold, record, content)
        case HandedOver():
            _hand_over(fold, record, content)
        case LawCorrected():
            _correct_law(fold, record, content)
        case Objection():
            for track in _named(fold, content.regards):
                track.history.append(Happened(record.received_at, "disputed", record.message, note="objection"))
        case _:
            assert_never(content)
    return True


def _change(fold: Fold, record: Record, content: Correction | Withdrawal) -> bool:
    regarded = content.corrects if isinstance(content, Correction) else content.withdraws
    told = fold.statement_of(regarded)
    if told is None:
        return False
    fold.roots[record.message] = told.message
    tracks, at = list(fold.tracks_about(told)), record.received_at
    if isinstance(content, Withdrawal):
        _keep_declared_starts(tracks, told, at)
    before = {t: verdicts.badness(t, at) for t in tracks if t.owed_by(record.author) and not verdicts.in_time(t, at)}
    told.changes.append(record)
    opening.open_reported(fold, told)
    fold.reassess(fold.concerns[told.message], about=told)
    while healed := [track for track, was in before.items() if verdicts.badness(track, at) < was]:
        for track in healed:
            track.ignored.add(record.message)
            track.dispute(at, "nobody-heals-himself", by=record.message)
            del before[track]
        # Whoever refuses to follow it may move what answers whom, so the others are asked again.
        told.disputed.add(record.message)
        fold.reassess(fold.concerns[told.message], about=told)
    return True


def _keep_declared_starts(tracks: Iterable[Track], told: Told, at: datetime) -> None:
    """After the deadline a notice can be taken back, but no longer the event that it alone declared."""
    for track in tracks:
        outcome = verdicts.current(track)
        beginning, end = outcome.beginning, outcome.law_ends_at
        if beginning is not None and beginning.told is told and beginning.declared_by == "sender":
            track.kept_beginning = beginning if end is not None and at > end else None


def _receipt(fold: Fold, record: Record, receipt: Receipt) -> bool:
    """Taken, seen and acted change nothing but what is shown; a refusal may open the obligation again."""
    told = fold.statement_of(receipt.regards)
    if told is None:
        return False
    told.receipts.append(record)
    if receipt.kind == "refused" and receipt.reopens:
        for track in fold.tracks_about(told):
            if told in track.answers and told.answered_for(receipt, track.recipient):
                _refuse(track, told, record)
        fold.reassess(fold.concerns[told.message], about=told)
    return True


def _refuse(track: Track, told: Told, record: Record) -> None:
    """Before the deadline the obligation is open again; a refusal after it leaves the verdict standing, disputed."""
    outcome = verdicts.current(track)
    end = outcome.law_ends_at
    meets = outcome.met is not None and told in outcome.met.acts
    if meets and end is not None and record.received_at > end:
        track.dispute(record.received_at, "refused-late", by=record.message)
    else:
        track.refused.add(told.message)
        told.refused_to.add(track.recipient)
        track.history.append(Happened(record.received_at, "refused", record.message))


def _ruling(fold: Fold, record: Record, ruling: Ruling) -> bool:
    told: Told | None = None
    if isinstance(ruling.regards, ObligationName):
        tracks = list(_named(fold, ruling.regards))
    else:
        told = fold.statement_of(ruling.regards)
        if told is None:
            return False
        if ruling.decision == "deem-accepted" and _may_deem_accepted(fold, told, record.author):
            _deem_accepted(fold, told)
        tracks = list(_decided_by(fold, told, ruling.regards))
    for track in tracks:
        if _may_rule(fold, track, record.author):
            _rule(track, record, ruling)
            fold.touched[track] = None
    if told is not None:
        fold.reassess(fold.concerns[told.message], about=told)
    return True


def _may_rule(fold: Fold, track: Track, agency: str) -> bool:
    """Nobody rules on what he owes, or owed before he handed it over."""
    return fold.parts.may_rule(agency, track.debtor) and not track.owed_by(agency)


def _may_deem_accepted(fold: Fold, told: Told, agency: str) -> bool:
    """Whether that agency oversees who owes what the message is about; where nothing is open yet, who would owe it."""
    if agency == told.author:
        return False
    opened = (fold.threads[duty.code] for duty in _about(fold, told) if duty.code in fold.threads)
    period = told.statement.period
    tracks = [t for thread in opened for t in thread.tracks if period in (None, t.round.period)]
    if tracks:
        return any(_may_rule(fold, track, agency) for track in tracks)
    setting = opening.setting_of(told)
    return any(fold.parts.may_rule(agency, fold.parts.debtor(duty, setting)) for duty in _about(fold, told))


def _about(fold: Fold, told: Told) -> Iterator[Duty]:
    catalogue, name = fold.law.catalogue, told.statement.name
    yield from catalogue.duties_by_code.get(name, ())
    yield from catalogue.opened_by(name)
    yield from catalogue.closed_by(name)
    yield from catalogue.to_be_preceded(name)


def _deem_accepted(fold: Fold, told: Told) -> None:
    if not told.record.accepted and not told.deemed_accepted:
        told.deemed_accepted = True
        opening.take_part(fold, told)
    told.deemed_accepted = True
    told.disputed.clear()


def _decided_by(fold: Fold, told: Told, regarded: MessageName) -> Iterator[Track]:
    """The obligations that a ruling on a message is about: those that dispute it; else all in which it plays a part."""
    tracks = list(fold.tracks_about(told))
    disputing = [track for track in tracks if regarded in track.ignored]
    yield from disputing or [t for t in tracks if told in t.answers or told in t.round.triggers]


def _rule(track: Track, record: Record, ruling: Ruling) -> None:
    track.disputed, track.annulled = False, ruling.decision == "annul"
    track.history.append(Happened(record.received_at, "ruled", record.message, note=ruling.decision))
    if ruling.decision == "deem-accepted":
        track.ignored.clear()
        track.pinned_to = None


def _named(fold: Fold, name: ObligationName) -> Iterator[Track]:
    for track in fold.tracks:
        if (
            name.duty in (None, track.duty.code)
            and (name.recipient is None or track.recipient_is(name.recipient))
            and name.round in (None, track.round.number)
            and name.period in (None, track.round.period)
        ):
            yield track


def _hand_over(fold: Fold, record: Record, handed: HandedOver) -> None:
    """From here on another agency owes what is open; whoever owed it before still cannot heal himself."""
    for track in fold.tracks:
        if track.debtor.agency == handed.by and not _met_in_time(track, record.received_at):
            track.debtors.add(handed.by)
            # Its deadlines stay, so they go on being counted in the civil time in which they were set.
            taker = fold.parts.debtor_named(track.duty, handed.to, record.received_at)
            track.debtor = replace(taker, zone=track.debtor.zone)
            track.history.append(Happened(record.received_at, "handed-over", record.message, note=handed.to))
            fold.touched[track] = None


def _met_in_time(track: Track, at: datetime) -> bool:
    outcome = verdicts.current(track)
    return outcome.met is not None and not verdicts.is_bad(verdicts.of(track, outcome, at=at, decided=True))


def _correct_law(fold: Fold, record: Record, corrected: LawCorrected) -> None:
    """Moves what is open or breached and unmet; what was met keeps the law by which it was judged."""
    fold.law = corrected.law
    for track in fold.tracks:
        if verdicts.current(track).met is not None:
            track.next_law = corrected.law
            continue
        track.read_by(corrected.law)
        track.history.append(Happened(record.received_at, "law-corrected", record.message))
        fold.touched[track] = None
