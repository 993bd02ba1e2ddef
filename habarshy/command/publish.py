"""`habarshy publish FILE|-`: sends a message, or shows what would follow from it."""

import asyncio
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from habarshy.command import clients, files, helping, output, wording
from habarshy.command.output import Row
from habarshy.command.program import DONE, KEPT
from schemas.errors.tree import CallError, Finding, NotSayableError, RefusedError

if TYPE_CHECKING:
    from uuid import UUID

    from habarshy.knowing import Knowing
    from producers.outbox.documents import Asked
    from producers.outbox.kept import Kept
    from producers.outbox.outbox import Sent, Waiting
    from producers.outbox.preview import Preview
    from producers.profile import ClientProfile
    from schemas.directory.directory import Directory

WAIT_SECONDS: Final = 20.0


@helping.command(
    "publish",
    params=[
        helping.argument("file"),
        clients.profile_option(),
        helping.option("--preview", "previewed", key="preview", is_flag=True),
        helping.option("--wait", key="wait", metavar="SECONDS", type=click.FloatRange(0, 3600), default=WAIT_SECONDS),
        helping.option("--json", "as_json", key="json", is_flag=True),
    ],
)
def command(*, file: str, path: Path | None, previewed: bool, wait: float, as_json: bool) -> int:
    from producers.outbox import documents

    profile = clients.profile(path)
    with _named(file):
        asked = documents.read(_read(file), agency=profile.agency)
    with _in_the_document():
        if previewed:
            _show_preview(*asyncio.run(_preview(profile, asked)), named=asked.minted, as_json=as_json)
            return DONE
        outcome, cause, before = asyncio.run(_publish(profile, asked, wait=wait))
    if before is not None:
        _show_before(before, path, as_json=as_json)
        return DONE
    if as_json:
        output.as_json(_value(outcome, cause))
    else:
        _show(outcome, cause, path)
    return DONE if cause is None else KEPT


@contextmanager
def _named(file: str) -> Iterator[None]:
    """What is wrong with a document as a whole is wrong with the file."""
    try:
        yield
    except RefusedError as error:
        raise RefusedError(
            *(finding if finding.where else replace(finding, where=file) for finding in error.findings)
        ) from error


@contextmanager
def _in_the_document() -> Iterator[None]:
    """Whoever sends a draft knows the fields of its envelope; whoever wrote a document looks for them below `envelope`."""
    from producers.outbox.errors import OutboxError

    try:
        yield
    except (NotSayableError, OutboxError) as error:
        raise type(error)(*map(_placed, error.findings)) from error


def _placed(finding: Finding) -> Finding:
    place = finding.where
    return replace(finding, where=f"/envelope{place}") if place and not place.startswith("/body") else finding


async def _preview(profile: "ClientProfile", asked: "Asked") -> "tuple[Preview, Directory]":
    """Asks the directory and opens no spool: nothing is kept."""
    from habarshy.client import Outbox

    async with _knowing(profile, await _unreached(profile)) as knowing:
        preview = Outbox(profile, directory=knowing.directory).preview(asked.draft, minted=asked.minted)
        return replace(preview, doubts=tuple(map(_placed, preview.doubts))), knowing.directory()


def _show_preview(preview: "Preview", directory: "Directory", *, named: "UUID | None", as_json: bool) -> None:
    from habarshy.command import message_words, preview_screens

    if as_json:
        output.as_json(preview_screens.value(preview, named=named))
        return
    output.remark(wording.say("outbox-previewed"))
    preview_screens.show(preview, message_words.newest_names(directory), named=named)
    _say_doubts(preview.doubts)


