"""A statement comes in: which rounds it opens or joins, and in which obligations it plays a part. Pure."""

from collections.abc import Iterator
from datetime import datetime

from schemas import fields, law_of_the_day
from schemas.catalogue.duty import Duty
from services.obligations import verdicts
from services.obligations.cases import Due
from services.obligations.folding import Fold
from services.obligations.parts import Debtor, Setting
from services.obligations.records import MessageName, Place, Record, Statement
from services.obligations.threads import Thread, separating
from services.obligations.told import Told
from services.obligations.tracks import Happened, Round, Track


def hear(fold: Fold, record: Record, statement: Statement) -> None:
    """Takes up what an agency said. What was rejected is only remembered: a ruling may deem it accepted."""
    told = Told(record, statement)
    fold.told[told.message] = told
    fold.concerns[told.message] = []
    if record.accepted:
        take_part(fold, told)


def take_part(fold: Fold, told: Told) -> None:
    """Lets a statement open, meet and hinder whatever it can."""
    if told.statement.kind == "fact":
        joined = [_trigger(fold, told, duty) for duty in _opened_by(fold, told)]
        threads = [*(fold.thread(round_.duty.code) for round_ in joined), *_as_act(fold, told)]
    else:
        threads = [_telling(fold, told)]
    open_reported(fold, told)
    fold.concerns[told.message] = threads
    fold.reassess(threads, about=told)
    for thread in threads:
        for round_ in [round_ for round_ in thread.rounds if round_.hears(told)]:
            _hold_to_own_word(round_, told)
            _note_what_applies(round_)


def open_due(fold: Fold, due: Due, *, setting: Setting | None = None) -> None:
    """Opens a report for a period: it is owed from the period's start, whether anybody speaks of it or not."""
    duty = fold.law.catalogue.duty(due.duty, on=due.period.first)
    if duty is None:
        return
    thread = fold.thread(due.duty)
    begins = due.period.begins_at(fields.COUNTRY)
    round_ = thread.opened(duty, None, at=begins)
    round_.period, round_.owed_by = due.period, due.agency
    debtor = fold.parts.debtor_named(duty, due.agency, begins)
    home = Setting(due.agency, begins, {}, fold.parts.territory_of(due.agency, begins))
    _open_tracks(fold, round_, debtor=debtor, setting=setting or home)
    fold.touched.update(dict.fromkeys(round_.tracks))
    _note_what_applies(round_)


def ask_for_check(fold: Fold, track: Track, at: datetime) -> None:
    """The bus raises the facts that follow when this limit is unmet at its deadline; the same agency owes the answer."""
    for duty in fold.law.catalogue.raised_when_unmet(track.duty.code):
        if duty.trigger is None:
            continue
        name = MessageName("bus", f"{track.duty.code}/{track.round.number}")
        statement = Statement("fact", duty.trigger, {duty.clock_from: at}, occurred_at=at)
        told = Told(Record(name, statement, at, Place("", 0, 0)), statement)
        track.check = told
        fold.told[name] = told
        round_ = _trigger(fold, told, duty, debtor=track.debtor)
        fold.concerns[name] = [fold.thread(round_.duty.code)]
        fold.reassess(fold.concerns[name], about=told)
        _note_what_applies(round_)


def open_reported(fold: Fold, told: Told) -> None:
    """A report that came is owed, whether or not anybody had expected it; one that is corrected, for the period it is corrected to."""
    said = told.standing(told.disputed)
    if said is None or said.period is None or said.kind == "off-the-bus":
        return
    for periodic in dict.fromkeys(duty.code for duty in fold.law.catalogue.periodic_about(said.name)):
        rounds = fold.thread(periodic).rounds
        if not any(round_.period == said.period and round_.owed_by == told.author for round_ in rounds):
            open_due(fold, Due(periodic, said.period, told.author), setting=setting_of(told))


def _opened_by(fold: Fold, told: Told) -> Iterator[Duty]:
    """The duties to which the fact gives rise, as they stood on the day from which the clock runs."""
    for duty in fold.law.catalogue.opened_by(told.statement.name):
        start = told.statement.instant(duty.clock_from)
        if start is not None and duty.in_force.covers(law_of_the_day.civil_day(start)):
            yield duty


def _as_act(fold: Fold, told: Told) -> Iterator[Thread]:
    """The threads that the fact may close, or in which it should have waited."""
    for duty in fold.law.catalogue.closed_by(told.statement.name):
        thread = fold.thread(duty.code)
        if thread.hear(told):
            yield thread
    for duty in fold.law.catalogue.to_be_preceded(told.statement.name):
        thread = fold.thread(duty.code)
        if told not in thread.blockers:
            thread.blockers.append(told)
            yield thread


