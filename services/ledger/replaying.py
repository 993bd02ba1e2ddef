"""A record that was in quarantine, in the transaction that decides it anew: judged, and stored with all that follows."""

from dataclasses import dataclass, replace
from typing import Any, Final

from psycopg import AsyncConnection

from services.ledger import effects, queries, recording, storing, writing
from services.ledger.connecting import ask
from services.ledger.entries import Entry, Leaf, Looked
from services.ledger.errors import BatchRefusedError
from services.ledger.port import Deciding
from services.ledger.quarantine import KeptWhole, Mandate, Replayed
from services.ledger.writing import Batch

_NOT_ADDED: Final = ("disposition", "unnamed", "message")
"""The first disposition stays, and where its bytes lie depends on whether it bears a name."""


@dataclass(frozen=True, slots=True)
class Replay:
    """What the record was decided to be, and all that follows."""

    entry: Entry
    batch: Batch

    @property
    def outcome(self) -> Replayed:
        return Replayed.of(self.entry)


async def decided(connection: AsyncConnection, entry: Entry, deciding: Deciding, looked: Looked) -> Replay:
    batch, _ = await recording.batch_of(connection, (entry,), deciding, looked=looked)
    return Replay(entry, batch)


async def store(connection: AsyncConnection, whole: KeptWhole, replay: Replay, by: Mandate, *, channel: str) -> None:
    """It is committed by whoever began it."""
    entry, at = replay.entry, replay.batch.looked.at
    leaf = by.leaf(entry.arrival.place, at)
    added = {table: lines for table, lines in writing.added(replay.batch).items() if table not in _NOT_ADDED}
    added["evidence"] = [*added["evidence"], (bytes.fromhex(leaf.hash), leaf.content, at)]
    await _change_record(connection, whole, replay)
    await storing.add(connection, added, few=True)
    await storing.change(connection, replay.batch)
    name = entry.name or whole.quarantined.name
    said = {
        **_place(whole),
        "disposition": replay.outcome.disposition,
        "codes": list(replay.outcome.codes),
        "sender": whole.quarantined.sender,
        "message_id": name.id if name is not None else None,
    }
    proved = {"digest": bytes.fromhex(by.digest), "at": at, "leaf": bytes.fromhex(leaf.hash)}
    await _do(connection, "add_intervention", {**proved, "kind": "replay", "document": by.line})
    await _do(connection, "add_replayed", {**said, **proved})
    await ask(connection, ("wake", {"channel": channel}))


async def _change_record(connection: AsyncConnection, whole: KeptWhole, replay: Replay) -> None:
    """Its bytes come to lie where those of such a record lie, with the instants and the leaf of its first disposition."""
    entry, name = replay.entry, whole.quarantined.name
    if name is not None:
        told = effects.told(replay.batch.sent).get(name, [])
        occasion = entry.occasion
        said = {
            "state": entry.decision.disposition,
            "occasion": occasion.occasion if occasion else None,
            "drill": occasion.drill if occasion else None,
            "named": list(entry.named),
            "told": told,
        }
        await _one(connection, "replay_message", {**name._asdict(), **said})
        return
    if entry.name is not None:
        came = replace(entry, leaf=Leaf(b"", whole.leaf), recorded_at=whole.quarantined.recorded_at)
        kept = replace(replay.batch, entries=(came,))
        await storing.add(connection, {"message": writing.added(kept)["message"]}, few=True)
    if entry.name is not None or entry.decision.disposition == "DUPLICATE":
        await _one(connection, "forget_unnamed", _place(whole))
    else:
        await _one(connection, "replay_unnamed", {**_place(whole), "state": entry.decision.disposition})


def _place(whole: KeptWhole) -> dict[str, Any]:
    return {**whole.arrival.place._asdict(), "received_at": whole.arrival.received_at}


async def _one(connection: AsyncConnection, name: str, parameters: dict[str, Any]) -> None:
    if await _do(connection, name, parameters) != 1:
        raise BatchRefusedError(name)


async def _do(connection: AsyncConnection, name: str, parameters: dict[str, Any]) -> int:
    cursor = await connection.execute(queries.load("quarantine.sql")[name], parameters)
    return cursor.rowcount
