"""The page shows the whole document in three languages, and asks nobody for anything."""

import base64
import copy
import hashlib
import re
from collections import Counter
from html.parser import HTMLParser
from typing import Any

import pytest

from habarshy.contract_page import page
from habarshy.contract_page.markup import escaped
from schemas.examples import reading

Document = dict[str, Any]
VOID = {"meta", "input"}
# What a browser would fetch by itself.
LOADING = {"link", "img", "iframe", "object", "embed", "base", "audio", "video", "source", "form"}


class Seen(HTMLParser):
    """Elements with their attributes, the text of style and script, and whether what is opened is closed."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.raw: dict[str, str] = {}
        self.open: list[str] = []
        self.misnested: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if self.open.pop() != tag:
            self.misnested.append(tag)

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] in ("style", "script"):
            self.raw[self.open[-1]] = self.raw.get(self.open[-1], "") + data

    def all(self, attribute: str) -> list[str]:
        return [value for _, attributes in self.elements if (value := attributes.get(attribute))]


@pytest.fixture(scope="module")
def text(contract: Document) -> str:
    return page.written(contract, language="ru").decode()


@pytest.fixture(scope="module")
def seen(text: str) -> Seen:
    return Seen(text)


def test_the_page_is_well_formed(seen: Seen) -> None:
    assert (seen.open, seen.misnested) == ([], [])
    assert [name for name, number in Counter(seen.all("id")).items() if number > 1] == []


def test_the_page_loads_nothing(seen: Seen, text: str) -> None:
    assert "://" not in text
    assert {tag for tag, _ in seen.elements} & LOADING == set()
    assert [
        (tag, attributes) for tag, attributes in seen.elements if "src" in attributes or "style" in attributes
    ] == []
    assert not re.search(r"url\(|@import|import\s*\(|fetch|XMLHttpRequest|eval", seen.raw["style"] + seen.raw["script"])


def test_the_browser_is_told_to_load_nothing_and_to_run_these_two_alone(seen: Seen) -> None:
    policy = next(a["content"] for _, a in seen.elements if a.get("http-equiv") == "Content-Security-Policy")
    hashes = {name: base64.b64encode(hashlib.sha256(raw.encode()).digest()).decode() for name, raw in seen.raw.items()}
    assert policy == (
        f"default-src 'none'; style-src 'sha256-{hashes['style']}'; script-src 'sha256-{hashes['script']}'; "
        "base-uri 'none'; form-action 'none'"
    )


def test_every_link_leads_to_something_on_the_page(seen: Seen) -> None:
    ids, links = set(seen.all("id")), seen.all("href")
    assert links
    assert [link for link in links if link.removeprefix("#") not in ids or not link.startswith("#")] == []


def test_every_message_stands_there_once_with_all_its_examples(contract: Document, seen: Seen, text: str) -> None:
    messages = {key for key in contract["components"]["messages"] if not key.endswith(".delivered")}
    assert {name.removeprefix("message-") for name in seen.all("id") if name.startswith("message-")} == messages
    for name in reading.names():
        situation = reading.example(name).situation
        assert all(text.count(f">{escaped(said)}<") >= 1 for said in (situation.en, situation.kk, situation.ru))


def test_every_topic_stands_there_with_who_may_use_it(contract: Document, text: str) -> None:
    assert all(f"<code>{channel['address']}</code>" in text for channel in contract["channels"].values())
    assert all(f"<code>{said['x-principal']['user']}</code>" in text for said in contract["operations"].values())


def test_whatever_is_said_is_said_in_three_languages(seen: Seen) -> None:
    spoken = Counter(attributes["lang"] for _, attributes in seen.elements if attributes.get("class") == "t")
    assert set(spoken) == {"en", "kk", "ru"}
    assert len(set(spoken.values())) == 1


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_the_page_opens_in_the_language_that_is_asked_for(language: str, contract: Document) -> None:
    seen = Seen(page.written(contract, language=language).decode())
    assert seen.elements[0] == ("html", {"lang": language, "data-lang": language})
    assert [a["data-speak"] for _, a in seen.elements if a.get("aria-pressed") == "true"] == [language]


def test_what_looks_like_markup_is_shown_and_not_run(contract: Document) -> None:
    hostile = copy.deepcopy(contract)
    hostile["components"]["messages"]["receipt.v1"]["x-title"] = dict.fromkeys(("en", "kk", "ru"), "<script>1</script>")
    hostile["components"]["messages"]["receipt.v1"]["examples"][0]["payload"] = {"</pre><script>": "&"}
    text = page.written(hostile, language="en").decode()
    assert "&lt;script&gt;1&lt;/script&gt;" in text
    assert [tag for tag, _ in Seen(text).elements].count("script") == 1
