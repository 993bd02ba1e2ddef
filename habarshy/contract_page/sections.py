"""The sections of the page, out of the AsyncAPI document alone."""

import itertools
from collections.abc import Iterator, Mapping
from typing import Any, Final

import orjson

from habarshy.contract_page.markup import Html, code, element, folded, in_three, joined, say, table
from habarshy.contract_page.shapes import fields

Document = Mapping[str, Any]

GROUPS: Final = ("fact", "notice", "service-record")
HEADERS: Final = ("headers.signed", "headers.delivered", "headers.from-bus")
_DELIVERED: Final = ".delivered"
_DAY_MS: Final = 24 * 60 * 60 * 1000


def about(said: Document) -> Html:
    info = said["info"]
    version = say("version", version=info["version"], catalogue=info["x-catalogue"])
    return element(
        "section",
        element("h1", say("title")),
        element("p", say("about")),
        element("p", say("english"), class_="pale"),
        element("p", version, class_="pale"),
    )


def topics(said: Document) -> Html:
    rows = (
        (
            joined([code(channel["address"]), element("div", in_three(channel["x-title"]), class_="pale")]),
            _principals(said, name, "send"),
            _principals(said, name, "receive"),
            _kept(channel),
        )
        for name, channel in said["channels"].items()
    )
    listed = table(("topic", "writes", "reads", "kept"), rows)
    return element("section", element("h2", say("topics")), listed, element("p", say("denied")), id="topics")


def _principals(said: Document, channel: str, action: str) -> Html:
    found = (
        operation
        for operation in said["operations"].values()
        if operation["action"] == action and operation["channel"]["$ref"] == f"#/channels/{channel}"
    )
    return joined(
        element("div", code(one["x-principal"]["user"]), element("div", in_three(one["x-title"]), class_="pale"))
        for one in found
    )


def _kept(channel: Document) -> Html:
    kept_ms = channel["bindings"]["kafka"]["topicConfiguration"]["retention.ms"]
    return say("for-ever") if kept_ms < 0 else say("days", number=kept_ms // _DAY_MS)


def security(said: Document) -> Html:
    listed = element("ul", *(element("li", say(name)) for name in said["components"]["securitySchemes"]))
    return element("section", element("h2", say("security")), listed, id="security")


def headers(said: Document) -> Html:
    shown = (joined([element("h3", say(name)), fields(said["components"]["schemas"][name])]) for name in HEADERS)
    return element("section", element("h2", say("headers")), *shown, id="headers")


def messages(said: Document) -> Html:
    """Each message once, though it may lie in several topics; grouped by what it is."""
    sent = {key: m for key, m in said["components"]["messages"].items() if not key.endswith(_DELIVERED)}
    places = dict(_places(said))
    groups = {group: [key for key in sent if _group(sent[key]) == group] for group in (*GROUPS, "other")}
    return joined(
        element(
            "section",
            element("h2", say(f"kind-{group}"), f" ({len(keys)})"),
            *(_message(said, key, sent[key], places=places[key]) for key in keys),
            class_="group",
            id=f"group-{group}",
        )
        for group, keys in groups.items()
    )


def _group(message: Document) -> str:
    kind = message["tags"][0]["name"]
    return kind if kind in GROUPS else "other"


def _places(said: Document) -> Iterator[tuple[str, list[str]]]:
    """Each message with the addresses of the topics that carry it."""
    pairs = sorted(
        (key.removesuffix(_DELIVERED), channel["address"])
        for channel in said["channels"].values()
        for key in channel["messages"]
    )
    for key, found in itertools.groupby(pairs, key=lambda pair: pair[0]):
        yield key, [address for _, address in found]


def _message(said: Document, key: str, message: Document, *, places: list[str]) -> Html:
    lines = said["components"]["schemas"][key]["properties"]
    facts = joined([say("carried"), joined(map(code, places), ", "), ". ", say(f"body-{message['x-body-line']}")])
    shown = (joined([element("h4", say(line)), _line(schema)]) for line, schema in lines.items())
    examples = (_example(example, message["x-situations"][example["name"]]) for example in message["examples"])
    summary = joined([code(message["name"]), in_three(message["x-title"])])
    return folded(summary, element("p", facts), *shown, *examples, class_="entry", id=f"message-{key}")


def _line(schema: Document) -> Html:
    described = element("p", schema.get("description", ""), class_="pale")
    return joined([described, fields(schema)]) if "properties" in schema else described


def _example(example: Document, situation: Mapping[str, str]) -> Html:
    text = orjson.dumps(example["payload"], option=orjson.OPT_INDENT_2).decode()
    return folded(joined([say("example"), ": ", in_three(situation)]), element("pre", text))


def parts(said: Document) -> Html:
    """What messages are made of: every schema that is no message's and no record's headers."""
    schemas = said["components"]["schemas"]
    others = {name: s for name, s in schemas.items() if name not in said["components"]["messages"]}
    shown = (
        folded(code(name), _line(schema), class_="entry", id=f"part-{name}")
        for name, schema in others.items()
        if name not in HEADERS
    )
    return element("section", element("h2", say("parts")), *shown, class_="group", id="parts")
