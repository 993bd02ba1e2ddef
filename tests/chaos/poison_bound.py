"""How soon poison is rejected, and what lies behind it is recorded: within 2 s each. Asked for by `make proof`, which may be timed.

Named so that it is run only where it is named: it is a measurement, and prints what it found.
"""

import gzip
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Final

import psycopg
import pytest

from tests.integration.bus import poison
from tests.integration.bus.conftest import Pair
from tests.integration.bus.speaking import Agency, Raw, changed

pytestmark = pytest.mark.usefixtures("middle")
BOUND: Final = timedelta(seconds=2)
HOSTILE: Final[Mapping[str, bytes | None]] = {
    "nothing at all": None,
    "no JSON": b"{",
    "no UTF-8": b"\xff\xfe",
    "nesting": b"[" * 100_000,
    "a number as long as a record": b'{"id":' + b"1" * 900_000 + b"}",
    "a bomb": gzip.compress(b"0" * 100_000_000),
}
_TOOK: Final = """
select disposition, recorded_at - received_at from disposition where topic = %s order by record_offset desc limit %s
"""


async def test_poison_is_rejected_and_the_next_record_recorded_within_two_seconds(pair: Pair, ledger: str) -> None:
    investigator, prosecutor = pair
    begun = investigator.notice(prosecutor)
    await investigator.write(begun)
    await slowest_of(investigator, begun, ledger, became=["ROUTED"])
    hostile = {what: Raw(begun.topic, b"k", value, []) for what, value in HOSTILE.items()}
    hostile["a header without a value"] = changed(begun, headers=[("habarshy-signature", None)])
    slowest: dict[str, timedelta] = {}
    for what, raw in hostile.items():
        last = investigator.notice(prosecutor)
        await investigator.write(raw, last)
        slowest[what] = await slowest_of(investigator, last, ledger)
    last = investigator.notice(prosecutor)
    await poison.write(investigator, investigator.notice(prosecutor), last, poisoned=0)
    slowest["a header whose name is no text"] = await slowest_of(investigator, last, ledger)

    print(*(f"{what}: {took.total_seconds():.3f} s" for what, took in slowest.items()), sep="\n")  # noqa: T201 - what it is for
    assert max(slowest.values()) <= BOUND


async def slowest_of(
    sender: Agency, last: Raw, ledger: str, *, became: Sequence[str] = ("ROUTED", "REJECTED")
) -> timedelta:
    """Of the last records, the last first: from the instant that the broker gave to the one that the ledger gave."""
    async with sender.hearing() as told:
        await told.answer(last)
    with psycopg.connect(ledger) as asked:
        found: list[tuple[str, timedelta]] = asked.execute(_TOOK, (f"outbox.{sender.id}", len(became))).fetchall()
    assert [disposition for disposition, _ in found] == list(became)
    return max(took for _, took in found)
