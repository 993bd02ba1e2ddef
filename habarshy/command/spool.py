"""`habarshy spool [list|show ID|retry]`: what an agency has said and the wire may not have yet."""

import asyncio
from collections.abc import Mapping, Sequence
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

import click
import orjson

from habarshy.command import clients, helping, output, wording
from habarshy.command.output import Row
from habarshy.command.program import DONE, KEPT
from schemas.errors.tree import CallError, Finding

if TYPE_CHECKING:
    from producers.outbox.kept import Count, Kept
    from producers.profile import ClientProfile

LIMIT: Final = 50
RETRY_SECONDS: Final = 30.0
STATES: Final = ("waiting", "sent", "accepted", "rejected")

command = helping.Group(
    name="spool",
    params=[helping.language_option()],
    callback=helping.help_without_command,
    invoke_without_command=True,
)


def _options() -> list[click.Parameter]:
    return [
        clients.profile_option(),
        helping.option("--spool", "name", key="spool", metavar="NAME"),
        helping.option("--json", "as_json", key="json", is_flag=True),
    ]


@helping.command(
    "list",
    params=[
        *_options(),
        helping.option("--state", key="spool-state", type=click.Choice(STATES)),
        helping.option("--limit", key="limit", metavar="NUMBER", type=click.IntRange(1, 10_000), default=LIMIT),
    ],
)
def listed(*, path: Path | None, name: str | None, as_json: bool, state: str | None, limit: int) -> None:
    from producers.outbox import kept, looking

    with closing(looking.looked_into(_folder(clients.profile(path), name))) as database:
        counts, messages = kept.counts(database), looking.newest(database, state=state, limit=limit)
    if as_json:
        output.as_json({"counts": {s: _count(c) for s, c in counts.items()}, "messages": [_value(m) for m in messages]})
        return
    if not messages:
        output.remark(wording.say("spool-empty"))
        return
    headings = [wording.say(f"spool-{heading}") for heading in ("id", "state", "message", "topic", "stored", "tries")]
    output.table(headings, [_row(message) for message in messages])
    output.remark(_said_of(counts))


@helping.command("show", params=[helping.argument("id"), *_options()])
def shown(*, id: UUID | str, path: Path | None, name: str | None, as_json: bool) -> None:  # noqa: A002 - the argument's word
    from producers.outbox import looking

    with closing(looking.looked_into(_folder(clients.profile(path), name))) as database:
        found = looking.one(database, _id(str(id)))
    if found is None:
        raise CallError(Finding("HB-8312", "", {"id": str(id)}))
    if as_json:
        output.as_json(_value(found) | {"envelope": _envelope(found), "answer": _answer(found)})
        return
    output.sheet(str(found.id), _rows(found))


@helping.command(
    "retry",
    params=[
        *_options(),
        helping.option("--wait", key="wait", metavar="SECONDS", type=click.FloatRange(0, 3600), default=RETRY_SECONDS),
    ],
)
def retried(*, path: Path | None, name: str | None, as_json: bool, wait: float) -> int:
    sent, left, cause = asyncio.run(_retry(clients.profile(path), name, wait))
    if as_json:
        output.as_json({"sent": sent, "waiting": left, "cause": cause.code if cause else None})
        return KEPT if left else DONE
    output.remark(wording.say("spool-retried", sent=sent, waiting=left))
    if cause is not None:
        output.remark(cause.sentence(wording.language()))
    return KEPT if left else DONE


async def _retry(profile: "ClientProfile", name: str | None, wait: float) -> tuple[int, int, Finding | None]:
    """How many were sent, how many still wait, and why. It needs no directory: what is kept is sealed and signed already."""
    from habarshy.client import SPOOL, Outbox
    from producers import diagnosis
    from schemas.directory.directory import Directory

    async with Outbox(profile, directory=lambda: Directory(()), spool=name or SPOOL) as outbox:
        before = await outbox.waiting()
        sending = [asyncio.ensure_future(outbox.sent(message)) for message in before]
        if sending:
            await asyncio.wait(sending, timeout=wait)
        for task in sending:
            task.cancel()
        left, troubles = await outbox.waiting(), list(outbox.troubles.items())
    if not left:
        return len(before), 0, None
    error, topic = (troubles[0][1].error, troubles[0][0]) if troubles else (TimeoutError(), "outbox")
    cause = await diagnosis.cause(error, profile, topic=f"{topic}.{profile.agency}")
    return len(before) - len(left), len(left), cause


command.add_command(listed)
command.add_command(shown)
command.add_command(retried)


def _folder(profile: "ClientProfile", name: str | None) -> Path:
    from habarshy.client import SPOOL

    return profile.home / (name or SPOOL)


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise CallError(Finding("HB-8312", "", {"id": text})) from error


def _envelope(message: "Kept") -> Any:  # noqa: ANN401 - JSON
    return orjson.loads(message.value.partition(b"\n")[0])


def _answer(message: "Kept") -> Any:  # noqa: ANN401 - JSON, or nothing
    return orjson.loads(message.answer) if message.answer is not None else None


def _count(count: "Count") -> dict[str, Any]:
    return {"messages": count.messages, "bytes": count.bytes, "oldest": _utc(count.oldest)}


def _value(message: "Kept") -> dict[str, Any]:
    return {
        "id": str(message.id),
        "state": message.state,
        "topic": message.topic,
        "type": _envelope(message)["type"],
        "name": _envelope(message).get("name"),
        "stored_at": _utc(message.stored_at),
        "tries": message.tries,
        "tried_at": _utc(message.tried_at),
        "partition": message.partition,
        "offset": message.offset,
        "received_at": _utc(message.received_at),
    }


def _row(message: "Kept") -> list[str]:
    said = _value(message)
    what = f"{said['type']} {said['name'] or ''}".strip()
    return [said["id"], _state(message), what, message.topic, said["stored_at"], str(message.tries)]


def _rows(message: "Kept") -> Sequence[Row]:
    said = _value(message)
    answer = _answer(message)
    return [
        (wording.say("spool-state"), _state(message)),
        (wording.say("spool-message"), f"{said['type']} {said['name'] or ''}".strip()),
        (wording.say("spool-topic"), message.topic),
        (wording.say("spool-stored"), said["stored_at"]),
        (wording.say("spool-tries"), str(message.tries)),
        (wording.say("outbox-received"), said["received_at"]),
        (wording.say("spool-envelope"), _lines(_envelope(message))),
        (wording.say("spool-answer"), _lines(answer) if answer is not None else None),
    ]


def _lines(value: object) -> list[str]:
    return orjson.dumps(value, option=orjson.OPT_INDENT_2).decode().splitlines()


def _state(message: "Kept") -> str:
    return wording.say(f"spool-is-{message.state}")


def _said_of(counts: Mapping[str, "Count"]) -> str:
    return "; ".join(f"{wording.say(f'spool-is-{state}')}: {count.messages}" for state, count in counts.items())


def _utc(instant: datetime | None) -> str | None:
    from schemas.explanations import making

    return making.in_utc(instant) if instant is not None else None
