"""A record in a file: the very bytes, so that whoever holds it can prove what it says."""

from typing import Annotated

from pydantic import Field

from schemas import fields
from schemas.values import Value

Pair = tuple[Annotated[str, Field(max_length=300)], fields.Base64 | None]


class RecordFile(Value):
    """One record as it lay on the wire; bytes are in base64."""

    topic: Annotated[str, Field(min_length=1, max_length=80)]
    partition: Annotated[int, Field(ge=0)] = 0
    offset: fields.Count
    received_at: fields.Instant
    """When the broker appended it to this topic."""
    key: Annotated[str, Field(max_length=1_000)] | None = None
    value: Annotated[str, Field(max_length=1_300_000)] | None = None
    headers: Annotated[tuple[Pair, ...], Field(max_length=50)] = ()
