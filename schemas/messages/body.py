"""What bodies are made of: persons, places, documents. Only the recipients read any of it."""

import base64
import hashlib
from collections.abc import Iterator
from datetime import date
from typing import Annotated, ClassVar, Final, Self

from pydantic import Field, model_validator

from schemas import fields
from schemas.values import Said, broken

INLINE_LIMIT: Final = 400_000
"""Bytes of all attachments of one message together. In base64, sealed and in base64 again they leave room below the record's limit."""


class Person(Said):
    """A person as the law's papers name one."""

    family_name: fields.Line
    given_name: fields.Line | None = None
    patronymic: fields.Line | None = None
    born_on: date | None = None
    iin: Annotated[str, Field(pattern=r"^[0-9]{12}$")] | None = None
    citizenship: Annotated[str, Field(pattern=r"^[A-Z]{3}$")] | None = None
    address: fields.Line | None = None


class Audience(Said):
    """Those told together, where the law names no single person."""

    description: fields.Line
    number: fields.Count | None = None


class Officer(Said):
    """Who signs for an agency."""

    name: fields.Line
    position: fields.Line | None = None
    contact: fields.Line | None = None


class Organisation(Said):
    """A body, by its name, and by its id where it is on the bus."""

    name: fields.Line
    agency: fields.Agency | None = None


class Place(Said):
    """Where something is or happened."""

    name: fields.Line
    territory: fields.Kato | None = None
    address: fields.Line | None = None


class Protocol(Said):
    """A protocol by its number and the instant at which it was drawn up."""

    number: fields.Line
    drawn_at: fields.Instant


class Attachment(Said):
    """A document: its name, media type, size and SHA-256, and its bytes in base64."""

    name: fields.Line
    media_type: Annotated[str, Field(pattern=r"^[a-z]+/[a-z0-9][a-z0-9.+-]*$", max_length=100)]
    size: Annotated[int, Field(ge=1, le=2**40)]
    sha256: fields.Digest
    content: fields.Base64 | None = None

    @model_validator(mode="after")
    def _its_bytes_are_those_it_names(self) -> Self:
        if self.content is None or self.size > INLINE_LIMIT:
            raise broken("HB-2112", name=self.name, size=self.size, limit=INLINE_LIMIT)
        content = base64.b64decode(self.content)
        if len(content) != self.size or hashlib.sha256(content).hexdigest() != self.sha256:
            raise broken("HB-2111", name=self.name)
        return self

    @classmethod
    def of(cls, name: str, media_type: str, content: bytes) -> Self:
        digest = hashlib.sha256(content).hexdigest()
        return cls(
            name=name,
            media_type=media_type,
            size=len(content),
            sha256=digest,
            content=base64.b64encode(content).decode(),
        )


Attachments = Annotated[tuple[Attachment, ...], Field(fail_fast=True, max_length=50)]
Documents = Annotated[tuple[Attachment, ...], Field(fail_fast=True, min_length=1, max_length=50)]


class Body(Said):
    """What any message may say to its recipients beside what the law makes it say."""

    remarks: fields.Paragraphs | None = None
    attachments: Attachments = ()
    signed_by: Officer | None = None

    @model_validator(mode="after")
    def _attachments_fit(self) -> Self:
        size = sum(attachment.size for attachment in self.every_attachment())
        if size > INLINE_LIMIT:
            raise broken("HB-2119", size=size, limit=INLINE_LIMIT)
        return self

    def every_attachment(self) -> Iterator[Attachment]:
        for name in type(self).model_fields:
            value = getattr(self, name)
            yield from (
                part for part in (value if isinstance(value, tuple) else (value,)) if isinstance(part, Attachment)
            )


class DutyBody(Body):
    """A body that a duty demands. Its own fields are the duty's content items, under the same names."""

    code: ClassVar[fields.DutyCode]
    version: ClassVar[str]

    def __init_subclass__(cls, *, code: str = "", version: str = "1.0") -> None:
        super().__init_subclass__()
        cls.code, cls.version = fields.DutyCode(code), version

    @classmethod
    def content_fields(cls) -> tuple[str, ...]:
        """The fields that hold content items: those that the duty's own model names, also where it makes a common one required."""
        return tuple(name for name in cls.model_fields if name in cls.__annotations__)

    def checklist(self) -> tuple[str, ...]:
        """The content items that this body holds, as the envelope's checklist claims them."""
        return tuple(
            sorted(name.replace("_", "-") for name in self.content_fields() if getattr(self, name) not in (None, ()))
        )

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not any(getattr(self, name) not in (None, ()) for name in type(self).model_fields if name != "signed_by"):
            raise broken("HB-2110")
        return self


class NoticeBody(DutyBody):
    """The body of a notice."""

    person: Person | None = None
    """Whom it concerns, where the law's own content does not name that person already."""
    statement: fields.Paragraphs | None = None


class ServiceRecordBody(DutyBody):
    """The body of a service record: who was told, by whom, what."""

    told: Person | Audience
    told_by: Officer
    person: Person | None = None
    statement: fields.Paragraphs | None = None
    absence: fields.Paragraphs | None = None
    """Why those whom the law names before this person could not be told."""
