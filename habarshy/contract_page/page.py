"""The page as a whole: style and script stand in it, and it asks nobody for anything."""

import base64
import hashlib
from collections.abc import Mapping
from importlib.resources import files
from typing import Any, Final

from habarshy.contract_page import sections
from habarshy.contract_page.markup import LANGUAGES, Html, element, escaped, say
from habarshy.contract_page.words import WORDS

_NAMES: Final = {"en": "English", "kk": "Қазақша", "ru": "Русский"}


def written(said: Mapping[str, Any], *, language: str) -> bytes:
    """The page of a document, which opens in this language and can be read in each of the three."""
    style, script = _asset("contract.css"), _asset("contract.js")
    parts = (sections.about, sections.topics, sections.security, sections.headers, sections.messages, sections.parts)
    body = element("main", *(part(said) for part in parts))
    whole = element("html", _head(style, script), _body(body, script, language), lang=language, data_lang=language)
    return f"<!DOCTYPE html>\n{whole}\n".encode()


def _head(style: str, script: str) -> Html:
    # The browser itself holds the page to its word: nothing is loaded, and no other script or style runs than these two.
    allowed = (
        f"default-src 'none'; style-src {_hash(style)}; script-src {_hash(script)}; base-uri 'none'; form-action 'none'"
    )
    return element(
        "head",
        Html('<meta charset="utf-8">'),
        Html(f'<meta http-equiv="Content-Security-Policy" content="{escaped(allowed)}">'),
        Html('<meta name="viewport" content="width=device-width, initial-scale=1">'),
        element("title", "Habarshy"),
        element("style", Html(style)),
    )


def _body(main: Html, script: str, language: str) -> Html:
    return element("body", _bar(language), main, element("script", Html(script)))


def _bar(language: str) -> Html:
    searched = dict(zip(LANGUAGES, WORDS["search"], strict=True))
    said = "".join(f' data-{name}="{escaped(text)}"' for name, text in searched.items())
    first = escaped(searched[language])
    field = Html(
        f'<input id="search" type="search" autocomplete="off" aria-label="{first}" placeholder="{first}"{said}>'
    )
    speak = (
        element(
            "button", _NAMES[one], type="button", data_speak=one, aria_pressed=str(one == language).lower(), lang=one
        )
        for one in ("kk", "ru", "en")
    )
    return element(
        "header",
        element(
            "div",
            element("strong", "Habarshy"),
            field,
            element("output", id="shown", for_="search"),
            element("button", say("open"), type="button", data_open="all"),
            element("button", say("close"), type="button", data_open="none"),
            element("span", *speak),
        ),
    )


def _asset(name: str) -> str:
    return files("habarshy").joinpath("assets", name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
