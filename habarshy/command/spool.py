"""`habarshy spool [list|show ID|retry]`: what an agency has said and the wire may not have yet."""

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from habarshy.command import clients, helping, output, wording
from habarshy.command.grouping import CallOrCommand
from habarshy.command.program import DONE, KEPT
from schemas.errors.tree import CallError, Finding

if TYPE_CHECKING:
    from producers.profile import ClientProfile

LIMIT: Final = 50
RETRY_SECONDS: Final = 30.0
STATES: Final = ("waiting", "sent", "accepted", "rejected")

command = CallOrCommand(name="spool", params=[helping.language_option()])


def _options() -> list[click.Parameter]:
    return [
        clients.profile_option(),
        helping.option("--spool", "name", key="spool", metavar="NAME"),
        helping.option("--json", "as_json", key="json", is_flag=True),
    ]


def _options_of_list() -> list[click.Parameter]:
    return [
        *_options(),
        helping.option("--state", key="spool-state", type=click.Choice(STATES)),
        helping.option("--limit", key="limit", metavar="NUMBER", type=click.IntRange(1, 10_000), default=LIMIT),
    ]


def _list(*, path: Path | None, name: str | None, as_json: bool, state: str | None, limit: int) -> None:
    from habarshy.command import spool_screens
    from producers.outbox import kept, looking, spool_file

    folder, counts, messages = _folder(clients.profile(path), name), {}, []
    if (folder / spool_file.NAME).exists():  # who has never sent anything has no spool yet
        with looking.looked_into(folder) as database:
            counts, messages = kept.counts(database), looking.newest(database, state=state, limit=limit)
    if as_json:
        said = {of: spool_screens.count(counted) for of, counted in counts.items()}
        output.as_json({"counts": said, "messages": [spool_screens.value(message) for message in messages]})
        return
    if not messages:
        output.remark(wording.say("spool-empty"))
        return
    headings = [wording.say(f"spool-{heading}") for heading in spool_screens.HEADINGS]
    output.table(headings, [spool_screens.row(message) for message in messages])
    output.remark(spool_screens.counted(counts))


@helping.command("show", params=[helping.argument("id"), *_options()])
def shown(*, id: str, path: Path | None, name: str | None, as_json: bool) -> None:  # noqa: A002 - the argument's word
    from habarshy.command import spool_screens
    from producers.outbox import looking

    with looking.looked_into(_folder(clients.profile(path), name)) as database:
        found = looking.meant(database, str(id))
    if found is None:
        raise CallError(Finding("HB-8312", "", {"id": str(id)}))
    if as_json:
        output.as_json(spool_screens.whole_value(found))
        return
    output.sheet(spool_screens.title(found), spool_screens.rows(found))


@helping.command(
    "retry",
    params=[
        *_options(),
        helping.option("--unanswered", key="unanswered", is_flag=True),
        helping.option("--wait", key="wait", metavar="SECONDS", type=click.FloatRange(0, 3600), default=RETRY_SECONDS),
    ],
)
def retried(*, path: Path | None, name: str | None, as_json: bool, unanswered: bool, wait: float) -> int:
    sent, left, cause = asyncio.run(_retry(clients.profile(path), name, unanswered=unanswered, wait=wait))
    if as_json:
        output.as_json({"sent": sent, "waiting": left, "cause": cause.code if cause else None})
        return KEPT if left else DONE
    output.remark(wording.say("spool-retried", sent=sent, waiting=left))
    if cause is not None:
        output.remark(cause.sentence(wording.language()))
    return KEPT if left else DONE


async def _retry(
    profile: "ClientProfile", name: str | None, *, unanswered: bool, wait: float
) -> tuple[int, int, Finding | None]:
    """How many were sent, how many still wait, and why. It needs no directory: what is kept is sealed and signed already."""
    from habarshy.client import SPOOL, Outbox
    from producers import diagnosis
    from schemas.directory.directory import Directory

    async with Outbox(profile, directory=lambda: Directory(()), spool=name or SPOOL) as outbox:
        if unanswered:
            await outbox.send_unanswered()
        before = await outbox.waiting()
        unreached = await diagnosis.of_connection(profile) if before else None
        if unreached is not None:
            return 0, len(before), unreached
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


command.answered_by(helping.command("spool", params=_options_of_list())(_list))
for _below in (helping.command("list", params=_options_of_list())(_list), shown, retried):
    command.add_command(_below)


def _folder(profile: "ClientProfile", name: str | None) -> Path:
    from habarshy.client import SPOOL

    return profile.home / (name or SPOOL)
