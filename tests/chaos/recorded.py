"""What became of what an agency wrote, as it is told and as the ledger has it."""

import psycopg

from tests.integration.bus.speaking import Agency, Raw


async def accepted(sender: Agency, *notices: Raw) -> None:
    """Waits until the bus has answered each of them."""
    async with sender.hearing() as told:
        for notice in notices:
            await told.answer(notice)


def dispositions(ledger: str, agency: Agency) -> list[tuple[int, str]]:
    """Of its outbox, offset by offset."""
    asked = "select record_offset, disposition from disposition where topic = %s order by 1"
    with psycopg.connect(ledger) as connection:
        return connection.execute(asked, (f"outbox.{agency.id}",)).fetchall()
