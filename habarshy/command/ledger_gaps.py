"""`habarshy ledger gaps`: was anything lost? Each partition of the wire, and what the ledger has of it."""

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from habarshy.command import clients, enrolling, helping, output, wording

if TYPE_CHECKING:
    from collections.abc import Sequence

    from producers.profile import ClientProfile
    from services.ledger.coverage import Coverage, Lost, Span

LOST: Final = 1
_UNKNOWN: Final = "?"


@helping.command(
    "gaps",
    params=[
        enrolling.ledger_option(),
        helping.option("--operator", "folder", key="gaps-folder", metavar="FOLDER", type=click.Path(path_type=Path)),
        enrolling.json_option(),
    ],
    words="ledger-gaps",
)
def command(*, ledger: str | None, folder: Path | None, as_json: bool) -> int:
    import asyncio

    from habarshy.running import gaps, ledgers

    found = asyncio.run(gaps.looked(_profile(folder), ledgers.address(ledger, os.environ)))
    if as_json:
        output.as_json(_document(found))
    else:
        _show(found)
    return LOST if any(one.lost or one.doubled for one in found) else 0


def _profile(folder: Path | None) -> "ClientProfile":
    """Intake's: it alone of the bus may see the ends of what agencies write."""
    from habarshy.enrolment.folders import OperatorFolder

    if folder is None and os.environ.get("HABARSHY_PROFILE"):
        return clients.profile(None)
    return OperatorFolder(enrolling.operators(folder)).profile("intake")


def _show(found: "Sequence[Coverage]") -> None:
    columns = ("partition", "lost", "recorded", "wire", "waits")
    output.table([wording.say(f"gaps-{column}") for column in columns], [_row(one) for one in found])
    for one in found:
        for lost in one.lost:
            output.remark(_sentence(one, lost))
        if one.doubled:
            output.remark(wording.say("gaps-doubled", where=_where(one), number=one.doubled))
        if one.went_back:
            output.remark(wording.say("gaps-went-back", where=_where(one)))
    lost_records, waits = sum(one.lost_records for one in found), sum(one.waits for one in found)
    output.remark(wording.say("gaps-some" if lost_records else "gaps-none", lost=lost_records, waits=waits))


def _row(one: "Coverage") -> "Sequence[str]":
    wire = _offsets(one.wire) if one.wire is not None else _UNKNOWN
    return [_where(one), str(one.lost_records), _recorded(one), wire, str(one.waits)]


def _recorded(one: "Coverage") -> str:
    """How far, and in which generation where it is not the first."""
    if one.stand is None:
        return "0"
    said = str(one.stand.next_offset)
    if one.stand.wire_generation == 1:
        return said
    return wording.say("gaps-of-generation", offset=said, generation=one.stand.wire_generation)


def _where(one: "Coverage") -> str:
    return f"{one.partition.topic}/{one.partition.number}"


def _sentence(one: "Coverage", lost: "Lost") -> str:
    key = "gaps-passed-over" if lost.on_wire else "gaps-gone"
    return wording.say(key, where=_where(one), offsets=_offsets(lost.span), generation=lost.wire_generation)


def _offsets(span: "Span") -> str:
    """The first and the last; one alone by itself, none as a dash."""
    if span.length <= 1:
        return str(span.first) if span.length else "–"
    return f"{span.first}–{span.end - 1}"


def _document(found: "Sequence[Coverage]") -> dict[str, Any]:
    lost, doubled = sum(one.lost_records for one in found), sum(one.doubled for one in found)
    return {
        "lost": lost,
        "doubled": doubled,
        "waits": sum(one.waits for one in found),
        "partitions": [_value(one) for one in found],
    }


def _value(one: "Coverage") -> dict[str, Any]:
    return {
        "topic": one.partition.topic,
        "partition": one.partition.number,
        "wire_generation": one.stand.wire_generation if one.stand is not None else None,
        "next_offset": one.stand.next_offset if one.stand is not None else None,
        "recorded": [
            {"wire_generation": i.wire_generation, "first": i.span.first, "last": i.span.end - 1} for i in one.islands
        ],
        "wire": {"first": one.wire.first, "end": one.wire.end} if one.wire is not None else None,
        "waits": one.waits,
        "doubled": one.doubled,
        "lost": [
            {
                "wire_generation": lost.wire_generation,
                "first": lost.span.first,
                "last": lost.span.end - 1,
                "on_wire": lost.on_wire,
            }
            for lost in one.lost
        ],
    }
