"""Each of very many ids is used once: said again it is a duplicate, and another text under it is rejected, whoever has been started anew since. Asked for by `make proof`.

Named so that it is run only where it is named: a hundred thousand take ten minutes. Checking, deciding and the ledger are the real ones; the wire is in memory.
"""

import os
import random
from collections.abc import Callable, Iterator
from functools import cache
from itertools import islice
from typing import Any, Final

import psycopg
import pytest

from consumers.intake.batching import Limits
from consumers.intake.budget import Allowance, Amount
from habarshy.stack.addresses import PostgresAddress
from producers.outbox import minting
from services.ledger import postgres
from services.ledger.records import Arrival
from tests.unit.admission import world
from tests.unit.admission.world import INVESTIGATOR, NETWORK, Wire
from tests.unit.intake.fakes import FakeWire
from tests.unit.intake.rig import OUTBOX, Rig

IDS: Final = int(os.environ.get("HABARSHY_TEST_IDS") or 2_000)
PART: Final = 2_500
"""So many are read by one life of intake."""
_ENDLESS: Final = Amount(10 * IDS, 2**40)
_BECAME: Final = """
select disposition, codes, min(record_offset), max(record_offset), count(*)
from disposition group by 1, 2 order by 3
"""
Telling = Callable[[int], dict[str, Any]]
"""What of an envelope is another one's in the message of this number."""


def own(number: int) -> dict[str, Any]:
    rng = random.Random(number)  # noqa: S311 - the same occasion each time
    return {"id": world.message_id(number), "occasion": minting.reference(INVESTIGATOR, rng.randbytes)}


def other(number: int) -> dict[str, Any]:
    """Another text, as properly signed."""
    return own(number) | {"sent_at": "2026-03-06T04:05:01Z"}


@cache
def sealed() -> tuple[dict[str, Any], bytes]:
    """One body for all: nobody here opens it."""
    return world.notice()


def spoken(wire: Wire, telling: Telling) -> Iterator[Arrival]:
    envelope, body_line = sealed()
    for number in range(IDS):
        yield wire.said(envelope | telling(number), body_line)


async def read(address: str, wire: FakeWire) -> int:
    """By an intake that has just been started, which knows nothing but the ledger."""
    wire.assign(OUTBOX)
    async with postgres.opened(address, NETWORK) as ledger:
        return await Rig(
            wire, ledger, limits=Limits(least_records=1_000), allowance=Allowance(_ENDLESS, _ENDLESS)
        ).settle()


@pytest.fixture
async def address(schema: PostgresAddress) -> str:
    await postgres.migrated(schema.conninfo)
    return schema.conninfo


async def test_whatever_is_said_again_under_one_of_very_many_ids_is_known(address: str) -> None:
    """2,000 ids, or as many as HABARSHY_TEST_IDS says."""
    speaking, wire = Wire(), FakeWire()
    for telling in (own, own, other):
        said = spoken(speaking, telling)
        while part := list(islice(said, PART)):
            wire.put(*part)
            # What was read is dropped, but for the last: with that intake compares where it stands.
            wire.delete(OUTBOX, before=max(0, part[0].place.offset - 1))
            assert await read(address, wire) == len(part)
    with psycopg.connect(address) as asked:
        found = asked.execute(_BECAME).fetchall()
    assert found == [
        ("ROUTED", [], 0, IDS - 1, IDS),
        ("DUPLICATE", [], IDS, 2 * IDS - 1, IDS),
        ("REJECTED", ["HB-2402"], 2 * IDS, 3 * IDS - 1, IDS),
    ]
