"""Asks the brokers in Kafka's own protocol, for what the administration's client does not speak of or cannot read."""

import asyncio
import contextlib
from collections.abc import Sequence
from typing import Any, Final

from aiokafka.conn import AIOKafkaConnection, create_conn
from aiokafka.errors import KafkaConnectionError
from aiokafka.errors import KafkaError as AiokafkaError
from aiokafka.protocol.api import Request
from confluent_kafka import KafkaError, KafkaException

from habarshy.stack.addresses import KafkaAddress

_CLIENT: Final = "habarshy-topology"


def answers(address: KafkaAddress, requests: Sequence[Request[Any]]) -> list[Any]:
    """The answer to each, in their order, over one connection."""
    return asyncio.run(_answers(address, requests))


def check(code: int, message: str | None) -> None:
    """An error of an answer is raised as the administration's client raises its own."""
    if code:
        raise KafkaException(KafkaError(code, message or ""))


async def _answers(address: KafkaAddress, requests: Sequence[Request[Any]]) -> list[Any]:
    connection = await _connected(address)
    closing = connection._writer  # noqa: SLF001 - the library does not wait until it is closed, and our loop ends right after
    try:
        return [await connection.send(request) for request in requests]
    finally:
        connection.close()
        with contextlib.suppress(OSError):
            await closing.wait_closed()


async def _connected(address: KafkaAddress) -> AIOKafkaConnection:
    """A connection to the first broker that answers; any of them knows what all know, and tells the controller of a change."""
    settings = {**address.aiokafka(), "client_id": _CLIENT}
    brokers = [place.strip().rpartition(":") for place in settings.pop("bootstrap_servers").split(",")]
    failed: Exception | None = None
    for host, _, port in brokers:
        try:
            return await create_conn(host, int(port), **settings)
        except (OSError, AiokafkaError) as error:
            failed = error
    raise failed or KafkaConnectionError(address.bootstrap)
