"""`habarshy ledger migrate`: brings the tables of the ledger forward."""

import os
from typing import TYPE_CHECKING

from habarshy.command import helping, output, wording

if TYPE_CHECKING:
    from collections.abc import Sequence

    from services.ledger.migrating import Migration

command = helping.Group(
    name="ledger",
    params=[helping.language_option()],
    callback=helping.help_without_command,
    invoke_without_command=True,
)


@helping.command(
    "migrate",
    params=[
        helping.option("--ledger", key="ledger", metavar="ADDRESS"),
        helping.option("--json", "as_json", key="json", is_flag=True),
    ],
)
def migrate(*, ledger: str | None, as_json: bool) -> None:
    import asyncio

    from habarshy.running import ledgers

    applied = asyncio.run(_migrated(ledgers.address(ledger, os.environ)))
    if as_json:
        output.as_json({"applied": [migration.name for migration in applied]})
    elif applied:
        output.remark(wording.say("ledger-migrated", names=", ".join(migration.name for migration in applied)))
    else:
        output.remark(wording.say("ledger-up-to-date"))


async def _migrated(address: str) -> "Sequence[Migration]":
    from services.ledger import postgres

    return await postgres.migrated(address)


command.add_command(migrate)
