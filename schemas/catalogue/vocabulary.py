"""How the closed words of the contract are shown to a person, and how a term is said in a sentence."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import assert_never

from pydantic import TypeAdapter

from schemas import packaged
from schemas.catalogue.entries import Document
from schemas.catalogue.rules import Rule
from schemas.catalogue.term import DayTerm, Periodic, RunningTerm, SameDay, Term, Unnumbered
from schemas.texts import Language, Text


@cache
def load() -> Mapping[str, Mapping[str, Text]]:
    """Every word by its group and code."""
    content = packaged.yaml_value(packaged.ROOT / "catalogue" / "vocabulary.yaml", "vocabulary.yaml")
    return TypeAdapter(dict[str, dict[str, Text]]).validate_python(content)


def word(group: str, code: str, language: Language) -> str:
    return load()[group][code].in_(language)


# The noun of each unit after "within", for one and for several.
_WITHIN: Mapping[str, Mapping[Language, tuple[str, str]]] = {
    "hours": {"en": ("hour", "hours"), "kk": ("сағат", "сағат")},
    "minutes": {"en": ("minute", "minutes"), "kk": ("минут", "минут")},
    "tauliq": {"en": ("running day of 24 hours", "running days of 24 hours"), "kk": ("тәулік", "тәулік")},
    "calendar-days": {"en": ("calendar day", "calendar days"), "kk": ("күнтізбелік күн", "күнтізбелік күн")},
    "working-days": {"en": ("working day", "working days"), "kk": ("жұмыс күні", "жұмыс күні")},
    "calendar-months": {"en": ("calendar month", "calendar months"), "kk": ("күнтізбелік ай", "күнтізбелік ай")},
}
# In Russian "within" takes the genitive and "at the latest ... before" the accusative: for 1, for 2 to 4, for the rest.
_WITHIN_IN_RUSSIAN: Mapping[str, tuple[str, str, str]] = {
    "hours": ("часа", "часов", "часов"),
    "minutes": ("минуты", "минут", "минут"),
    "tauliq": ("суток", "суток", "суток"),
    "calendar-days": ("календарного дня", "календарных дней", "календарных дней"),
    "working-days": ("рабочего дня", "рабочих дней", "рабочих дней"),
    "calendar-months": ("календарного месяца", "календарных месяцев", "календарных месяцев"),
}
_BEFORE_IN_RUSSIAN: Mapping[str, tuple[str, str, str]] = {
    "hours": ("час", "часа", "часов"),
    "minutes": ("минуту", "минуты", "минут"),
    "tauliq": ("сутки", "суток", "суток"),
    "calendar-days": ("календарный день", "календарных дня", "календарных дней"),
    "working-days": ("рабочий день", "рабочих дня", "рабочих дней"),
    "calendar-months": ("календарный месяц", "календарных месяца", "календарных месяцев"),
}
_AFTER: Mapping[Language, str] = {"en": "within {amount}", "kk": "{amount} ішінде"}
_BEFORE: Mapping[Language, str] = {"en": "{amount} before", "kk": "{amount} бұрын"}
_RUSSIAN_AFTER, _RUSSIAN_BEFORE = "в течение {amount}", "не позднее чем за {amount}"
_SAME_DAY = Text(en="on the same day", kk="сол күні", ru="в тот же день")
_IMMEDIATELY = Text(en="immediately", kk="дереу", ru="незамедлительно")
_NO_TERM = Text(en="no term in the law", kk="заңда мерзім жоқ", ru="срока в законе нет")
_EVERY = {
    "day": Text(en="every day", kk="күн сайын", ru="ежедневно"),
    "month": Text(en="every month", kk="ай сайын", ru="ежемесячно"),
    "quarter": Text(en="every quarter", kk="тоқсан сайын", ru="ежеквартально"),
    "half-year": Text(en="every half-year", kk="жарты жыл сайын", ru="раз в полугодие"),
}
_DUE_DAY = Text(
    en="{every}, by day {day} of the month after",
    kk="{every}, келесі айдың {day}-күніне",
    ru="{every}, к {day}-му числу следующего месяца",
)


def counts_in(unit: str) -> bool:
    """Whether a length of time can be said in this unit."""
    return unit in _WITHIN


def distance_phrase(value: int, unit: str, language: Language, *, before: bool = False) -> str:
    """A length of time in a sentence: within 15 minutes."""
    if language == "ru":
        return (
            _RUSSIAN_BEFORE.format(amount=_counted(value, _BEFORE_IN_RUSSIAN[unit]))
            if before
            else _RUSSIAN_AFTER.format(amount=_counted(value, _WITHIN_IN_RUSSIAN[unit]))
        )
    one, several = _WITHIN[unit][language]
    pattern = (_BEFORE if before else _AFTER)[language]
    return pattern.format(amount=f"{value} {one if value == 1 else several}")


def _counted(value: int, forms: tuple[str, str, str]) -> str:
    """A number with its noun: Russian has one form for 1 and 21, one for 2 to 4 and 22 to 24, one for the rest."""
    one, few, many = forms
    tens, ones = value % 100, value % 10
    if ones == 1 and tens != 11:  # noqa: PLR2004 - eleven counts like ten
        return f"{value} {one}"
    return f"{value} {few if ones in (2, 3, 4) and tens not in (12, 13, 14) else many}"


def term_phrase(term: Term, language: Language) -> str:
    """The term as a person says it: within 12 hours, 12 сағат ішінде, в течение 12 часов."""
    match term:
        case RunningTerm() | DayTerm():
            return distance_phrase(term.value, term.unit, language, before=term.direction == "before")
        case SameDay():
            return _SAME_DAY.in_(language)
        case Unnumbered():
            return (_IMMEDIATELY if term.unit == "immediately" else _NO_TERM).in_(language)
        case Periodic():
            every = _EVERY[term.every].in_(language)
            day = term.due_day_of_next_month
            return _DUE_DAY.in_(language).format(every=every, day=day) if day else every
        case _:
            assert_never(term)


def rule_sentence(rule: Rule, role_names: Mapping[str, str], language: Language, *, values: Sequence[str] = ()) -> str:
    """A rule as a sentence, its words shown in the language; values are those of the attribute that it speaks of."""
    words = {name: _shown(name, value, role_names, language) for name, value in rule.model_dump().items()}
    words["values"] = ", ".join(word("attribute-value", value, language) for value in values)
    return word("rule", rule.kind, language).format_map(words)


_GROUPS = {"channels": "channel", "told_as": "told-as", "attribute": "attribute"}


def _shown(name: str, value: object, role_names: Mapping[str, str], language: Language) -> str:
    if isinstance(value, tuple):
        return ", ".join(_shown(name, part, role_names, language) for part in value)
    code = str(value)
    if name == "roles":
        return role_names.get(code, code)
    found = load().get(_GROUPS.get(name, "rule-word"), {}).get(code)
    return found.in_(language) if found else code


def source_phrase(document: Document, language: Language) -> str:
    """What kind of act a source is, how it ranks and how old our text of it is, in a few words."""
    kind, rank = word("document-kind", document.kind, language), word("rank-short", document.rank, language)
    return f"{kind}, {rank}; {document.as_of.in_(language)}"
