"""How a consumer is closed."""

import asyncio
from typing import Final

from aiokafka import AIOKafkaConsumer
from aiokafka.errors import KafkaError

from producers import cut_off

LEAVING_S: Final = 10.0


async def closed(consumer: AIOKafkaConsumer) -> None:
    """Whatever state it is in: the library's own way ends half done where a connection was just lost, by a cancellation of its own."""
    try:
        with cut_off.translated():
            async with asyncio.timeout(LEAVING_S):
                await consumer.stop()
    except (KafkaError, OSError):
        await consumer._client.close()  # noqa: SLF001 - nothing else of it is left open
