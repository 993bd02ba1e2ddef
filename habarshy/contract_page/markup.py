"""Pieces of HTML. Whatever comes from outside goes through one door, and is escaped there."""

import html
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from habarshy.contract_page.words import WORDS

LANGUAGES: Final = ("en", "kk", "ru")


class Html(str):
    """Text that is HTML already."""

    __slots__ = ()


def escaped(text: object) -> Html:
    return text if isinstance(text, Html) else Html(html.escape(str(text)))


def element(name: str, *inside: object, **attributes: str) -> Html:
    """An element; an attribute named `class_` or `data_lang` is written class or data-lang."""
    said = "".join(f' {key.rstrip("_").replace("_", "-")}="{html.escape(value)}"' for key, value in attributes.items())
    return Html(f"<{name}{said}>{joined(inside)}</{name}>")


def joined(pieces: Iterable[object], between: str = "") -> Html:
    return Html(between.join(escaped(piece) for piece in pieces))


def in_three(texts: Mapping[str, object]) -> Html:
    """The same in three languages, of which the page shows one."""
    return joined(element("span", texts[language], class_="t", lang=language) for language in LANGUAGES)


def say(key: str, **particulars: object) -> Html:
    """Our own words; particulars may be HTML."""
    filled = {name: escaped(value) for name, value in particulars.items()}
    texts = zip(LANGUAGES, WORDS[key], strict=True)
    return in_three({language: Html(escaped(text).format(**filled)) for language, text in texts})


def code(text: object) -> Html:
    return element("code", text)


def table(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> Html:
    head = element("tr", *(element("th", say(key), scope="col") for key in headings))
    body = joined(element("tr", *(element("td", cell) for cell in row)) for row in rows)
    return element("div", element("table", element("thead", head), element("tbody", body)), class_="wide", tabindex="0")


def folded(summary: object, *inside: object, **attributes: str) -> Html:
    return element("details", element("summary", summary), *inside, **attributes)
