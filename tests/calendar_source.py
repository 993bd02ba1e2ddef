"""Prints the YAML of a year as the package `holidays` knows it: `python -m tests.calendar_source 2026`.

What is printed is where an engineer begins: why a year is not complete, and when it is, he decides himself.
"""

import re
import sys
from collections.abc import Iterator
from datetime import date
from typing import Any, Final

from holidays.countries import kazakhstan

from schemas import packaged
from schemas.calendar import loading

REASONS: Final = ("moving-feast", "transfers", "constitution-day")
UNMOVED: Final = ("christmas", "kurban-ait")
"""What the package does not move when it falls on a day off."""


class _WithoutTransfers(kazakhstan.Kazakhstan):
    """The same years before any day was transferred."""

    def _add_special_holidays(self, *_: object, **__: object) -> None:
        return


def rule(year: int) -> dict[date, str]:
    """Holidays and what follows them by the package's rule, with their names in Kazakh."""
    return dict(_WithoutTransfers(years=year, language="kk"))


def transfers(year: int) -> Iterator[tuple[date, date]]:
    """Each day off that was given, and the day that is worked in its place."""
    table: Any = kazakhstan.KazakhstanStaticHolidays.special_public_holidays.get(year, ())
    rows = table if table and isinstance(table[0], tuple) else [table] if table else []
    for month, day, of_month, of_day, *of_year in rows:
        yield date(year, month, day), date(of_year[0] if of_year else year, of_month, of_day)


def act(year: int) -> str | None:
    """The code under which the package's source names the act behind the transfers of a year."""
    named = re.search(rf"\[{year}\]\(\S+/docs/(\w+)\)", kazakhstan.KazakhstanStaticHolidays.__doc__ or "")
    return named[1] if named else None


def lines(year: int) -> Iterator[str]:
    named = packaged.yaml_value(loading.FOLDER / "calendar.yaml", "calendar.yaml")["holidays"]
    codes = {holiday["name"]["kk"]: holiday["code"] for holiday in named}
    suffix, estimate = " (қайта белгіленген демалыс)", " (бағаланған)"
    days = rule(year)
    celebrated = {day: name for day, name in sorted(days.items()) if not name.endswith(suffix)}
    yield f"year: {year}"
    if act(year) is None:
        yield f"incomplete_because: [{', '.join(REASONS)}]"
    yield "celebrated:"
    for day, name in celebrated.items():
        estimated = ", estimated: true" if name.endswith(estimate) else ""
        yield f"  - {{day: {day}, holiday: {codes[name.removesuffix(estimate)]}{estimated}}}"
    waiting = [
        day for day, name in celebrated.items() if day.weekday() > 4 and codes.get(name, "kurban-ait") not in UNMOVED
    ]
    observed = [day for day in sorted(days) if day not in celebrated]
    if observed:
        yield "observed:"
    for day in observed:
        of = next(w for w in waiting if celebrated[w] + suffix == days[day])
        waiting.remove(of)
        yield f"  - {{day: {day}, of: {of}}}"
    if given := list(transfers(year)):
        yield "transfers:"
    for off, worked in given:
        yield f"  - {{off: {off}, worked: {worked}, act: {act(year)}}}"


if __name__ == "__main__":
    for number in sys.argv[1:]:
        sys.stdout.write("\n".join(lines(int(number))) + "\n")
