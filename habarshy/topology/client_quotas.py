"""Reads and sets the brokers' quotas. The administration's client does not speak of them."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from aiokafka.protocol.admin import DescribeClientQuotasRequest
from aiokafka.protocol.api import Request, RequestStruct, Response
from aiokafka.protocol.types import Array, Boolean, Float64, Int16, Int32, Schema, String

from habarshy.stack.addresses import KafkaAddress
from habarshy.topology import protocol
from schemas.topology import Limited, Rates

DEFAULT_NAME: Final = "<default>"
_TEXT: Final = String("utf-8")


class AlterClientQuotasResponse(Response):  # type: ignore[misc] # the library has no types
    """What became of each change."""

    API_KEY = 49
    API_VERSION = 0
    SCHEMA = Schema(
        ("throttle_time_ms", Int32),
        (
            "entries",
            Array(
                ("error_code", Int16),
                ("error_message", _TEXT),
                ("entity", Array(("entity_type", _TEXT), ("entity_name", _TEXT))),
            ),
        ),
    )


class AlterClientQuotasStruct(RequestStruct):  # type: ignore[misc] # the library has no types
    """The changes, as they are sent."""

    API_KEY = 49
    API_VERSION = 0
    RESPONSE_TYPE = AlterClientQuotasResponse
    SCHEMA = Schema(
        (
            "entries",
            Array(
                ("entity", Array(("entity_type", _TEXT), ("entity_name", _TEXT))),
                ("ops", Array(("key", _TEXT), ("value", Float64), ("remove", Boolean))),
            ),
        ),
        ("validate_only", Boolean),
    )


class AlterClientQuotas(Request[AlterClientQuotasStruct]):  # type: ignore[misc] # the library has no types
    """Sets rates; one that is None is taken away."""

    API_KEY = 49

    def __init__(self, changes: Mapping[Limited, Mapping[str, float | None]]) -> None:
        self._entries = [
            (
                [(kind, None if name == DEFAULT_NAME else name) for kind, name in limited.parts],
                [(name, rate or 0.0, rate is None) for name, rate in rates.items()],
            )
            for limited, rates in changes.items()
        ]

    def build(self, request_struct_class: type[AlterClientQuotasStruct]) -> AlterClientQuotasStruct:
        return request_struct_class(self._entries, False)  # noqa: FBT003 - the field is called validate_only


def found(address: KafkaAddress) -> Mapping[Limited, Rates]:
    """Every quota that there is."""
    [answer] = protocol.answers(address, [DescribeClientQuotasRequest([], strict=False)])
    protocol.check(answer.error_code, answer.error_message)
    return MappingProxyType({
        Limited(tuple(sorted((kind, name or DEFAULT_NAME) for kind, name in entity))): MappingProxyType(dict(values))
        for entity, values in answer.entries
    })  # fmt: skip


def change(address: KafkaAddress, changes: Mapping[Limited, Mapping[str, float | None]]) -> None:
    [answer] = protocol.answers(address, [AlterClientQuotas(changes)])
    for code, message, _ in answer.entries:
        protocol.check(code, message)
