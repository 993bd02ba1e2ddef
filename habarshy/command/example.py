"""`habarshy example NAME`: a message as it would be sent, or a whole story."""

import click
import orjson

from habarshy.command import helping, lookups, output, wording
from schemas.catalogue import vocabulary
from schemas.examples import reading
from schemas.examples.reading import Example


def _names() -> list[str]:
    return [*reading.names(), *reading.story_names()]


def _types() -> list[str]:
    return list(vocabulary.load()["type"])


def _names_of_law() -> list[str]:
    return [*lookups.duty_codes(), *(fact.code for fact in lookups.catalogue().facts)]


@helping.command(
    "example",
    params=[
        helping.argument("name", complete=_names, required=False),
        helping.known_option("--type", _types, key="type", dest="of_type"),
        helping.known_option("--about", _names_of_law, key="about"),
        helping.option("--record", key="record", is_flag=True),
        helping.option("--json", "as_json", key="json", is_flag=True),
    ],
)
def command(*, name: str | None, of_type: str | None, about: str | None, record: bool, as_json: bool) -> None:
    if name is None:
        _list(of_type=of_type, about=about, as_json=as_json)
    elif name in reading.story_names():
        story = reading.story(name)
        output.remark(story.story.in_(wording.language()))
        output.as_json(story.model_dump(mode="json", exclude_none=True))
    elif name in reading.names():
        _show(reading.example(name), record=record)
    else:
        lookups.missing("HB-6008", name, _names())


def _show(example: Example, *, record: bool) -> None:
    output.remark(example.situation.in_(wording.language()))
    if record:
        click.echo(
            orjson.dumps(example.envelope, option=orjson.OPT_SORT_KEYS) + b"\n" + reading.body_line(example.body),
            nl=example.body is not None,
        )
    else:
        output.as_json(example.model_dump(mode="json", exclude_none=True))


def _list(*, of_type: str | None, about: str | None, as_json: bool) -> None:
    language = wording.language()
    examples = {name: reading.example(name) for name in reading.names()}
    shown = {
        n: e
        for n, e in examples.items()
        if of_type in (None, e.envelope["type"]) and about in (None, e.envelope.get("name"))
    }
    stories = {name: reading.story(name) for name in reading.story_names()} if of_type is None and about is None else {}
    if as_json:
        listed = [
            {
                "name": n,
                "situation": e.situation.model_dump(),
                "type": e.envelope["type"],
                "about": e.envelope.get("name"),
            }
            for n, e in shown.items()
        ]
        output.as_json(
            listed
            + [
                {"name": n, "situation": s.story.model_dump(), "type": "story", "about": None}
                for n, s in stories.items()
            ]
        )
        return
    rows = [(n, e.situation.in_(language), _message(e)) for n, e in shown.items()]
    rows += [(n, s.story.in_(language), wording.say("story", steps=len(s.steps))) for n, s in stories.items()]
    output.table([wording.say("name"), wording.say("situation"), wording.say("message")], rows)
    output.remark(wording.say("counted-examples", shown=len(rows), all=len(_names())))


def _message(example: Example) -> str:
    kind = vocabulary.word("type", example.envelope["type"], wording.language())
    name = example.envelope.get("name")
    return f"{kind}: {name}" if name else kind
