"""A reader of intake that is told to stop while it stores stores also what it has read and checked meanwhile."""

import asyncio

from tests.unit.intake.fakes import SlowLedger, moved
from tests.unit.intake.rig import Rig, became, memory, notices, wire_with
from tests.unit.running.test_reading import reader, until


async def test_what_was_checked_while_the_last_batch_was_stored_is_stored_too() -> None:
    ledger = memory()
    slow = SlowLedger(ledger)
    rig = Rig(wire_with(*notices(2)), slow)
    one = reader(rig)
    reading = asyncio.create_task(one.read())
    await slow.asked.wait()
    rig.wire.put(*[moved(notice, number) for number, notice in enumerate(notices(5)) if number >= 2])
    await until(lambda: len(one.intake._next.checked) == 3)

    one.shared.told.set()
    slow.through.set()
    async with asyncio.timeout(20):
        await reading

    assert [offset for offset, _ in became(ledger)] == [0, 1, 2, 3, 4]
