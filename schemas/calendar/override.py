"""An operator's correction of the calendar: a file that names its act."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

from pydantic import Field, StringConstraints

from schemas import packaged
from schemas.calendar import loading
from schemas.calendar.model import Act, Day, YearNumber
from schemas.errors import translation
from schemas.errors.tree import CalendarError, Finding
from schemas.texts import Text
from schemas.unreadable import UnreadableError
from schemas.values import Value

OverrideVersion = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$", max_length=40)]


class DayOff(Value):
    """A working day that is taken off."""

    day: Day
    name: Text


class WorkedDay(Value):
    """A day off that is worked; given_for is the day off that was given in its place, where there is one."""

    day: Day
    given_for: Day | None = None


class Override(Value):
    """What one act changes in the calendar."""

    version: OverrideVersion
    act: Act
    adds_off: tuple[DayOff, ...] = Field(default=(), max_length=366)
    adds_worked: tuple[WorkedDay, ...] = Field(default=(), max_length=366)
    completes: tuple[YearNumber, ...] = Field(default=(), max_length=300)

    def problems(self) -> Iterator[Finding]:
        """What the file says against itself."""
        off, worked = [d.day for d in self.adds_off], [w.day for w in self.adds_worked]
        for number, day in enumerate(worked):
            if day in off:
                yield Finding("HB-5101", f"adds_worked/{number}/day", {"day": str(day)})
        for name, days in (("adds_off", off), ("adds_worked", worked)):
            for day, times in sorted(Counter(days).items()):
                if times > 1:
                    yield Finding("HB-5108", name, {"day": str(day)})
        for number, entry in enumerate(self.adds_worked):
            if entry.given_for is not None and entry.given_for not in off:
                yield Finding("HB-5110", f"adds_worked/{number}/given_for", {"day": str(entry.given_for)})


def from_yaml(file: Path) -> Override:
    """The override of a file; CalendarError with every finding."""
    try:
        raw = packaged.yaml_value(file, file.name)
    except UnreadableError as error:
        raise CalendarError(translation.unreadable(error)) from error
    override = loading.validated(raw, Override, file.name)
    if findings := tuple(override.problems()):
        raise CalendarError(*(translation.placed(f, file.name) for f in findings))
    return override
