"""How a client of the wire is closed, whatever state it is in."""

import asyncio
from typing import Final, Protocol

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer
from aiokafka.errors import KafkaError

from producers import cut_off

CONSUMER_S: Final = 10.0
PRODUCER_S: Final = 2.0
"""Its own stop waits for records that it never gives up; whoever writes has them elsewhere and writes them again."""


class _Stopping(Protocol):
    async def stop(self) -> None: ...


async def consumer(client: AIOKafkaConsumer) -> None:
    if not await _is_stopped(client, CONSUMER_S):
        await client._client.close()  # noqa: SLF001 - the library shows it of a producer alone


async def producer(client: AIOKafkaProducer) -> None:
    if not await _is_stopped(client, PRODUCER_S):
        await client.client.close()


async def _is_stopped(client: _Stopping, seconds: float) -> bool:
    """The library's own way ends half done where a connection was just lost, by a cancellation of its own; then its connections are left."""
    try:
        with cut_off.translated():
            async with asyncio.timeout(seconds):
                await client.stop()
    except (KafkaError, OSError):
        return False
    return True
