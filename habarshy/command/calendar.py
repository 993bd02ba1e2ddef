"""`habarshy calendar YEAR` and `habarshy calendar diff BEFORE AFTER`: which days are off, which are worked, and by which act."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final

import click

from habarshy.command import calendar_screens, files, helping, output, wording
from habarshy.command.grouping import CallOrCommand
from habarshy.command.guessing import guess_of
from schemas.calendar import loading, override
from schemas.errors import translation
from schemas.errors.tree import CalendarError, CallError, Finding
from schemas.texts import Text
from services.law import calendar, calendar_changes, overriding
from services.law.calendar import Calendar, Mark

PACKAGED: Final = "packaged"


class YearType(click.ParamType[int]):
    """A year of four digits."""

    name = "year"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> int:  # noqa: ARG002 - click's signature
        text = str(value)
        if not (text.isascii() and text.isdigit() and len(text) == len("2026")):
            raise helping.Misfit(text, param, guess_of(text, list(command.commands)) or wording.say("a-year"))
        return int(text)


def overrides_option() -> click.Option:
    return helping.option(
        "--override", "overrides", key="override", multiple=True, metavar="FILE", type=click.Path(path_type=Path)
    )


def _completions() -> Sequence[str]:
    return [*map(str, sorted(calendar.load().years)), *command.commands]


command = CallOrCommand(name="calendar", params=[helping.language_option()])


@helping.command(
    "calendar",
    params=[
        helping.argument("year", type=YearType(), complete=_completions),
        overrides_option(),
        helping.option("--json", "as_json", key="json", is_flag=True),
    ],
)
def of_year(*, year: int, overrides: Sequence[Path], as_json: bool) -> None:
    of_that_year = corrected(calendar.load(), overrides)
    if year not in of_that_year.years:
        known = f"{min(of_that_year.years)}–{max(of_that_year.years)}"
        raise CallError(Finding("HB-5111", "", {"year": year, "known": known}))
    if as_json:
        output.as_json(_year_value(of_that_year, year))
        return
    calendar_screens.show_year(of_that_year, year)
    source = loading.load().source.in_(wording.language())
    output.remark(wording.say("calendar-source", source=source, version=of_that_year.version))


@helping.command(
    "diff",
    params=[
        helping.argument("before", type=click.Path()),
        helping.argument("after", type=click.Path()),
        overrides_option(),
        helping.option("--json", "as_json", key="json", is_flag=True),
    ],
)
def diff(*, before: str, after: str, overrides: Sequence[Path], as_json: bool) -> None:
    first, second = (_named(name, overrides) for name in (before, after))
    if as_json:
        output.as_json(_diff_value(first, second))
        return
    calendar_screens.show_changes(first, second)


command.answered_by(of_year)
command.add_command(diff)


def _named(name: str, overrides: Sequence[Path]) -> Calendar:
    """The packaged calendar, one of a folder of its form, or the packaged one as an operator's file corrects it."""
    packaged = calendar.load()
    if name == PACKAGED:
        return corrected(packaged, overrides)
    if Path(name).is_dir():
        return corrected(calendar.of(loading.from_yaml(Path(name))), overrides)
    return corrected(packaged, [*overrides, Path(name)])


def corrected(base: Calendar, overrides: Sequence[Path]) -> Calendar:
    for file in overrides:
        _check_readable(file)
        correction = override.from_yaml(file)
        try:
            base = overriding.overridden(base, correction)
        except CalendarError as error:
            raise CalendarError(*(translation.placed(finding, file.name) for finding in error.findings)) from error
    return base


def _check_readable(file: Path) -> None:
    """The system's reason is said in the caller's language, as of every other file."""
    try:
        file.open("rb").close()
    except OSError as error:
        raise CallError(Finding("HB-6010", "", {"name": str(file), "what": files.reason(error)})) from error


def _year_value(of_that_year: Calendar, year: int) -> dict[str, object]:
    marks = dict(of_that_year.marked(year))
    return {
        "calendar": of_that_year.version,
        "year": year,
        "complete": of_that_year.is_complete(year),
        "incomplete_because": [reason.model_dump() for reason in of_that_year.unknown.get(year, ())],
        "working_days": of_that_year.working_days(year),
        "days": [{"day": str(day), **_mark_value(mark)} for day, mark in marks.items()],
        "acts": _acts_value(of_that_year.acts, marks.values()),
    }


def _diff_value(before: Calendar, after: Calendar) -> dict[str, object]:
    changes = list(calendar_changes.between(before, after))
    completed = dict(calendar_changes.completed(before, after))
    return {
        "before": before.version,
        "after": after.version,
        "changes": [
            {
                "day": str(change.day),
                "before": _mark_value(change.before),
                "after": _mark_value(change.after),
                "moves_deadlines": change.moves_deadlines,
            }
            for change in changes
        ],
        "become_complete": [year for year, now in completed.items() if now],
        "no_longer_complete": [year for year, now in completed.items() if not now],
        "acts": _acts_value({**before.acts, **after.acts}, [m for c in changes for m in (c.before, c.after)]),
    }


_ORDINARY: Final = {
    "kind": "working-day",
    "working": True,
    "name": None,
    "act": None,
    "other": None,
    "estimated": False,
}


def _mark_value(mark: Mark | None) -> Mapping[str, object]:
    if mark is None:
        return _ORDINARY
    return {
        "kind": mark.kind,
        "working": mark.is_working,
        "name": mark.name.model_dump() if mark.name else None,
        "act": mark.act,
        "other": str(mark.other) if mark.other else None,
        "estimated": mark.estimated,
    }


def _acts_value(acts: Mapping[str, Text], marks: Iterable[Mark | None]) -> list[dict[str, object]]:
    codes = dict.fromkeys(mark.act for mark in marks if mark and mark.act)
    return [{"code": code, "text": acts[code].model_dump() if code in acts else None} for code in codes]
