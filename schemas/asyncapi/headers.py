"""The headers of a record, by where it lies. They are texts in ASCII; two of them are canonical JSON of their own."""

from typing import Any, Final

from pydantic import TypeAdapter

from schemas import fields
from schemas.codec.delivery import BATCH_HEADER, DELIVERY_HEADER, BatchProof, Delivered
from schemas.codec.record import KEY_HEADER, SIGNATURE_HEADER
from schemas.messages.parts import SealedBody

Schema = dict[str, Any]

SIGNED: Final = "headers.signed"
DELIVERED: Final = "headers.delivered"
FROM_BUS: Final = "headers.from-bus"
MODELS: Final = (Delivered, BatchProof, SealedBody)
"""What headers and body lines hold, as schemas of their own."""


def schemas() -> dict[str, Schema]:
    """The three sets of headers."""
    signature = {
        SIGNATURE_HEADER: _said(fields.SignatureText, "The sender's Ed25519 signature in base64."),
        KEY_HEADER: _said(fields.KeyId, "The id of the key that made the signature."),
    }
    delivery = {DELIVERY_HEADER: _line_of(Delivered, "Where the bus found the message, and when.")}
    batch = {BATCH_HEADER: _line_of(BatchProof, "The bus's signature over a batch, and this record's way to it.")}
    return {
        SIGNED: _closed("The headers of a signed record: these two, each once, and no other.", signature),
        DELIVERED: _closed(
            "The headers of an agency's message in an inbox: the sender's two as they came, and the bus's two.",
            signature | delivery | batch,
        ),
        FROM_BUS: _closed("The header of what the bus itself makes.", batch),
    }


def _closed(description: str, properties: dict[str, Schema]) -> Schema:
    return {
        "type": "object",
        "description": description,
        "properties": properties,
        "required": sorted(properties),
        "additionalProperties": False,
    }


def _said(field: Any, description: str) -> Schema:  # noqa: ANN401 - an annotation, which has no type of its own
    return TypeAdapter[str](field).json_schema() | {"description": description}


def _line_of(model: type, description: str) -> Schema:
    """A header whose text is canonical JSON of a schema that stands among the components."""
    return {
        "type": "string",
        "contentMediaType": "application/json",
        "description": f"{description} Canonical JSON of the schema {model.__name__}.",
        "x-holds": f"#/components/schemas/{model.__name__}",
    }
