"""Attempts in Kafka's own protocol: each is one request, and its answer says by an error code whether the broker would have done it.

A client's library is not asked: it would wait, try again, or hold a request back that an attacker would send.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from aiokafka.conn import AIOKafkaConnection, create_conn
from aiokafka.protocol import admin
from aiokafka.protocol.api import Response
from aiokafka.protocol.commit import OffsetCommitRequest, OffsetFetchRequest
from aiokafka.protocol.coordination import FindCoordinatorRequest
from aiokafka.protocol.fetch import FetchRequest
from aiokafka.protocol.group import JoinGroupRequest
from aiokafka.protocol.metadata import MetadataRequest
from aiokafka.protocol.offset import OffsetRequest
from aiokafka.protocol.produce import ProduceRequest
from aiokafka.protocol.transaction import InitProducerIdRequest
from aiokafka.protocol.types import Array, Schema
from aiokafka.record.default_records import DefaultRecordBatchBuilder

from habarshy.stack.addresses import KafkaAddress
from habarshy.topology.client_quotas import AlterClientQuotas
from schemas.topology import Limited
from tests.security import scram_requests

TOPIC: Final = 2
BROKER: Final = 4
LITERAL: Final = 3
ANY: Final = 1
READ: Final = 3
ALLOW: Final = 3
ANOTHER_BROKER: Final = 1
WAIT_MS: Final = 5_000
ANSWER_MS: Final = 30_000
NOT_YET: Final = frozenset({14, 15, 16})
PATIENCE_S: Final = 20
TRY_ONLY: Final = True
"""Whoever may do it is told so, and it is not done."""
NONE: Final = 0
NO_FOLLOWER: Final = 6
"""Whom a broker believes to be another one is told that it has no copy of this topic."""
TOPIC_DENIED: Final = 29
ALREADY_EXISTS: Final = 36
MEMBER_ID_REQUIRED: Final = 79
NO_SUCH_USER: Final = 91


@dataclass(frozen=True)
class Attempt:
    """What is tried, what right it takes, and which answers say that the right was there."""

    needs: str
    request: Callable[[str], Any]
    fine: frozenset[int]


def _attempt(needs: str, request: Callable[[str], Any], *fine: int) -> Attempt:
    return Attempt(needs, request, frozenset(fine or {NONE}))


def _batch() -> bytes:
    builder = DefaultRecordBatchBuilder(2, 0, 0, -1, -1, -1, 1_000)
    builder.append(0, 0, b"key", b"an attempt", [])
    return bytes(builder.build())


class FetchAsBroker(FetchRequest):  # type: ignore[misc] # the library has no types
    """What a broker asks another one for. A client that could say so would need no right to read."""

    def build(self, request_struct_class: type[Any]) -> Any:  # noqa: ANN401 - one of the library's structures
        built = super().build(request_struct_class)
        built.replica_id = ANOTHER_BROKER
        return built


def _strange_right() -> tuple[int, str, int, str, str, int, int]:
    return (TOPIC, "reference", LITERAL, "User:nobody-at-all", "*", READ, ALLOW)


ON_TOPICS: Final[Mapping[str, Attempt]] = {
    "produce": _attempt("write", lambda t: ProduceRequest(None, -1, WAIT_MS, [(t, [(0, _batch())])]), NONE),
    "consume": _attempt("read", lambda t: FetchRequest(0, 0, 1_000, 0, [(t, [(0, 0, 1_000)])]), NONE),
    "consume as a broker": _attempt(
        "cluster-action", lambda t: FetchAsBroker(0, 0, 1_000, 0, [(t, [(0, 0, 1_000)])]), NO_FOLLOWER
    ),
    "ask for the end": _attempt("describe", lambda t: OffsetRequest(-1, 0, [(t, [(0, -1)])])),
    "describe": _attempt("describe", lambda t: MetadataRequest([t], allow_auto_topic_creation=False)),
    "read settings": _attempt("describe-configs", lambda t: admin.DescribeConfigsRequest([(TOPIC, t, None)])),
    "change settings": _attempt(
        "alter-configs", lambda t: admin.AlterConfigsRequest([(TOPIC, t, [("retention.ms", "1000")])], TRY_ONLY)
    ),
    "add partitions": _attempt("alter", lambda t: admin.CreatePartitionsRequest([(t, (99, None))], WAIT_MS, TRY_ONLY)),
    "create": _attempt(
        "create", lambda t: admin.CreateTopicsRequest([(t, 1, 1, [], [])], WAIT_MS, TRY_ONLY), NONE, ALREADY_EXISTS
    ),
    "delete": _attempt("delete", lambda t: admin.DeleteTopicsRequest([t], WAIT_MS)),
    "delete records": _attempt("delete", lambda t: admin.DeleteRecordsRequest([(t, [(0, 0)])], WAIT_MS)),
}  # fmt: skip

ON_GROUPS: Final[Mapping[str, Attempt]] = {
    "join": _attempt(
        "read",
        lambda g: JoinGroupRequest(g, 10_000, 10_000, "", None, "consumer", [("range", b"")]),
        MEMBER_ID_REQUIRED,
    ),
    # Whose group it is decides first; whether the topic may be read is another attempt.
    "commit": _attempt(
        "read", lambda g: OffsetCommitRequest(g, -1, "", -1, [("reference", [(0, 0, "")])]), NONE, TOPIC_DENIED
    ),
    "read offsets": _attempt("describe", lambda g: OffsetFetchRequest(g, [("reference", [0])]), NONE, TOPIC_DENIED),
    "describe": _attempt("describe", lambda g: admin.DescribeGroupsRequest([g])),
    "delete": _attempt("delete", lambda g: admin.DeleteGroupsRequest([g])),
}

ON_CLUSTER: Final[Mapping[str, Attempt]] = {
    "list rights": _attempt("describe", lambda _: admin.DescribeAclsRequest(ANY, None, ANY, None, None, ANY, ANY)),
    "add a right": _attempt("alter", lambda _: admin.CreateAclsRequest(*_strange_right())),
    "remove a right": _attempt("alter", lambda _: admin.DeleteAclsRequest(*_strange_right())),
    "list users": _attempt("describe", lambda _: scram_requests.ListUsers()),
    "remove a user": _attempt("alter", lambda _: scram_requests.RemoveUser("nobody-at-all"), NO_SUCH_USER),
    "list quotas": _attempt("describe-configs", lambda _: admin.DescribeClientQuotasRequest([], strict=False)),
    "change quotas": _attempt(
        "alter-configs", lambda _: AlterClientQuotas({Limited.of("nobody-at-all"): {"producer_byte_rate": None}})
    ),
    "read a broker's settings": _attempt(
        "describe-configs", lambda _: admin.DescribeConfigsRequest([(BROKER, "1", None)])
    ),
    "change a broker's settings": _attempt(
        "alter-configs", lambda _: admin.AlterConfigsRequest([(BROKER, "1", [("log.cleaner.threads", "1")])], TRY_ONLY)
    ),
}  # fmt: skip

TRANSACTIONALLY: Final = _attempt("write", lambda name: InitProducerIdRequest(name, WAIT_MS))
IDEMPOTENTLY: Final = _attempt("write", lambda _: InitProducerIdRequest(None, WAIT_MS))


@contextlib.asynccontextmanager
async def connected(address: KafkaAddress) -> AsyncIterator[AIOKafkaConnection]:
    settings = address.aiokafka()
    host, _, port = settings.pop("bootstrap_servers").rpartition(":")
    connection = await create_conn(host, int(port), **settings, request_timeout_ms=ANSWER_MS)
    closing = connection._writer
    try:
        yield connection
    finally:
        connection.close()
        with contextlib.suppress(OSError):
            await closing.wait_closed()


async def outcome(connection: AIOKafkaConnection, attempt: Attempt, name: str) -> frozenset[int]:
    """The error codes of the answer, once those that coordinate groups and transactions are awake."""
    async with asyncio.timeout(PATIENCE_S):
        while (codes := await _answered(connection, attempt, name)) & NOT_YET:
            pass
    return codes


async def awake(connection: AIOKafkaConnection) -> None:
    """Has the broker make what it needs for groups, which it does for the first who asks after one."""
    await connection.send(FindCoordinatorRequest("main", 0))


async def _answered(connection: AIOKafkaConnection, attempt: Attempt, name: str) -> frozenset[int]:
    response: Response = await connection.send(attempt.request(name))
    codes = frozenset(_codes(response.SCHEMA, [getattr(response, field) for field in response.SCHEMA.names]))
    # An answer as a whole may have no error where a part of it has one.
    return codes - {NONE} or frozenset({NONE})


def _codes(schema: Schema, values: Any) -> Iterator[int]:  # noqa: ANN401 - the answer's fields follow its schema
    for name, field, value in zip(schema.names, schema.fields, values, strict=True):
        if name == "error_code":
            yield value
        elif isinstance(field, Array) and isinstance(field.array_of, Schema):
            for one in value or ():
                yield from _codes(field.array_of, one)
