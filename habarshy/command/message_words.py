"""A message and its parts in the words of the law and of the vocabulary, with the code beside; what has no word is shown as it came."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any, Final

from pydantic import BaseModel

from habarshy.command import lookups, wording
from habarshy.command.agencies import END_OF_TIME
from schemas.catalogue import vocabulary
from schemas.catalogue.entries import ContentItem
from schemas.directory.directory import Directory
from schemas.explanations import sentences
from schemas.fields import COUNTRY
from schemas.messages.body import Attachment, Body

# In which group of the vocabulary the word stands that a type of message bears in place of a name of the law.
_DETAILS: Final = {
    "acceptance": ("disposition", "disposition"),
    "receipt": ("receipt", "name"),
    "ruling": ("decision", "decision"),
}

AgencyNames = Callable[[str], str | None]
"""The name that the directory has for an agency, in the language of the call."""


def names_at(directory: Directory, at: datetime) -> AgencyNames:
    def name(code: str) -> str | None:
        found = directory.agency(code, at)
        return found.names.in_(wording.language()) if found else None

    return name


def newest_names(directory: Directory) -> AgencyNames:
    return names_at(directory, END_OF_TIME)


def title(said: Callable[[str], Any]) -> str:
    """Notice: Written notice of detention to the prosecutor (notice detention.prosecutor-notice)."""
    kind, code = str(said("type")), _code(said)
    return f"{heading(said)} ({kind} {code})" if code else f"{heading(said)} ({kind})"


def heading(said: Callable[[str], Any]) -> str:
    """The same without the codes. `said` answers an envelope's field, or None."""
    kind, code = str(said("type")), _code(said)
    detail = _found(_DETAILS[kind][0], code) if kind in _DETAILS else _of_law(code)
    head = _capital(_found("type", kind) or kind)
    return f"{head}: {detail}" if detail else head


def _code(said: Callable[[str], Any]) -> str:
    """What its type leaves open: a name of the law, or what was decided."""
    _, field = _DETAILS.get(str(said("type")), ("", "name"))
    return str(said(field) or "")


def agency(code: str, names: AgencyNames) -> str:
    name = wording.say("bus") if code == "bus" else names(code)
    return _beside(name, code)


def role(code: str) -> str:
    return _beside(lookups.role_names().get(code), code)


def duty(code: str) -> str:
    return _beside(_of_law(code), code)


def word(group: str, code: str) -> str:
    return _beside(_found(group, code), code)


def meaning(disposition: str) -> str:
    """What it means for the sender that the bus did this with the record."""
    return _found("disposition-meaning", disposition) or disposition


def declared(value: object) -> str:
    """The value of an attribute: a choice has its word."""
    return (_found("attribute-value", value) if isinstance(value, str) else None) or _plain(value)


def instant(at: datetime) -> str:
    """By the clock on the wall, as every screen shows it."""
    return sentences.instant(at, wording.language(), COUNTRY)


def moment(name: str) -> str:
    """The name of an instant."""
    return _beside(_found("instant", name) or _found("field", name), name)


def body(said: Iterable[tuple[str, Any]], items: Mapping[str, ContentItem]) -> Iterator[str]:
    """Each field on a line: content items under the law's words, the others under ours."""
    for name, value in said:
        if value in (None, (), ""):
            continue
        item = items.get(name)
        label = item.text.in_(wording.language()) if item else _found("field", name) or name
        if isinstance(value, Body):
            yield f"{label}:"
            yield from (f"  {line}" for line in body(value, items))
        else:
            yield f"{label}: {_chosen(item, value) or _plain(value)}"


def items(name: str) -> Mapping[str, ContentItem]:
    """What the law wants said in a duty's message, by the field that holds it."""
    found = lookups.catalogue().duty(name)
    return {item.code.replace("-", "_"): item for item in found.content} if found else {}


def _chosen(item: ContentItem | None, value: object) -> str | None:
    texts = {option.code: option.text for option in item.values} if item else {}
    return texts[str(value)].in_(wording.language()) if value in texts else None


def _plain(said: object) -> str:
    match said:
        case Attachment():
            return wording.say("attachment-line", name=said.name, kind=said.media_type, size=f"{said.size:,}")
        case BaseModel():
            return ", ".join(_plain(value) for _, value in said if value not in (None, ()))
        case tuple():
            return "; ".join(_plain(value) for value in said)
        case datetime():
            return instant(said)
        case date():
            return sentences.day(said, wording.language())
        case bool():
            return declared("yes" if said else "no")
        case _:
            return str(said)


def _of_law(code: str) -> str | None:
    duty, fact = lookups.catalogue().duty(code), lookups.catalogue().fact_by_code.get(code)
    known = duty.title if duty else fact.text if fact else None
    return known.in_(wording.language()) if known else None


def _found(group: str, code: str) -> str | None:
    text = vocabulary.load()[group].get(code)
    return text.in_(wording.language()) if text else None


def _beside(name: str | None, code: str) -> str:
    return f"{name} ({code})" if name else code


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
