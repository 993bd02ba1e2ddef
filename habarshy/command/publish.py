"""`habarshy publish FILE|-`: sends a message, or shows what would follow from it."""

import asyncio
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from habarshy.command import clients, files, helping, output, wording
from habarshy.command.output import Row
from habarshy.command.program import DONE, KEPT
from schemas.errors.tree import CallError, Finding, RefusedError

if TYPE_CHECKING:
    from producers.outbox.documents import Asked
    from producers.outbox.outbox import Sent, Waiting
    from producers.outbox.preview import Foreseen, Preview
    from producers.profile import ClientProfile

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
    asked = documents.read(_read(file), agency=profile.agency)
    if previewed:
        _show_preview(asyncio.run(_preview(profile, asked)), as_json=as_json)
        return DONE
    return asyncio.run(_publish(profile, asked, wait=wait, as_json=as_json))


async def _preview(profile: "ClientProfile", asked: "Asked") -> "Preview":
    """Asks the directory and opens no spool: nothing is kept."""
    from habarshy.client import Outbox
    from habarshy.knowing import Knowing

    async with Knowing(profile) as knowing:
        return Outbox(profile, directory=knowing.directory).preview(asked.draft)


async def _publish(profile: "ClientProfile", asked: "Asked", *, wait: float, as_json: bool) -> int:
    from habarshy.client import Outbox
    from producers.outbox.outbox import Sent

    async with Outbox(profile) as outbox:
        outcome = await outbox.send(asked.draft, minted=asked.minted, patience=wait)
    if isinstance(outcome, Sent):
        _show_sent(outcome, as_json=as_json)
        return DONE
    await _show_waiting(outcome, profile, as_json=as_json)
    return KEPT


def _show_sent(sent: "Sent", *, as_json: bool) -> None:
    where = {"topic": sent.topic, "partition": sent.ack.partition, "offset": sent.ack.offset}
    received_at = _utc(sent.ack.received_at)
    if as_json:
        output.as_json({"id": str(sent.id), "state": "sent", **where, "received_at": received_at})
        return
    rows: list[Row] = [
        (wording.say("outbox-topic"), f"{sent.topic}, {sent.ack.partition}, {sent.ack.offset}"),
        (wording.say("outbox-received"), received_at),
    ]
    output.sheet(str(sent.id), rows)
    output.remark(wording.say("outbox-sent"))


async def _show_waiting(waiting: "Waiting", profile: "ClientProfile", *, as_json: bool) -> None:
    from producers import diagnosis

    error = waiting.trouble.error if waiting.trouble is not None else TimeoutError()
    cause = await diagnosis.cause(error, profile, topic=waiting.topic)
    if as_json:
        said = {
            "code": cause.code,
            "meaning": cause.meaning(wording.language()),
            "remedy": cause.remedy(wording.language()),
        }
        output.as_json({"id": str(waiting.id), "state": "waiting", "topic": waiting.topic, "cause": said})
        return
    output.sheet(str(waiting.id), [(wording.say("outbox-topic"), waiting.topic)])
    output.remark(wording.say("outbox-waiting"))
    output.remark(cause.sentence(wording.language()))


def _show_preview(preview: "Preview", *, as_json: bool) -> None:
    if as_json:
        output.as_json(_value(preview))
        return
    language = wording.language()
    readers = [f"{r.role}: {r.agency.names.in_(language)} ({r.agency.id})" for r in preview.recipients]
    if any(r.how == "unresolved" for r in preview.recipients):
        readers.append(wording.say("outbox-unresolved"))
    title = f"{preview.envelope.type} {getattr(preview.envelope, 'name', '')}".strip()  # type: ignore[attr-defined] # every envelope has its type
    output.sheet(title, [(wording.say("outbox-topic"), preview.topic), (wording.say("outbox-readers"), readers)])
    for foreseen in preview.obligations:
        output.sheet(
            f"\n{foreseen.obligation.duty.title.in_(language)}  ({foreseen.obligation.duty.code})", _foreseen(foreseen)
        )
    output.remark(wording.say("outbox-previewed"))


def _foreseen(foreseen: "Foreseen") -> Iterator[Row]:
    from schemas.explanations import sentences

    obligation, language = foreseen.obligation, wording.language()
    zone = obligation.debtor.zone
    end = obligation.deadline_at
    yield wording.say("outbox-debtor"), obligation.debtor.agency
    yield wording.say("outbox-told"), _told(foreseen)
    yield wording.say("deadline-at"), sentences.instant(end, language, zone) if end else wording.say("deadline-none")
    yield wording.say("verdict"), wording.say(f"verdict-{obligation.verdict}")
    yield wording.say("deadline-steps"), [sentences.sentence(step, language, zone) for step in foreseen.explanation]


def _told(foreseen: "Foreseen") -> str | None:
    holder, role = foreseen.obligation.holder, foreseen.obligation.key.recipient
    return f"{role}: {holder.agency}" if holder is not None and holder.agency is not None else role


def _value(preview: "Preview") -> dict[str, Any]:
    return {
        "topic": preview.topic,
        "recipients": [{"role": r.role, "agency": r.agency.id, "found": r.how} for r in preview.recipients],
        "obligations": [
            {
                "duty": f.obligation.duty.code,
                "debtor": f.obligation.debtor.agency,
                "recipient": f.obligation.key.recipient,
                "recipient_agency": f.obligation.holder.agency if f.obligation.holder else None,
                "deadline": _utc(f.obligation.deadline_at) if f.obligation.deadline_at else None,
                "verdict": f.obligation.verdict,
                "explanation": [step.model_dump(mode="json") for step in f.explanation],
            }
            for f in preview.obligations
        ],
    }


def _utc(instant: Any) -> str:  # noqa: ANN401 - a datetime
    from schemas.explanations import making

    return making.in_utc(instant)


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
