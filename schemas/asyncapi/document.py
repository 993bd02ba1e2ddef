"""The whole document. The same contract gives the same bytes."""

from typing import Any, Final

import orjson

from schemas import topology
from schemas.asyncapi import messages, operations, titles
from schemas.catalogue.catalogue import Catalogue
from schemas.permissions.model import PermissionTable
from schemas.topics import TOPICS, Topic

Schema = dict[str, Any]

ASYNCAPI: Final = "3.0.0"
_SERVER: Final = "bus"
_ABOUT: Final = """\
The notices that law obliges Kazakhstan's agencies to give each other, as Kafka carries them.

A record's value is two lines: the envelope and the body, each canonical JSON. The schemas here show them as one object with the fields \
`envelope` and `body`; no such object is ever sent. A body that is sealed is shown as it reads once it is open, and so it is in the examples, whose \
`seal` names the digest of the open body and a key that does not exist.

An agency writes `outbox` and `urgent` and reads `inbox`, each its own and no other. What is not listed among the operations is denied."""
_SCRAM: Final = (
    "SASL/SCRAM-SHA-512 over TLS 1.2 or later. The user's name is the principal's, such as `agency.prosecutor-medeu`."
)
_SIGNATURE: Final = (
    "An Ed25519 signature over the network's name, the topic's name and the envelope line, in the header `habarshy-signature`; "
    "what the bus delivers is signed by the batch, in the header `habarshy-batch`."
)
_SEAL: Final = (
    "The body under ChaCha20-Poly1305 with a key of its own, which is wrapped for each recipient and for the sender by "
    "HPKE (RFC 9180, base mode, X25519, HKDF-SHA256, ChaCha20-Poly1305)."
)
_WHOLE_NUMBERS: Final = frozenset({"max.message.bytes", "retention.bytes", "retention.ms"})
_LISTED: Final = frozenset({"cleanup.policy"})
_DESCRIBED_BY_ASYNCAPI: Final = _WHOLE_NUMBERS | _LISTED


def document(catalogue: Catalogue, table: PermissionTable, *, version: str) -> Schema:
    """The document, under the version of the software that made it."""
    contract = messages.contract()
    return {
        "asyncapi": ASYNCAPI,
        "info": {
            "title": "Habarshy",
            "version": version,
            "description": _ABOUT,
            "license": {"name": "Apache-2.0"},
            "x-catalogue": catalogue.version,
            "x-permissions": table.version,
        },
        "defaultContentType": messages.CONTENT_TYPE,
        "servers": {_SERVER: _server()},
        "channels": {topic.name: _channel(topic, table, contract=contract) for topic in TOPICS},
        "operations": operations.components(table),
        "components": {
            "messages": messages.components(contract, catalogue),
            "schemas": messages.schemas(contract),
            "securitySchemes": {
                "scram": {"type": "scramSha512", "description": _SCRAM},
                "signature": {"type": "asymmetricEncryption", "description": _SIGNATURE},
                "seal": {"type": "asymmetricEncryption", "description": _SEAL},
            },
        },
    }


def written(said: Schema) -> bytes:
    return orjson.dumps(said, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def _server() -> Schema:
    return {
        "host": "{bootstrap}",
        "protocol": "kafka-secure",
        "description": "The brokers, by the addresses that the client profile names.",
        "variables": {"bootstrap": {"description": "Host and port of a broker, out of the client profile."}},
        "security": [{"$ref": "#/components/securitySchemes/scram"}],
    }


def _channel(topic: Topic, table: PermissionTable, *, contract: messages.Contract) -> Schema:
    title = titles.of_topic(topic.name)
    agency = {"agency": {"description": "The name of the agency in the directory.", "examples": ["prosecutor-medeu"]}}
    return {
        "address": topic.of("{agency}"),
        "title": title.en,
        "servers": [{"$ref": f"#/servers/{_SERVER}"}],
        "messages": {key: {"$ref": f"#/components/messages/{key}"} for key in messages.carried(topic, contract)},
        "bindings": {"kafka": _layout(topic, table)},
        "x-title": title.model_dump(),
    } | ({"parameters": agency} if topic.per_agency else {})


def _layout(topic: Topic, table: PermissionTable) -> Schema:
    """As a cluster of three brokers has it; AsyncAPI knows names for some settings and not for others."""
    shape = topology.shape(table.settings_of(topic), brokers=topology.FEW_BROKERS)
    return {
        "partitions": shape.partitions,
        "replicas": shape.replicas,
        "topicConfiguration": {
            name: _setting(name, value) for name, value in shape.settings.items() if name in _DESCRIBED_BY_ASYNCAPI
        },
        "bindingVersion": "0.5.0",
    }


def _setting(name: str, value: str) -> int | list[str]:
    return int(value) if name in _WHOLE_NUMBERS else [value]
