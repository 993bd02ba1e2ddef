"""How a message of the spool is shown: to people in their language, to programs as JSON."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Final
from uuid import UUID

import orjson

from habarshy import hearing
from habarshy.client import SPOOL
from habarshy.command import message_words, wording
from habarshy.command.output import Row
from producers.outbox import looking
from producers.outbox.errors import OutboxError
from producers.outbox.kept import Count, Kept
from producers.profile import ClientProfile
from schemas.explanations import making
from schemas.messages.parts import MessageRef

HEADINGS: Final = ("id", "message", "state", "stored", "tries")


def own_title(profile: ClientProfile, sent: MessageRef) -> str | None:
    """The title of a message that this agency sent, while one of its spools remembers it; an Inbox has one for its answers."""
    if sent.sender != profile.agency:
        return None
    remembered = (_in_spool(profile.home / name, sent.id) for name in (SPOOL, hearing.SPOOL))
    return next((title(found) for found in remembered if found is not None), None)


def _in_spool(folder: Path, message: UUID) -> Kept | None:
    """None as well where there is no spool: what an answer is about is an aid to the reader, and no more."""
    try:
        with looking.looked_into(folder) as database:
            return looking.one(database, message)
    except OutboxError:
        return None


def title(message: Kept) -> str:
    return message_words.title(_envelope(message).get)


def value(message: Kept) -> dict[str, Any]:
    envelope = _envelope(message)
    return {
        "id": str(message.id),
        "state": message.state,
        "topic": message.topic,
        "type": envelope["type"],
        "name": envelope.get("name"),
        "stored_at": _utc(message.stored_at),
        "tries": message.tries,
        "tried_at": _utc(message.tried_at),
        "partition": message.partition,
        "offset": message.offset,
        "received_at": _utc(message.received_at),
    }


def whole_value(message: Kept) -> dict[str, Any]:
    return value(message) | {"envelope": _envelope(message), "answer": answer(message)}


def count(counted: Count) -> dict[str, Any]:
    return {"messages": counted.messages, "bytes": counted.bytes, "oldest": _utc(counted.oldest)}


def row(message: Kept) -> list[str]:
    stored = message_words.instant(message.stored_at.replace(microsecond=0))
    said = message_words.heading(_envelope(message).get)
    return [str(message.id), said, _state(message), stored, str(message.tries)]


def rows(message: Kept) -> Sequence[Row]:
    envelope = orjson.dumps(_envelope(message), option=orjson.OPT_INDENT_2).decode()
    return [*became(message), (wording.say("spool-envelope"), envelope)]


def became(message: Kept) -> Sequence[Row]:
    """What became of it, without what it says."""
    received = message_words.instant(message.received_at) if message.received_at else None
    place = None if message.offset is None else f"{message.topic}, {message.partition}, {message.offset}"
    return [
        (wording.say("spool-id"), str(message.id)),
        (wording.say("spool-state"), _state(message)),
        (wording.say("spool-stored"), message_words.instant(message.stored_at.replace(microsecond=0))),
        (wording.say("spool-tries"), str(message.tries)),
        (wording.say("outbox-received"), received),
        (wording.say("outbox-topic"), place or message.topic),
        (wording.say("spool-answer"), _said_by_bus(answer(message))),
    ]


def counted(counts: Mapping[str, Count]) -> str:
    return "; ".join(f"{wording.say(f'spool-is-{state}')}: {count.messages}" for state, count in counts.items())


def _said_by_bus(answer: Mapping[str, Any] | None) -> list[str]:
    """An acceptance with what it means; a rejection with its reason and its remedy."""
    if answer is None:
        return []
    if answer["type"] == "acceptance":
        return [message_words.title(answer.get), message_words.meaning(answer["disposition"])]
    language = wording.language()
    why = ": ".join(filter(None, (answer["code"], answer["field"], answer["meaning"][language])))
    return [message_words.title(answer.get), why, answer["remedy"][language]]


def _envelope(message: Kept) -> Mapping[str, Any]:
    envelope: Mapping[str, Any] = orjson.loads(message.value.partition(b"\n")[0])
    return envelope


def answer(message: Kept) -> Mapping[str, Any] | None:
    return orjson.loads(message.answer) if message.answer is not None else None


def _state(message: Kept) -> str:
    return wording.say(f"spool-is-{message.state}")


def _utc(instant: datetime | None) -> str | None:
    return making.in_utc(instant) if instant is not None else None
