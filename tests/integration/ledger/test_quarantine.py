"""The quarantine of the ledger in PostgreSQL keeps the contract; what is replayed or erased leaves a ledger that is whole."""

import asyncio
from collections.abc import AsyncIterator

import psycopg
import pytest

from services.ledger import checking, quarantine_in_postgres, verifying
from services.ledger.postgres import PostgresLedger
from services.ledger.quarantine import NotQuarantined, Replayed
from services.ledger.quarantine_in_postgres import PostgresQuarantine
from tests.unit.ledger.batches import COURT, NETWORK, OCCASION, Intake, deliver, named, said, waits
from tests.unit.ledger.contract_of_erasing import ErasingContract, refused
from tests.unit.ledger.contract_of_quarantine import (
    FIRST,
    QuarantineContract,
    Word,
    again,
    failed,
    replace_offset,
)


@pytest.fixture
async def quarantine(address: str) -> AsyncIterator[PostgresQuarantine]:
    async with quarantine_in_postgres.opened(address, NETWORK) as quarantine:
        yield quarantine


class TestQuarantine(QuarantineContract): ...


class TestErasing(ErasingContract): ...


async def whole(address: str) -> None:
    assert await checking.check(address) == []
    assert (await verifying.verify(address)).bad is None


async def test_a_ledger_is_whole_after_it(address: str, ledger: PostgresLedger, quarantine: PostgresQuarantine) -> None:
    intake = Intake(ledger)
    await intake.record(said(2, sender=COURT, regards=named(1)))
    nameless = failed(said(3, COURT, occasion=OCCASION, name=None))
    repeated = failed(said(4, COURT, name=None))
    await intake.record(failed(said(1, COURT, occasion=OCCASION)), nameless, repeated, said(4, COURT))
    for offset, one in enumerate((said(1, COURT, occasion=OCCASION), said(3, COURT), said(4, COURT))):
        place = replace_offset(FIRST, offset)
        await quarantine.replay(place, await again(quarantine, one, place), Word())
    await whole(address)
    await deliver(ledger)
    await quarantine.erase(named(1), Word(2))

    await whole(address)
    verified = await verifying.verify(address)
    assert (verified.records, verified.erased) == (4, 1)


async def test_of_two_who_replay_at_once_one_does_it(
    address: str, ledger: PostgresLedger, quarantine: PostgresQuarantine
) -> None:
    await Intake(ledger).record(failed(said(1, COURT, occasion=OCCASION, name=None)))
    good = said(1, COURT, occasion=OCCASION)
    async with quarantine_in_postgres.opened(address, NETWORK) as beside:
        outcomes = await asyncio.gather(
            *[
                one.replay(FIRST, await again(one, good), Word(number))
                for number, one in enumerate((quarantine, beside))
            ]
        )
    assert set(outcomes) == {Replayed(FIRST, "ROUTED"), NotQuarantined(FIRST, "ROUTED")}
    await whole(address)


async def test_what_is_about_it_comes_at_the_same_time_and_never_waits_in_vain(
    address: str, ledger: PostgresLedger, quarantine: PostgresQuarantine
) -> None:
    """Whichever of the two is first, the receipt goes out."""
    intake = Intake(ledger)
    for number in range(10):
        place = replace_offset(FIRST, number)
        await intake.record(failed(said(number, COURT, occasion=OCCASION)))
        deciding = await again(quarantine, said(number, COURT, occasion=OCCASION), place)
        receipt = said(100 + number, sender=COURT, regards=named(number))
        await asyncio.gather(quarantine.replay(place, deciding, Word(number)), intake.record(receipt))
    await whole(address)
    with psycopg.connect(address) as owner:
        assert owner.execute("select count(*) from parked").fetchone() == (0,)


async def test_relays_are_woken(ledger: PostgresLedger, quarantine: PostgresQuarantine) -> None:
    await Intake(ledger).record(failed(said(1, COURT)))
    await waits(ledger)
    await deliver(ledger)
    await ledger.woken(0.01)
    async with asyncio.timeout(20):
        hears = asyncio.create_task(ledger.woken(60))
        await quarantine.replay(FIRST, await again(quarantine, said(1, COURT)), Word())
        await hears


@pytest.mark.parametrize("hold", ["occasion", "message"])
async def test_a_legal_hold_keeps_a_body(
    address: str, ledger: PostgresLedger, quarantine: PostgresQuarantine, hold: str
) -> None:
    await Intake(ledger).record(said(1, COURT, occasion=OCCASION))
    await deliver(ledger)
    columns = {
        "occasion": ("(occasion, file) values (%s, '17')", (OCCASION.occasion,)),
        "message": ("(sender, message_id, file) values (%s, %s, '17')", tuple(named(1))),
    }
    said_of, parameters = columns[hold]
    with psycopg.connect(address, autocommit=True) as owner:
        owner.execute(f"insert into legal_hold {said_of}".encode(), parameters)
        assert await refused(quarantine, named(1), Word()) == "HB-8543"
        owner.execute("update legal_hold set lifted_at = now()")
    await quarantine.erase(named(1), Word())
