"""The producer's settings, how it parts what it writes, and how it is left."""

import asyncio
from types import SimpleNamespace
from uuid import UUID

from producers.profile import Anchor, ClientProfile
from producers.relay import wire
from producers.relay.packing import Packed
from producers.relay.wire import KafkaProducing, made


def test_what_bears_one_key_stays_in_one_partition_in_its_order() -> None:
    records = [Packed(n, "obligations", str(UUID(int=n % 40)).encode(), b"v", ()) for n in range(400)]

    parted = wire.parted(records, 6)
    assert set(parted) == set(range(6))
    for some in parted.values():
        assert [one.sequence for one in some] == sorted(one.sequence for one in some)
    where = {one.key: partition for partition, some in parted.items() for one in some}
    assert all(where[one.key] == partition for partition, some in parted.items() for one in some)
    # Stably: the same in every process and after every restart.
    assert where[b"00000000-0000-0000-0000-000000000001"] == 3


def test_the_settings_of_the_producer_are_those_that_lose_nothing() -> None:
    profile = ClientProfile(
        network="sandbox",
        agency="bus",
        bootstrap=("localhost:1",),
        security="plaintext",
        trust=(Anchor(id="bus/directory-2026-01", public="A" * 43 + "="),),
    )

    async def settings() -> tuple[object, ...]:
        producer = made(profile)
        said = (producer._sender._acks, producer._txn_manager is not None, producer._compression_type)
        await producer.stop()
        return said

    assert asyncio.run(settings()) == (-1, True, None)


async def test_a_connection_lost_while_the_relay_closes_a_producer_ends_nothing() -> None:
    """The library cancels its futures then; nobody has cancelled the relay."""
    closed: list[str] = []

    async def lost() -> None:
        raise asyncio.CancelledError

    async def close() -> None:
        closed.append("connections")

    producing = KafkaProducing.__new__(KafkaProducing)
    producing._producer = SimpleNamespace(stop=lost, client=SimpleNamespace(close=close))

    await producing.close()
    assert closed == ["connections"]
