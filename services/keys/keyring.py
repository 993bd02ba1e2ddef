"""The private keys of one party, in one file that only their owner may read. They are made here and never leave it."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Annotated, Final, Literal

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from pydantic import Field, TypeAdapter

from schemas import fields
from schemas.codec import canonical
from schemas.errors.tree import Finding, KeysError, RefusedError
from schemas.values import Said
from services import whole_files
from services.keys.encoding import bytes_of, text_of
from services.keys.sealing import Opener
from services.keys.signing import Signer

Purpose = Literal["sign", "seal", "relay", "checkpoint", "directory"]


class _Stored(Said):
    id: fields.KeyId
    private: fields.PublicKey
    """32 bytes in base64, as a public key has them too."""


class _File(Said):
    network: fields.Network
    owner: fields.Agency
    keys: Annotated[tuple[_Stored, ...], Field(max_length=200)]


_FILE: Final = TypeAdapter(_File)


@dataclass(frozen=True, slots=True)
class Keyring:
    """Whose keys, on which network; the newest last. Its words never show a private key."""

    network: str
    owner: str
    signers: Sequence[Signer] = field(default=(), repr=False)
    openers: Sequence[Opener] = field(default=(), repr=False)

    @property
    def _all(self) -> tuple[Signer | Opener, ...]:
        return (*self.signers, *self.openers)

    def signer(self, key_id: str) -> Signer | None:
        return next((signer for signer in self.signers if signer.key_id == key_id), None)

    def newest_signer(self, purpose: Purpose = "sign") -> Signer:
        """The key that signs from now on; KeysError where there is none."""
        found = [signer for signer in self.signers if _purpose(signer.key_id) == purpose]
        if not found:
            raise KeysError(Finding("HB-2603", "", {"owner": self.owner, "purpose": purpose}))
        return found[-1]

    def with_new(self, purpose: Purpose, month: str) -> "Keyring":
        """The keyring with one more key, named by its month (`2026-03`), and by a number where the month has one already."""
        taken = {key.key_id for key in self._all}
        first = f"{self.owner}/{purpose}-{month}"
        names = (first, *(f"{first}-{number}" for number in range(2, 1000)))
        key_id = next(name for name in names if name not in taken)
        if purpose == "seal":
            return replace(self, openers=(*self.openers, Opener(key_id, X25519PrivateKey.generate())))
        return replace(self, signers=(*self.signers, Signer(key_id, Ed25519PrivateKey.generate())))

    def save(self, path: Path) -> None:
        """Written whole or not at all, for the owner's eyes."""
        keys = tuple(_Stored(id=key.key_id, private=text_of(key.private.private_bytes_raw())) for key in self._all)
        written = _File(network=self.network, owner=fields.AgencyId(self.owner), keys=keys)
        whole_files.write(path, canonical.encode(written))


def load(path: Path) -> Keyring:
    """The keyring of a file; KeysError where there is none, or where others may read it."""
    try:
        line, mode = path.read_bytes(), path.stat().st_mode
    except OSError as error:
        raise KeysError(Finding("HB-2604", "", {"path": str(path)})) from error
    if mode & 0o077:
        raise KeysError(Finding("HB-2605", "", {"path": str(path)}))
    try:
        stored = canonical.decode(line, _FILE)
    except RefusedError as error:
        raise KeysError(Finding("HB-2606", "", {"path": str(path)})) from error
    seals = [key for key in stored.keys if _purpose(key.id) == "seal"]
    signs = [key for key in stored.keys if _purpose(key.id) != "seal"]
    return Keyring(
        stored.network,
        stored.owner,
        signers=tuple(Signer(key.id, Ed25519PrivateKey.from_private_bytes(bytes_of(key.private))) for key in signs),
        openers=tuple(Opener(key.id, X25519PrivateKey.from_private_bytes(bytes_of(key.private))) for key in seals),
    )


def _purpose(key_id: str) -> str:
    return key_id.partition("/")[2].partition("-")[0]
