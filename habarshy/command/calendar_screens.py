"""How a year and a difference between two calendars are shown to a person; readable without colour."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import Final

from rich.text import Text as Line

from habarshy.command import output, wording
from habarshy.command.output import Row
from schemas.texts import Text
from services.law import calendar_changes
from services.law.calendar import Calendar, Mark
from services.law.calendar_changes import Change

_SIGN: Final = {
    "holiday": "*",
    "observed": "-",
    "moved-here": "-",
    "override-off": "-",
    "worked": "+",
    "override-worked": "+",
}
_ESTIMATED: Final = "?"
_STYLE: Final = {"*": "bold red", "-": "bold magenta", "+": "bold green", "?": "bold red"}
_LEGEND: Final = {
    "*": "calendar-sign-holiday",
    "-": "calendar-sign-off",
    "+": "calendar-sign-worked",
    "?": "calendar-sign-estimated",
}
_WIDTH: Final = 21
"""Of a month: seven days, each with two digits and a sign."""
_GAP: Final = "   "
_MOST_IN_A_ROW: Final = 4
_WEEKS: Final = 6
_SECTIONS: Final = {
    "calendar-holidays": ("holiday",),
    "calendar-moved": ("observed", "moved-here", "override-off"),
    "calendar-worked": ("worked", "override-worked"),
}


def show_year(calendar: Calendar, year: int) -> None:
    out = output.console()
    out.print(Line(wording.say("calendar-title", year=year, version=calendar.version), style="bold"))
    if not calendar.is_complete(year):
        output.sheet(
            wording.say("calendar-incomplete", year=year), [("•", reason) for reason in _unknown(calendar, year)]
        )
    working, off = calendar.working_days(year), (date(year + 1, 1, 1) - date(year, 1, 1)).days
    out.print(Line(wording.say("calendar-counted", working=working, off=off - working)))
    for row in _months(calendar, year, width=out.width):
        out.print(row)
    marks = dict(calendar.marked(year))
    out.print(Line(_legend(marks.values())))
    for heading, kinds in _SECTIONS.items():
        rows = [(_day(day), said(mark, listed=True)) for day, mark in marks.items() if mark.kind in kinds]
        output.sheet(f"\n{wording.say(heading)}", rows or [("", wording.say("calendar-none"))])
    _show_acts(calendar.acts, marks.values())


def show_changes(before: Calendar, after: Calendar) -> None:
    changes = list(calendar_changes.between(before, after))
    completed = list(calendar_changes.completed(before, after))
    if not changes and not completed:
        output.remark(wording.say("diff-nothing"))
        return
    output.sheet(
        wording.say("diff-title", before=before.version, after=after.version),
        [(_day(change.day), _change(change)) for change in changes],
    )
    for year, now in completed:
        output.console().print(Line(wording.say("diff-completed" if now else "diff-uncompleted", year=year)))
    _show_acts({**before.acts, **after.acts}, [mark for c in changes for mark in (c.before, c.after)])
    moving = sum(change.moves_deadlines for change in changes)
    output.remark(wording.say("diff-counted", days=len(changes), moving=moving))


def _unknown(calendar: Calendar, year: int) -> list[str]:
    known = [reason.in_(wording.language()) for reason in calendar.unknown.get(year, ())]
    return known or [wording.say("calendar-unpublished")]


def _months(calendar: Calendar, year: int, *, width: int) -> Iterator[Line]:
    """The lines of all months, so many beside each other as the screen is wide."""
    in_a_row = max(1, min(_MOST_IN_A_ROW, (width + len(_GAP)) // (_WIDTH + len(_GAP))))
    months = [list(_month(calendar, year, number)) for number in range(1, 13)]
    for start in range(0, len(months), in_a_row):
        yield Line()
        for parts in zip(*months[start : start + in_a_row], strict=True):
            line = Line(_GAP).join(parts)
            line.rstrip()
            if line:
                yield line


def _month(calendar: Calendar, year: int, number: int) -> Iterator[Line]:
    """A title, the days of the week, and six weeks, of which the last may be empty."""
    yield Line(wording.say("calendar-months").split()[number - 1].ljust(_WIDTH), style="bold")
    yield Line(" ".join(wording.say("calendar-weekdays").split()).ljust(_WIDTH), style="dim")
    first = date(year, number, 1)
    cells = [Line("   ")] * first.weekday()
    days = (first + timedelta(days=passed) for passed in range(31))
    cells += [_cell(day, calendar.mark(day)) for day in days if day.month == number]
    cells += [Line("   ")] * (7 * _WEEKS - len(cells))
    for week in range(_WEEKS):
        yield Line().join(cells[7 * week : 7 * week + 7])


def _cell(day: date, mark: Mark | None) -> Line:
    sign = _sign(mark)
    return Line(f"{day.day:2}{sign}", style=_STYLE.get(sign, "dim" if mark else ""))


def _sign(mark: Mark | None) -> str:
    if mark is None:
        return " "
    return _ESTIMATED if mark.estimated else _SIGN.get(mark.kind, " ")


def _legend(marks: Iterable[Mark]) -> str:
    used = {_sign(mark) for mark in marks}
    return "\n" + "   ".join(wording.say(key) for sign, key in _LEGEND.items() if sign in used)


def _day(day: date) -> str:
    return f"{day} {wording.say('calendar-weekdays').split()[day.weekday()]}"


def _change(change: Change) -> str:
    said_of = f"{said(change.before)} → {said(change.after)}"
    return said_of if change.moves_deadlines else wording.say("diff-reason-only", change=said_of)


def said(mark: Mark | None, *, listed: bool = False) -> str:
    """What a day is, in words, with its act; listed under its kind, a holiday need not be called one again."""
    if mark is None:
        return wording.say("mark-working")
    if mark.kind == "weekend":
        return wording.say("mark-weekend")
    name = mark.name.in_(wording.language()) if mark.name else ""
    words = wording.say(f"mark-{mark.kind}", name=name, other=_day(mark.other) if mark.other else "")
    if listed and mark.kind == "holiday":
        words = name
    if mark.kind.startswith("override") and mark.other:
        words = wording.say("mark-in-place-of", mark=words, other=_day(mark.other))
    if mark.estimated:
        words = wording.say("mark-estimated", mark=words)
    return wording.say("mark-by-act" if mark.act else "mark-no-act", mark=words, act=mark.act)


def _show_acts(acts: Mapping[str, Text], marks: Collection[Mark | None]) -> None:
    codes = dict.fromkeys(mark.act for mark in marks if mark and mark.act)
    rows: list[Row] = [(code, acts[code].in_(wording.language()) if code in acts else "—") for code in codes]
    if any(mark and mark.act is None and mark.kind != "weekend" for mark in marks):
        rows.append(("—", wording.say("calendar-no-act")))
    if rows:
        output.sheet(f"\n{wording.say('calendar-acts')}", rows)