async def _publish(
    profile: "ClientProfile", asked: "Asked", *, wait: float
) -> "tuple[Sent | Waiting, Finding | None, Kept | None]":
    """What became of it; where the wire may not have it, why; and as what it lay in the spool, where the wire had it before."""
    from habarshy.client import Outbox
    from producers import diagnosis
    from producers.outbox.outbox import Waiting

    unreached = await _unreached(profile)
    async with (
        _knowing(profile, unreached) as knowing,
        Outbox(profile, directory=knowing.directory) as outbox,
    ):
        before = await outbox.message(asked.minted) if asked.minted is not None else None
        outcome = await outbox.send(asked.draft, minted=asked.minted, patience=wait)
        outcome = replace(outcome, doubts=tuple(map(_placed, outcome.doubts)))
    if not isinstance(outcome, Waiting):
        return outcome, None, before if before is not None and before.state != "waiting" else None
    error = outcome.trouble.error if outcome.trouble is not None else TimeoutError()
    cause = await diagnosis.cause(error, profile, topic=outcome.topic)
    if cause != unreached:
        output.remark(cause.sentence(wording.language()))
    return outcome, cause, None


async def _unreached(profile: "ClientProfile") -> Finding | None:
    """Said before anybody waits for it."""
    from producers import diagnosis

    cause = await diagnosis.of_connection(profile)
    if cause is not None:
        output.remark(cause.sentence(wording.language()))
    return cause


def _knowing(profile: "ClientProfile", unreached: Finding | None) -> "Knowing":
    """Nobody waits for a log that cannot be reached: what is known of it must do."""
    from habarshy import knowing
    from habarshy.command import alarming

    if unreached is None:
        return knowing.Knowing(profile, alarm=alarming.shown)
    return knowing.Knowing(profile, alarm=alarming.but_unreached, first_seconds=0)


def _show(outcome: "Sent | Waiting", cause: Finding | None, path: Path | None) -> None:
    from habarshy.command import message_words
    from producers.outbox.outbox import Sent

    rows: list[Row] = [(wording.say("spool-id"), str(outcome.id))]
    if isinstance(outcome, Sent):
        rows.append((wording.say("outbox-received"), message_words.instant(outcome.ack.received_at)))
        rows.append((wording.say("outbox-topic"), f"{outcome.topic}, {outcome.ack.partition}, {outcome.ack.offset}"))
    output.sheet(message_words.title(lambda field: getattr(outcome.envelope, field, None)), rows)
    _say_doubts(outcome.doubts)
    if cause is None:
        output.remark(wording.say("outbox-sent", call=clients.call("inbox", path)))
    else:
        output.remark(wording.say("outbox-waiting", call=clients.call("spool retry", path)))


def _say_doubts(doubts: "Sequence[Finding]") -> None:
    for doubt in doubts:
        output.remark(wording.say("outbox-doubt", sentence=doubt.sentence(wording.language())))


def _show_before(before: "Kept", path: Path | None, *, as_json: bool) -> None:
    """Asked again, the same document is the same message: nothing is sent, and it is said what became of it."""
    from habarshy.command import spool_screens

    if as_json:
        output.as_json(spool_screens.value(before) | {"before": True, "answer": spool_screens.answer(before)})
        return
    output.sheet(spool_screens.title(before), spool_screens.became(before))
    output.remark(wording.say("outbox-sent-before"))
    if before.answer is None:
        output.remark(wording.say("outbox-sent", call=clients.call("inbox", path)))


def _value(outcome: "Sent | Waiting", cause: Finding | None) -> dict[str, Any]:
    from producers.outbox.outbox import Sent
    from schemas.explanations import making

    said: dict[str, Any] = {"id": str(outcome.id), "state": "waiting", "topic": outcome.topic}
    if isinstance(outcome, Sent):
        where = {"partition": outcome.ack.partition, "offset": outcome.ack.offset}
        received_at = making.in_utc(outcome.ack.received_at)
        said |= {"state": "sent", "before": False, **where, "received_at": received_at}
    else:
        said["cause"] = output.finding(cause) if cause else None
    return {**said, "doubts": [output.finding(doubt) for doubt in outcome.doubts]}


def _read(file: str) -> bytes:
    """At most one byte more than a file may have: enough to know that it is too long."""
    from habarshy.command.checking import FILE_LIMIT

    try:
        with Path(file).open("rb") if file != "-" else sys.stdin.buffer as opened:
            content = opened.read(FILE_LIMIT + 1)
    except OSError as error:
        raise CallError(Finding("HB-6010", "", {"name": file, "what": files.reason(error)})) from error
    if len(content) > FILE_LIMIT:
        raise RefusedError(Finding("HB-6015", "", {"limit": FILE_LIMIT}))
    return content
