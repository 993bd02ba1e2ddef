"""`habarshy ledger migrate|check|verify|gaps|erase`: its tables brought forward, looked through, computed anew, compared with the wire."""

import os
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from habarshy.command import enrolling, helping, ledger_erase, ledger_gaps, output, wording

if TYPE_CHECKING:
    from collections.abc import Sequence

    from services.ledger.migrating import Migration

WRONG: Final = 1

command = helping.Group(
    name="ledger",
    params=[helping.language_option()],
    callback=helping.help_without_command,
    invoke_without_command=True,
)


def _options() -> "Sequence[click.Parameter]":
    return [
        enrolling.ledger_option(),
        enrolling.json_option(),
    ]


@helping.command(
    "migrate",
    params=[
        *_options(),
        helping.option("--operator", "folder", key="logins-folder", metavar="FOLDER", type=click.Path(path_type=Path)),
    ],
)
def migrate(*, ledger: str | None, folder: Path | None, as_json: bool) -> None:
    import asyncio

    from habarshy.running import ledgers

    applied = asyncio.run(_migrated(ledgers.address(ledger, os.environ), folder))
    if as_json:
        output.as_json({"applied": [migration.name for migration in applied]})
    elif applied:
        output.remark(wording.say("ledger-migrated", names=", ".join(migration.name for migration in applied)))
    else:
        output.remark(wording.say("ledger-up-to-date"))
    if folder is not None and not as_json:
        output.remark(wording.say("ledger-logins", folder=folder))


async def _migrated(address: str, folder: Path | None) -> "Sequence[Migration]":
    from habarshy.enrolment.folders import OperatorFolder
    from habarshy.running import logins
    from services.ledger import postgres

    applied = await postgres.migrated(address)
    if folder is not None:
        await logins.made(address, OperatorFolder(folder))
    return applied


@helping.command("check", params=_options(), words="ledger-check")
def check(*, ledger: str | None, as_json: bool) -> int:
    import asyncio

    from habarshy.running import ledgers
    from services.ledger import checking

    lacks = asyncio.run(checking.check(ledgers.address(ledger, os.environ)))
    if as_json:
        output.as_json({"lacks": [lack._asdict() for lack in lacks]})
    elif lacks:
        headings = [wording.say("ledger-lack"), wording.say("ledger-where")]
        output.table(headings, [(wording.say(f"lack-{lack.kind}"), lack.where) for lack in lacks])
    if not as_json:
        output.remark(wording.say("ledger-lacks" if lacks else "ledger-whole", number=len(lacks)))
    return WRONG if lacks else 0


@helping.command("verify", params=_options(), words="ledger-verify")
def verify(*, ledger: str | None, as_json: bool) -> int:
    import asyncio

    from habarshy.running import ledgers
    from services.ledger import verifying

    verified = asyncio.run(verifying.verify(ledgers.address(ledger, os.environ)))
    bad = verified.bad
    if as_json:
        output.as_json({**verified._asdict(), "bad": bad._asdict() if bad else None})
    elif bad:
        output.remark(wording.say(f"ledger-bad-{bad.kind}", where=bad.where))
    else:
        output.remark(wording.say("ledger-verified", **verified._asdict()))
    return WRONG if bad else 0


for _below in (migrate, check, verify, ledger_gaps.command, ledger_erase.command):
    command.add_command(_below)
