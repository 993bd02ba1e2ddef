"""An agency, as it stands from an instant on."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from schemas import fields
from schemas.texts import Language, Text
from schemas.values import Value, broken

Mode = Literal["off", "shadow", "binding"]
NATION = "000000000"
"""The territory of the whole country, above every KATO code."""


class AgencyKey(Value):
    """A public key, what it is for, and when it holds."""

    id: fields.KeyId
    purpose: Literal["sign", "seal"]
    public: Annotated[fields.Base64, Field(min_length=44, max_length=44)]
    valid_from: fields.Instant
    valid_until: fields.Instant
    revoked_at: fields.Instant | None = None
    """From this instant on the key proves nothing."""
    suspect_since: fields.Instant | None = None
    """Marks what was signed since; it changes no verdict."""
    proof: fields.SignatureText | None = None
    """That the agency holds the private half: a signing key signs itself, a sealing key is signed by one of the agency's signing keys."""
    proved_by: fields.KeyId | None = None
    vouch: fields.SignatureText | None = None
    """Who knows the agency signs its key: the superior, or the agency itself with the key that went before."""
    vouched_by: fields.KeyId | None = None

    @model_validator(mode="after")
    def _holds_for_some_time(self) -> Self:
        if self.valid_from >= self.valid_until:
            raise broken("HB-2115", earlier="valid_from", later="valid_until")
        return self

    def holds(self, at: fields.Instant) -> bool:
        return self.valid_from <= at < self.valid_until and (self.revoked_at is None or at < self.revoked_at)


class AgencyVersion(Value):
    """What the directory says of an agency from valid_from on, until a later entry says otherwise."""

    id: fields.Agency
    valid_from: fields.Instant
    names: Text
    roles: tuple[fields.Role, ...] = Field(max_length=80)
    territory: fields.Kato
    zone: fields.Zone
    superior: fields.Agency | None = None
    overseer: fields.Agency | None = None
    languages: tuple[Language, ...] = Field(min_length=1, max_length=3)
    keys: tuple[AgencyKey, ...] = Field(default=(), max_length=40)
    mode: Mode = "binding"
    duties: dict[fields.Duty, Mode] = Field(default={}, max_length=200)
    """Duties for which another mode holds than the agency's own."""
    closed: Literal["merged", "renamed", "abolished"] | None = None
    successor: fields.Agency | None = None

    @model_validator(mode="after")
    def _a_closed_agency_names_who_follows(self) -> Self:
        if self.successor is not None and self.closed is None:
            raise broken("HB-4006")
        if self.closed in ("merged", "renamed") and self.successor is None:
            raise broken("HB-4007", closed=self.closed)
        return self

    @model_validator(mode="after")
    def _keys_are_its_own(self) -> Self:
        for key in self.keys:
            owner, _, rest = key.id.partition("/")
            if owner != self.id or not rest.startswith(key.purpose):
                raise broken("HB-4008", key=key.id)
        return self

    def mode_for(self, duty: str) -> Mode:
        return self.duties.get(fields.DutyCode(duty), self.mode)


def parent_territory(territory: str) -> str | None:
    """The territory above: a KATO code is two digits for the region, two for the district, two and three for what lies below."""
    for end in (6, 4, 2, 0):
        if territory[end:].strip("0"):
            return territory[:end].ljust(9, "0")
    return None


def lies_in(territory: str, above: str) -> bool:
    """Whether the one territory is the other or lies in it."""
    current: str | None = territory
    while current is not None:
        if current == above:
            return True
        current = parent_territory(current)
    return False
