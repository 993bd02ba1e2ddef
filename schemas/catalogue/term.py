"""How long a duty allows. The law's units, one model each."""

from typing import Annotated, Literal

from pydantic import Field, StrictInt

from schemas.values import Value

Direction = Literal["after", "before"]
Every = Literal["day", "month", "quarter", "half-year"]


class RunningTerm(Value):
    """Runs through nights, weekends and holidays, to the microsecond. A tauliq is 24 running hours."""

    unit: Literal["hours", "minutes", "tauliq"]
    value: StrictInt = Field(ge=1, le=1_000_000)
    direction: Direction = "after"


class DayTerm(Value):
    """Ends at 24:00 of its last day; the day of the event is not counted."""

    unit: Literal["calendar-days", "working-days", "calendar-months"]
    value: StrictInt = Field(ge=1, le=3_660)
    direction: Direction = "after"


class SameDay(Value):
    """Until 24:00 of the day of the event."""

    unit: Literal["same-day"]


class Unnumbered(Value):
    """The law gives no number: at once, or no term at all. What policy aims at is not law."""

    unit: Literal["immediately", "none"]


class Periodic(Value):
    """Once in every period; due at its end, or on a day of the month after it."""

    unit: Literal["periodic"]
    every: Every
    due_day_of_next_month: StrictInt | None = Field(default=None, ge=1, le=28)


Term = Annotated[RunningTerm | DayTerm | SameDay | Unnumbered | Periodic, Field(discriminator="unit")]
"""One of the terms, told apart by its unit."""