def _trigger(fold: Fold, told: Told, duty: Duty, *, debtor: Debtor | None = None) -> Round:
    thread = fold.thread(duty.code)
    round_ = thread.joined_by(told, duty)
    if round_ is None:
        round_ = thread.opened(duty, told, at=told.received_at)
        _open_tracks(fold, round_, debtor=debtor, setting=setting_of(told))
        round_.triggers.append(told)
    else:
        _join(fold, round_, told, debtor=debtor)
    return round_


def _join(fold: Fold, round_: Round, told: Told, *, debtor: Debtor | None) -> None:
    """A trigger of an event that is known already. What its debtor tells too late, and to his own good, is not followed."""
    at = told.received_at
    own = {t: verdicts.badness(t, at) for t in round_.tracks if t.owed_by(told.author) and not verdicts.in_time(t, at)}
    if round_.opened_by is None:
        # So far only a notice had named the event; who owes, and whom, is now known from the fact.
        round_.opened_by, round_.separate_by = told.statement.name, separating(round_.duty, told.statement)
        for track in round_.tracks:
            track.debtor = debtor or fold.parts.debtor(round_.duty, setting_of(told))
        _open_tracks(fold, round_, debtor=debtor, setting=setting_of(told))
    round_.triggers.append(told)
    round_.assigned += 1
    for track, badness in own.items():
        if verdicts.badness(track, at) < badness:
            track.ignored.add(told.message)
            track.dispute(at, "held-to-own-word", by=told.message)


def _telling(fold: Fold, told: Told) -> Thread:
    """A notice or a service record: it answers what is open, and alone it is enough to open what it answers."""
    statement = told.statement
    thread = fold.thread(statement.name)
    thread.hear(told)
    for duty in fold.law.catalogue.duties_by_code[statement.name]:
        start = statement.instants.get(duty.clock_from)
        if start is None or duty.periodic or not duty.in_force.covers(law_of_the_day.civil_day(start)):
            continue
        if thread.needs_a_round_of_its_own(told, duty):
            thread.opened(duty, told, at=told.received_at).opening_notices.append(told)
        round_ = thread.round_named(start)
        if round_ is not None and round_.opened_by is None:
            _open_tracks(fold, round_, debtor=None, setting=setting_of(told), only=statement.to)
    return thread


def setting_of(told: Told) -> Setting:
    said = told.statement
    return Setting(told.author, told.received_at, said.parties, said.territory)


def _open_tracks(
    fold: Fold, round_: Round, *, debtor: Debtor | None, setting: Setting, only: tuple[str, ...] | None = None
) -> None:
    """The obligations of a round that are not open yet; where no trigger was published, only towards those whom the notice tells."""
    duty = round_.duty
    owing = debtor or fold.parts.debtor(duty, setting)
    if owing.mode == "off":
        return
    roles: tuple[str | None, ...] = (duty.recipients[:1] or (None,)) if round_.any_recipient else duty.recipients
    opened = {track.recipient for track in round_.tracks}
    for role in roles:
        if role in opened or not (only is None or round_.any_recipient or role in only):
            continue
        holder = fold.parts.recipient(role, setting) if role is not None else None
        track = Track(duty, round_, role, owing, fold.law, holder=holder)
        track.history.append(Happened(setting.at, "opened"))
        round_.tracks.append(track)
        fold.tracks.append(track)


def _hold_to_own_word(round_: Round, told: Told) -> None:
    """A debtor who publishes a later start after the deadline that his own notice gave is held to what the notice said."""
    clock = round_.duty.clock_from
    # Without a word of his own there is nothing to be held to.
    for track in (t for t in round_.tracks if round_.notices or t.kept_beginning is not None):
        published = [t.received_at for t in round_.triggers if track.owed_by(t.author) and t.standing(t.disputed)]
        named = {
            said.instants[clock]
            for notice in round_.notices
            if track.owed_by(notice.author) and (said := notice.standing(notice.disputed)) and clock in said.instants
        }
        if track.kept_beginning is not None:
            named.add(track.kept_beginning.at)
        if not published or not named:
            continue
        beginning = verdicts.current(track).beginning
        for start in sorted(start for start in named if beginning is not None and start < beginning.at):
            _pin(track, start, published_at=min(published), at=told.received_at)


def _note_what_applies(round_: Round) -> None:
    for track in round_.tracks:
        if not track.applied_once:
            outcome = verdicts.current(track)
            track.note_beginning(outcome)
            track.deadline_at = outcome.deadline.at if outcome.deadline is not None else None


def _pin(track: Track, start: datetime, *, published_at: datetime, at: datetime) -> None:
    if track.pinned_to is not None:
        return
    free = verdicts.badness(track, at)
    track.pinned_to = start
    pinned = verdicts.current(track)
    if (
        pinned.beginning is None
        or pinned.beginning.at != start
        or pinned.law_ends_at is None
        or published_at <= pinned.law_ends_at
        or free >= verdicts.badness(track, at)
    ):
        track.pinned_to = None
        return
    track.dispute(at, "held-to-own-word")
