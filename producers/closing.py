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


class _Closing(Protocol):
    async def close(self) -> None: ...


async def consumer(client: AIOKafkaConsumer) -> None:
    await _closed(client, client._client, seconds=CONSUMER_S)  # noqa: SLF001 - the library shows it of a producer alone


async def producer(client: AIOKafkaProducer) -> None:
    await _closed(client, client.client, seconds=PRODUCER_S)


async def _closed(client: _Stopping, connections: _Closing, *, seconds: float) -> None:
    """The library's own way ends half done where a connection was just lost, by a cancellation of its own."""
    try:
        with cut_off.translated():
            async with asyncio.timeout(seconds):
                await client.stop()
    except (KafkaError, OSError):
        await connections.close()
