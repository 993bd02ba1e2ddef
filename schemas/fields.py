"""The types of fields that messages share. Each has a limit: nothing in the contract is unbounded."""

import re
from datetime import UTC, datetime, timedelta, timezone
from functools import lru_cache
from typing import Annotated, Final, Literal, NewType
from uuid import UUID

from pydantic import AfterValidator, AwareDatetime, Field, StringConstraints, WithJsonSchema

from schemas.values import broken

LEAST_YEAR: Final = 1900
GREATEST_YEAR: Final = 2199
COUNTRY: Final = timezone(timedelta(hours=5))
"""Kazakhstan's civil time since March 2024, for what concerns no single agency."""


def _in_utc(value: datetime) -> datetime:
    # Checked before too: near the ends of Python's calendar the conversion itself would overflow.
    in_utc = value.astimezone(UTC) if LEAST_YEAR <= value.year <= GREATEST_YEAR else value
    if not LEAST_YEAR <= in_utc.year <= GREATEST_YEAR:
        raise broken("HB-2107", least=LEAST_YEAR, greatest=GREATEST_YEAR)
    return in_utc


Instant = Annotated[AwareDatetime, AfterValidator(_in_utc)]
"""A point in time with its zone, kept in UTC to the microsecond."""

# C0 and C1 controls but tab and line feed; bidirectional overrides and other marks that let a text show what it does not say.
_FORBIDDEN = re.compile(
    "[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060\u2066-\u2069\ufeff\ufffe\uffff]"
)


def readable(value: str) -> str:
    if found := _FORBIDDEN.search(value):
        raise broken("HB-2109", point=f"U+{ord(found[0]):04X}", at=found.start())
    return value


Line = Annotated[
    str, StringConstraints(min_length=1, max_length=300, pattern=r"^\S(?:.*\S)?$"), AfterValidator(readable)
]
"""One line of text as a person writes it, without spaces at its ends."""
Paragraphs = Annotated[str, StringConstraints(min_length=1, max_length=20_000, pattern=r"\S"), AfterValidator(readable)]
"""Free text of any number of lines."""

AgencyId = NewType("AgencyId", str)
RoleCode = NewType("RoleCode", str)
FactCode = NewType("FactCode", str)
DutyCode = NewType("DutyCode", str)

_CODE = r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$"
_DOTTED = r"^[a-z]+\.[a-z0-9]+(-[a-z0-9]+)*$"

_LONG_NUMBER = re.compile(r"[0-9]{6}")
_REMEMBERED: Final = 10_000
"""So many names: more than a country has agencies."""


def _without_long_numbers(value: str) -> str:
    """The name of an agency is no place for a personal number, nor for a date of birth."""
    if _has_long_number(value.partition("/")[0]):
        raise broken("HB-2128")
    return value


@lru_cache(_REMEMBERED)
def _has_long_number(name: str) -> bool:
    return _LONG_NUMBER.search(name) is not None


Agency = Annotated[AgencyId, Field(pattern=_CODE, max_length=60), AfterValidator(_without_long_numbers)]
"""The name of an agency on the bus; it is also the end of its topics' names, so no dot stands in it."""
Role = Annotated[RoleCode, Field(pattern=_CODE, max_length=60)]
Fact = Annotated[FactCode, Field(pattern=_DOTTED, max_length=80)]
Duty = Annotated[DutyCode, Field(pattern=_DOTTED, max_length=80)]
Code = Annotated[str, StringConstraints(pattern=_CODE, max_length=60)]
"""A word of some closed vocabulary of the catalogue."""
Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=60)]
"""The name of an instant or an attribute."""

Ref = Annotated[
    str,
    StringConstraints(pattern=r"^[a-z][a-z0-9-]{0,59}/[a-z2-7]{26}$", max_length=87),
    AfterValidator(_without_long_numbers),
]
"""An opaque reference to a person or an occasion: the agency that minted it, and 130 random bits."""
Kato = Annotated[str, StringConstraints(pattern=r"^[0-9]{9}$")]
"""A territory by the classifier of administrative-territorial objects."""
KEY_ID: Final = r"^[a-z][a-z0-9-]{0,59}/(sign|seal|relay|checkpoint|directory)-[0-9]{4}-[0-9]{2}(-[0-9]{1,3})?$"
KeyId = Annotated[str, StringConstraints(pattern=KEY_ID)]
"""Whose key, for what, since which month: `prosecutor-almaty/seal-2026-01`."""
Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
"""A SHA-256 in lower-case hexadecimal."""
BASE64: Final = r"^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$"
Base64 = Annotated[str, StringConstraints(pattern=BASE64, max_length=900_000)]
SignatureText = Annotated[Base64, Field(min_length=88, max_length=88)]
"""An Ed25519 signature, 64 bytes in base64."""
PublicKey = Annotated[Base64, Field(min_length=44, max_length=44)]
"""A public key, 32 bytes in base64."""
Network = Annotated[str, StringConstraints(pattern=_CODE, max_length=40)]
"""The name of a bus: what was signed for a sandbox proves nothing on another."""
Period = Annotated[
    str, StringConstraints(pattern=r"^[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?|-Q[1-4]|-H[12])$")
]
"""A day, month, quarter or half-year: 2024-03-05, 2024-03, 2024-Q1, 2024-H1."""
Version = Annotated[str, StringConstraints(pattern=r"^[1-9][0-9]{0,2}\.(0|[1-9][0-9]{0,2})$")]
"""A schema version: major.minor."""
Pointer = Annotated[str, StringConstraints(max_length=500), AfterValidator(readable)]
"""A JSON pointer to the field that is meant; empty for the whole."""
Count = Annotated[int, Field(ge=0, le=2**53 - 1)]
ErrorCode = Annotated[str, StringConstraints(pattern=r"^HB-[0-9]{4}$")]
Zone = Annotated[str, StringConstraints(pattern=r"^(UTC|[A-Z][A-Za-z]+/[A-Z][A-Za-z_]+)$", max_length=40)]


def _version_of(expected: int) -> AfterValidator:
    def check(value: UUID) -> UUID:
        # The four bits of the version and the two of the form, at once; Python's own way to them takes ten times as long.
        if (value.int >> 76 & 0xF, value.int >> 62 & 0x3) != (expected, 0x2):
            raise broken("HB-2113", expected=expected)
        return value

    return AfterValidator(check)


MintedId = Annotated[UUID, _version_of(7), WithJsonSchema({"type": "string", "format": "uuid"})]
"""The id that an agency mints once, before it first tries to send."""
DerivedId = Annotated[UUID, _version_of(5), WithJsonSchema({"type": "string", "format": "uuid"})]
"""The id of what the bus makes: the same cause gives the same id."""

Disposition = Literal["ROUTED", "DUPLICATE", "REJECTED", "QUARANTINED", "PARKED"]
