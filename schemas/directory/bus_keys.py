"""The bus's own public keys: one purpose each, and those of the operators who administer the ledger. They come into force as an entry of the reference log named `keys`."""

from typing import Annotated, Literal

from pydantic import Field

from schemas import fields
from schemas.values import Said

BusPurpose = Literal["relay", "checkpoint", "directory"]


class BusKey(Said):
    """A public key of the bus, what it signs, and when it holds."""

    id: Annotated[fields.KeyId, Field(pattern=r"^bus/(relay|checkpoint|directory)-")]
    public: fields.PublicKey
    valid_from: fields.Instant
    valid_until: fields.Instant
    revoked_at: fields.Instant | None = None

    @property
    def purpose(self) -> str:
        return self.id.removeprefix("bus/").partition("-")[0]

    def holds(self, at: fields.Instant) -> bool:
        return self.valid_from <= at < self.valid_until and (self.revoked_at is None or at < self.revoked_at)


class OperatorKey(Said):
    """The public key of a person who administers the ledger together with another. Its id begins with a name that is nobody's own."""

    id: Annotated[fields.KeyId, Field(pattern=r"^operator-[a-z0-9-]+/sign-")]
    public: fields.PublicKey
    valid_from: fields.Instant
    valid_until: fields.Instant
    revoked_at: fields.Instant | None = None
    proof: fields.SignatureText | None = None
    """That the operator holds the private half: the key signs itself."""

    @property
    def operator(self) -> str:
        return self.id.partition("/")[0]

    def holds(self, at: fields.Instant) -> bool:
        return self.valid_from <= at < self.valid_until and (self.revoked_at is None or at < self.revoked_at)


class BusKeys(Said):
    """All keys of the bus that ever held; a later entry replaces the list, and takes none away."""

    keys: Annotated[tuple[BusKey, ...], Field(fail_fast=True, min_length=1, max_length=200)]
    operators: Annotated[tuple[OperatorKey, ...], Field(fail_fast=True, max_length=200)] = ()
    """They sign nothing that goes by the wire: whoever only reads the log passes over them."""

    def of(self, key_id: str) -> BusKey | None:
        return next((key for key in self.keys if key.id == key_id), None)

    def operator(self, key_id: str) -> OperatorKey | None:
        return next((key for key in self.operators if key.id == key_id), None)
