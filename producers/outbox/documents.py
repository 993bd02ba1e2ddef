"""A message as a JSON document, `{"envelope": {...}, "body": {...}}`, the form of our examples: what it leaves out, the Outbox says."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

import orjson
from pydantic import TypeAdapter, ValidationError

from producers.outbox.drafting import Draft, To
from producers.outbox.errors import broken
from schemas import fields
from schemas.codec import canonical
from schemas.errors import translation
from schemas.errors.tree import Finding, NotSayableError, RefusedError
from schemas.messages.registry import KINDS
from schemas.values import Value


class _Recipient(Value):
    role: fields.Role
    agency: fields.Agency | None = None
    key: str | None = None
    """Which key an example was sealed for; ours are those that hold now."""


class _Document(Value):
    envelope: dict[str, Any]
    body: dict[str, Any] | None = None
    situation: Any = None
    """An example tells one; nobody is sent it."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a document asks to be sent, and under which id if it names one."""

    draft: Draft
    minted: UUID | None


def read(content: bytes, *, agency: str) -> Asked:
    """The draft of a document; refused with every finding, and where it is another agency's."""
    document = _document(content)
    envelope = document.envelope
    if (sender := envelope.get("sender", agency)) != agency:
        raise broken("HB-8313", "/envelope/sender", said=translation.shown(str(sender)), agency=agency)
    kind = KINDS.get(str(envelope.get("type")))
    # A fact has no body, and no field that an example of one would hold by mistake is passed over.
    seal = envelope.get("seal") if kind is not None and "seal" in kind.envelope.model_fields else None
    to = _typed(_RECIPIENTS, (seal or {}).get("recipients", []), "/envelope/seal/recipients")
    said = {name: value for name, value in envelope.items() if name != "id"}
    named = _typed(_ID, envelope["id"], "/envelope/id") if "id" in envelope else None
    return Asked(Draft(envelope=said, body=document.body, to=tuple(To(r.role, r.agency) for r in to)), named)


def _document(content: bytes) -> _Document:
    canonical.check_depth(content)
    value, problem = canonical.plain(content)
    if problem is not None:
        raise RefusedError(problem)
    if twice := canonical.doubled_key(content):
        raise RefusedError(Finding("HB-1016", "", {"field": twice}))
    if isinstance(value, Mapping) and "envelope" not in value and set(value) - set(_Document.model_fields):
        value = {"envelope": value}  # the fields of an envelope, without the name above them
    document: _Document = _typed(_DOCUMENT, value, "")
    return document


def _typed(adapter: TypeAdapter[Any], value: object, where: str) -> Any:  # noqa: ANN401 - of the adapter's type
    try:
        return adapter.validate_json(orjson.dumps(value))
    except ValidationError as error:
        found = translation.findings(error, value)
        raise NotSayableError(*(replace(f, where=where + f.where) for f in found)) from error


_DOCUMENT = TypeAdapter(_Document)
_RECIPIENTS = TypeAdapter(tuple[_Recipient, ...])
_ID = TypeAdapter(fields.MintedId)
