"""`habarshy deadline CODE --at INSTANT`: by when, and why. With --batch, the same for lines of JSON."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

import click
from click.core import ParameterSource

from habarshy.command import calendar as calendar_command
from habarshy.command import duty as duty_command
from habarshy.command import helping, lookups, output, streaming, wording
from habarshy.command.output import Row
from schemas.catalogue import vocabulary
from schemas.catalogue.duty import Duty
from schemas.catalogue.term import Periodic
from schemas.errors.tree import HabarshyError
from schemas.explanations import making, sentences
from schemas.policy import model as policy
from services.law import calendar, deadline_lines, deadlines, entries, explained, periods, written, zones
from services.law.deadlines import Deadline, Law, Start
from services.law.explained import Explained
from services.law.periods import Period

_EXAMPLES: Final = {"day": "2026-03-05", "month": "2026-03", "quarter": "2026-Q1", "half-year": "2026-H1"}


class ZoneType(click.ParamType[ZoneInfo]):
    """A zone by its name in the IANA database."""

    name = "zone"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> ZoneInfo:  # noqa: ARG002 - click's signature
        if isinstance(value, ZoneInfo):
            return value
        try:
            return zones.zone(str(value))
        except HabarshyError as error:
            raise _misfit(str(value), param, error) from None


class EventType(click.ParamType[datetime]):
    """An instant, or a day by itself, which begins in the zone that was given."""

    name = "instant"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        zone = ctx.params.get("zone") if ctx else None
        try:
            return written.instant_or_day(value, zone or zones.zone(zones.DEFAULT), field="--at")
        except HabarshyError as error:
            raise _misfit(str(value), param, error) from None


def _misfit(value: str, param: click.Parameter | None, error: HabarshyError) -> helping.Misfit:
    return helping.Misfit(value, param, f" {error.findings[0].remedy(wording.language())}")


@helping.command(
    "deadline",
    params=[
        helping.argument("code", complete=lookups.duty_codes, required=False),
        helping.option("--at", "event", key="event", type=EventType()),
        # Eager: the zone must be known when a day by itself is read.
        helping.option("--zone", key="zone", type=ZoneType(), default=zones.DEFAULT, is_eager=True),
        helping.option("--period", key="period", metavar="PERIOD"),
        calendar_command.overrides_option(),
        helping.option("--json", "as_json", key="json", is_flag=True),
        helping.option("--batch", key="batch", is_flag=True),
    ],
)
def command(  # noqa: PLR0913 - what a person may say about one deadline
    *,
    code: str | None,
    event: datetime | None,
    zone: ZoneInfo,
    period: str | None,
    overrides: Sequence[Path],
    as_json: bool,
    batch: bool,
) -> None:
    law = Law(lookups.catalogue(), calendar_command.corrected(calendar.load(), overrides), policy.load())
    if batch:
        alone = not (code or event or period or as_json or _given("zone"))
        streaming.answer_batch(deadline_lines.Answering(law, wording.language()), alone=alone)
        return
    known = lookups.duty(code or helping.missing("code"))
    start = _start(known, event, zone=zone, period=period)
    duty = entries.entry(known.code, start, law.catalogue)
    found = explained.explain(duty, deadlines.of_duty(duty, start, law=law), law)
    if as_json:
        output.as_json(explained.value(found, law.catalogue))
        return
    show(found)


def _given(name: str) -> bool:
    source = click.get_current_context().get_parameter_source(name)
    return source is not None and source is not ParameterSource.DEFAULT


def _start(duty: Duty, event: datetime | None, *, zone: ZoneInfo, period: str | None) -> Start:
    if period is not None:
        reported = _period(duty, period)
        return _of_period(reported, event, zone=zone, expected=wording.say("another-period"))
    if isinstance(duty.term, Periodic):
        reported = periods.ended_by(event or datetime.fromisoformat(helping.missing("period")), duty.term.every, zone)
        return _of_period(reported, event, zone=zone, expected=wording.say("no-period-ends"))
    return Start(event or datetime.fromisoformat(helping.missing("event")), zone)


def _of_period(reported: Period, event: datetime | None, *, zone: ZoneInfo, expected: str) -> Start:
    """The end of a period. An instant within one says nothing: it may be meant for the one before, or for this one."""
    ends_at = reported.ends_at(zone)
    if event is not None and event != ends_at:
        raise helping.Misfit(making.in_utc(event), helping.parameter("event"), expected)
    return Start(ends_at, zone, period=reported)


def _period(duty: Duty, said: str) -> Period:
    if not isinstance(duty.term, Periodic):
        raise helping.Misfit(said, helping.parameter("period"), wording.say("no-periods"))
    found = periods.named(said, duty.term.every)
    if found is None:
        expected = wording.say("a-period", example=_EXAMPLES[duty.term.every])
        raise helping.Misfit(said, helping.parameter("period"), expected)
    return found


def show(found: Explained) -> None:
    language, zone = wording.language(), found.deadline.start.zone
    output.sheet(f"{found.duty.title.in_(language)}  ({found.duty.code})", _rows(found))
    steps = [sentences.sentence(step, language, zone) for step in found.steps]
    numbered = [(f"{number}.", text) for number, text in enumerate(steps, start=1)]
    output.sheet(f"\n{wording.say('deadline-steps')}", numbered)
    if found.acts:
        acts = [(code, text.in_(language)) for code, text in found.acts.items()]
        output.sheet(f"\n{wording.say('deadline-acts')}", acts)
    duty_command.show_sources(found.duty)
    output.remark(wording.say("deadline-versions", **found.versions))


def _rows(found: Explained) -> Iterator[Row]:
    language, deadline = wording.language(), found.deadline
    names, zone = lookups.role_names(), deadline.start.zone
    title = "deadline-target" if deadline.basis == "policy" else "deadline-at"
    yield wording.say(title), _end(deadline) or wording.say("deadline-none")
    yield wording.say("deadline-utc"), making.in_utc(deadline.at) if deadline.at else None
    yield wording.say("deadline-certain"), wording.say("deadline-provisional") if deadline.provisional else None
    yield wording.say("deadline-basis"), wording.say(f"basis-{deadline.basis}")
    yield wording.say("term"), vocabulary.term_phrase(deadline.term, language)
    yield wording.say("sender"), names[found.duty.sender]
    yield wording.say("recipients"), ", ".join(names[role] for role in found.duty.recipients) or wording.say("nobody")
    yield wording.say("deadline-zone"), zone.key
    yield wording.say("aim"), deadline.aim.why.in_(language) if deadline.aim else None
    yield wording.say("reading"), found.duty.reading.in_(language) if found.duty.reading else None


def _end(deadline: Deadline) -> str | None:
    """The end by the clock of the agency that owes; a day's end as 24:00 of that day, or it would be taken for the next."""
    if deadline.at is None:
        return None
    language, zone = wording.language(), deadline.start.zone
    return (
        sentences.instant(deadline.at, language, zone)
        if deadline.last_day is None
        else sentences.end_of(deadline.last_day, deadline.at, language, zone=zone)
    )
