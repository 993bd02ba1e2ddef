"""A step of an explanation as a sentence that a person reads, in their language and by their clock.

What a newer version said and this one does not know is shown as it came: an explanation never fails to be shown.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta, tzinfo
from typing import Final

from schemas.calendar import loading as calendar_loading
from schemas.catalogue import loading as catalogue_loading
from schemas.catalogue import vocabulary as catalogue_words
from schemas.errors.registry import Filled
from schemas.explanations import making, vocabulary
from schemas.explanations.vocabulary import Kind
from schemas.messages.bus import Step
from schemas.texts import Language, Text


def sentence(step: Step, language: Language, zone: tzinfo) -> str:
    """The step in words; its instants by the clock of the zone."""
    phrase = vocabulary.load().steps.get(step.code)
    if phrase is None:
        said = ", ".join(f"{name}: {value}" for name, value in step.particulars.items())
        return f"{step.code} ({said})" if said else step.code
    return phrase.text.in_(language).format_map(Filled(_words(step, phrase.particulars, language, zone=zone)))


def instant(value: datetime, language: Language, zone: tzinfo) -> str:
    """06.03.2026 14:10 (Friday, UTC+05:00)."""
    local = value.astimezone(zone)
    return f"{local:%d.%m.%Y} {clock_time(local)} ({weekday(local, language)}, {offset(local.utcoffset())})"


def end_of(last: date, at: datetime, language: Language, *, zone: tzinfo) -> str:
    """05.03.2026 24:00 (Thursday, UTC+05:00), where the instant is the end of that day."""
    return f"{last:%d.%m.%Y} 24:00 ({weekday(last, language)}, {offset(at.astimezone(zone).utcoffset())})"


def day(value: date, language: Language) -> str:
    """06.03.2026 (Friday)."""
    return f"{value:%d.%m.%Y} ({weekday(value, language)})"


def weekday(value: date, language: Language) -> str:
    return vocabulary.load().weekdays[value.weekday()].in_(language)


def clock_time(value: datetime) -> str:
    """14:10, with seconds and their fraction only where there are some: 14:10:05, 14:10:05.250, 14:10:05.250001."""
    if value.second == value.microsecond == 0:
        return f"{value:%H:%M}"
    whole_milliseconds = value.microsecond and value.microsecond % 1000 == 0
    return value.time().isoformat(timespec="milliseconds" if whole_milliseconds else "auto")


def offset(value: timedelta | None) -> str:
    return f"UTC{offset_text(value or timedelta())}"


def offset_text(value: timedelta) -> str:
    """+05:00; zones of old had seconds as well: +05:07:48."""
    seconds = abs(value).seconds
    hours, minutes = divmod(seconds // 60, 60)
    rest = f":{seconds % 60:02}" if seconds % 60 else ""
    return f"{'-' if value < timedelta() else '+'}{hours:02}:{minutes:02}{rest}"


Words = dict[str, str | int]


def _words(step: Step, kinds: Mapping[str, Kind], language: Language, *, zone: tzinfo) -> Words:
    """What fills the sentence, from particulars that need not be as this version writes them."""
    words: Words = {}
    for name, value in step.particulars.items():
        kind = kinds.get(name, "text")
        words[name] = _SHOWN[kind](str(value), language) if kind in _SHOWN else value
        if kind == "instant":
            words |= _instant_words(name, str(value), language, zone=zone)
        if kind == "unit":
            words |= _amount(step, name, language)
    for name, kind in kinds.items():
        if kind == "reason":
            words[name] = _reason(str(step.particulars.get(name, "")), words, language)
    return words


def _instant_words(name: str, value: str, language: Language, *, zone: tzinfo) -> Words:
    try:
        shown = instant(datetime.fromisoformat(value), language, zone)
    except (ValueError, OverflowError):
        shown = value
    return {name: shown, f"{name}_utc": value}


def _amount(step: Step, name: str, language: Language) -> Words:
    """How long a number of units is, in words; they stand side by side: unit and value, instead_unit and instead_value."""
    prefix, unit = name.removesuffix("unit"), str(step.particulars[name])
    value = step.particulars.get(f"{prefix}value")
    if not isinstance(value, int) or not catalogue_words.counts_in(unit):
        return {f"{prefix}within": f"{value} {unit}", f"{prefix}before": f"{value} {unit}"}
    return {
        f"{prefix}within": catalogue_words.distance_phrase(value, unit, language),
        f"{prefix}before": catalogue_words.distance_phrase(value, unit, language, before=True),
    }


def _reason(code: str, words: Words, language: Language) -> str:
    text = vocabulary.load().reasons.get(code)
    return text.in_(language).format_map(Filled(words)) if text else code


def _day(value: str, language: Language) -> str:
    try:
        return day(date.fromisoformat(value), language)
    except ValueError:
        return value


def _word(group: str, code: str, language: Language) -> str:
    return _said(catalogue_words.load()[group].get(code), code, language)


def _said(text: Text | None, code: str, language: Language) -> str:
    return text.in_(language) if text else code


def _holiday(code: str, language: Language) -> str:
    names = {holiday.code: holiday.name for holiday in calendar_loading.load().holidays}
    return _said(names.get(code), code, language)


def _kept_open(code: str, language: Language) -> str:
    reasons = {reason.code: reason.text for reason in calendar_loading.load().reasons}
    return _said({**vocabulary.load().kept_open, **reasons}.get(code), code, language)


def _role(code: str, language: Language) -> str:
    roles = {str(role.code): role.text for role in catalogue_loading.load().roles}
    return _said(roles.get(code), code, language)


def _fact(code: str, language: Language) -> str:
    texts = {str(fact.code): fact.text for fact in catalogue_loading.load().facts}
    return _said(texts.get(code), code, language)


def length(value: str, language: Language) -> str:
    """P1DT2H30M: 1 d 2 h 30 min. What is no ISO 8601 duration in days and less is shown as it stands."""
    parts = making.parts_of_length(value)
    if parts is None:
        return value
    units = _UNITS[language]
    shown = [f"{number} {unit}" for number, unit in zip(parts, units, strict=True) if number.strip("0.")]
    return " ".join(shown) or f"0 {units[-1]}"


_UNITS: Final[Mapping[Language, tuple[str, str, str, str]]] = {
    "en": ("d", "h", "min", "s"),
    "kk": ("тәул", "сағ", "мин", "с"),
    "ru": ("сут", "ч", "мин", "с"),
}
"""Abbreviations, which need no plural; a day is one of 24 hours."""

_SHOWN: Final[Mapping[Kind, Callable[[str, Language], str]]] = {
    "day": _day,
    "clock": lambda code, language: _word("instant", code, language),
    "attribute": lambda code, language: _word("attribute", code, language),
    "every": lambda code, language: _said(vocabulary.load().periods.get(code), code, language),
    "holiday": _holiday,
    "kept-open": _kept_open,
    "role": _role,
    "fact": _fact,
    "value": lambda code, language: _word("attribute-value", code, language),
    "length": length,
    "words": lambda codes, language: ", ".join(_word("rule-word", code, language) for code in codes.split(", ")),
}
