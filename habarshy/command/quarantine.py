"""`habarshy quarantine list|show|replay`: what waits because the error is ours, and how it is played again."""

import asyncio
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from habarshy.command import enrolling, helping, intervening, output, wording

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from schemas.interventions import Intervention
    from services.ledger.quarantine import KeptWhole, Quarantined
    from services.ledger.records import Place

MOST: Final = 1_000
_NUMBERS: Final = 3
_SHOWN: Final = (
    "type",
    "name",
    "id",
    "sender",
    "as_role",
    "schema_version",
    "subject",
    "occasion",
    "regards",
    "territory",
    "period",
    "occurred_at",
    "sent_at",
    "first_tried_at",
    "drill",
    "language",
)
"""Fields of an envelope: none of them says who a person is."""

command = helping.Group(
    name="quarantine",
    params=[helping.language_option()],
    callback=helping.help_without_command,
    invoke_without_command=True,
)


class PlaceType(helping.Readable["Place"]):
    """topic/partition/generation/offset, as the list shows it."""

    name = "place"
    expected = "a-place"

    def read(self, text: str) -> "Place":
        from services.ledger.records import Place

        topic, *numbers = text.rsplit("/", _NUMBERS)
        if not all(one.isdecimal() and len(one) <= len(str(2**53)) for one in numbers):
            raise ValueError(text)
        partition, generation, offset = map(int, numbers)
        return Place(topic, partition, generation, offset)


@helping.command(
    "list",
    params=[
        helping.option(
            "--limit", "limit", key="quarantine-limit", type=click.IntRange(1, MOST), metavar="NUMBER", default=100
        ),
        enrolling.ledger_option(),
        enrolling.json_option(),
    ],
    words="quarantine-list",
)
def list_(*, limit: int, ledger: str | None, as_json: bool) -> None:
    from habarshy.running import ledgers

    now, found = enrolling.now(), asyncio.run(_listed(ledgers.address(ledger, os.environ), limit))
    if as_json:
        output.as_json({"quarantined": [_value(one, now) for one in found]})
        return
    columns = ("place", "sender", "received", "age", "fault")
    output.table([wording.say(f"quarantine-{name}") for name in columns], [_row(one, now) for one in found])


async def _listed(address: str, limit: int) -> "Sequence[Quarantined]":
    from services.ledger import quarantine_in_postgres

    async with quarantine_in_postgres.opened(address) as ledger:
        return await ledger.quarantined(limit)


def _row(one: "Quarantined", now: "datetime") -> "Sequence[str]":
    hours, seconds = divmod(int((now - one.received_at).total_seconds()), 3600)
    return [str(one.place), one.sender, _instant(one.received_at), f"{hours}:{seconds // 60:02}", _kind(one)]


def _value(one: "Quarantined", now: "datetime") -> dict[str, Any]:
    return {
        "place": str(one.place),
        "sender": one.sender,
        "id": one.name.id if one.name is not None else None,
        "received_at": _instant(one.received_at),
        "recorded_at": _instant(one.recorded_at),
        "age_seconds": int((now - one.received_at).total_seconds()),
        "fault": _kind(one),
    }


def _kind(one: "Quarantined") -> str:
    """Of the error, and no more: what it says besides may quote the record."""
    return one.fault.partition(":")[0]


def _instant(at: "datetime") -> str:
    return at.isoformat().replace("+00:00", "Z")


@helping.command(
    "show",
    params=[helping.argument("place", type=PlaceType()), enrolling.ledger_option(), enrolling.json_option()],
    words="quarantine-show",
)
def show(*, place: "Place", ledger: str | None, as_json: bool) -> None:
    from habarshy.running import ledgers
    from schemas.errors.tree import CallError, Finding

    whole = asyncio.run(_kept(ledgers.address(ledger, os.environ), place))
    if whole is None:
        raise CallError(Finding("HB-8541", "", {"place": str(place)}))
    said = _value(whole.quarantined, enrolling.now()) | _sizes(whole) | {"envelope": _envelope(whole)}
    said["fault"] = whole.quarantined.fault
    if as_json:
        output.as_json(said)
        return
    envelope = said.pop("envelope") or {}
    output.sheet(str(place), [(name, str(value)) for name, value in (said | envelope).items() if value is not None])


async def _kept(address: str, place: "Place") -> "KeptWhole | None":
    from services.ledger import quarantine_in_postgres

    async with quarantine_in_postgres.opened(address) as ledger:
        return await ledger.kept_whole(place)


def _sizes(whole: "KeptWhole") -> dict[str, Any]:
    return {"digest": whole.arrival.digest, "bytes": len(whole.arrival.value or b"")}


def _envelope(whole: "KeptWhole") -> dict[str, Any] | None:
    """Only of what is an envelope of the contract: what somebody wrote in its place could say anything."""
    from schemas.errors.tree import RefusedError
    from schemas.messages import registry

    try:
        envelope = registry.read_envelope(whole.arrival.envelope_line)
    except (RefusedError, ArithmeticError, LookupError, TypeError, ValueError):
        return None
    said = envelope.model_dump(mode="json", exclude_none=True, by_alias=True)
    return {name: said[name] for name in _SHOWN if name in said}


@helping.command(
    "replay",
    params=[helping.argument("places", type=PlaceType(), nargs=-1, required=True), *intervening.signing_options()],
    words="quarantine-replay",
)
def replay(  # noqa: PLR0913 - what whoever intervenes may say
    *,
    places: "Sequence[Place]",
    reason: str,
    keys: "Sequence[Path]",
    out: Path,
    folder: Path | None,
    ledger: str | None,
    as_json: bool,
) -> int:
    def ask(network: str) -> "Intervention":
        from schemas.interventions import Replay

        return Replay(
            kind="replay",
            network=network,
            at=enrolling.now(),
            reason=reason,
            records=tuple(place.ref for place in dict.fromkeys(places)),
        )

    return intervening.asked(ask, keys, out, folder=folder, ledger=ledger, as_json=as_json)


for _below in (list_, show, replay):
    command.add_command(_below)
