"""Counts working days by walking from day to day, as slowly as a person would: what the calendar's index is compared with."""

from datetime import date, timedelta

from services.law.calendar import Calendar

_DAY = timedelta(days=1)


def after(calendar: Calendar, day: date, count: int) -> date:
    return _walked(calendar, day, count=count, step=_DAY)


def before(calendar: Calendar, day: date, count: int) -> date:
    return _walked(calendar, day, count=count, step=-_DAY)


def _walked(calendar: Calendar, day: date, *, count: int, step: timedelta) -> date:
    while count:
        day += step
        count -= calendar.is_working(day)
    return day
