"""Sealed bodies: ciphertext, wraps for the readers, and the commitment to the one content key."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hmac import compare_digest

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from tests.independent.canonical import Json, as_list, as_object, read_object, text_of, write_line
from tests.independent.errors import NotForUsError, RefusedError
from tests.independent.hpke import Wrapped, unwrap, wrap
from tests.independent.keys import PrivateKey, owner_of
from tests.independent.primitives import from_base64, lines, sha256_hex, to_base64
from tests.independent.records import Message

SUITE = "x25519-sha256-chacha20poly1305/1"


def _random_key() -> bytes:
    return secrets.token_bytes(32)


@dataclass(frozen=True)
class Reader:
    """An agency that may read a body: its `seal` key, and its role where it is a recipient."""

    key: str
    public: bytes
    role: str = ""
    ephemeral: bytes = field(default_factory=_random_key)

    @property
    def agency(self) -> str:
        """Whose key this is."""
        return owner_of(self.key)


@dataclass(frozen=True)
class Names:
    """What ciphertext and wraps are bound to: the network, the sender, and the id of the message."""

    network: str
    sender: str
    id: str

    def text(self) -> bytes:
        """Return the four lines."""
        return lines(SUITE, self.network, self.sender, self.id)

    def for_body(self) -> bytes:
        """Return the associated data of the ciphertext."""
        return lines("habarshy/1 body", self.text())

    def for_wrap(self, key_id: str) -> bytes:
        """Return the `info` of the wrap for this key."""
        return lines("habarshy/1 wrap", self.text(), key_id)


@dataclass(frozen=True)
class Secret:
    """A content key and a nonce, drawn for one body only."""

    content_key: bytes = field(default_factory=_random_key)
    nonce: bytes = field(default_factory=lambda: secrets.token_bytes(12))


@dataclass(frozen=True)
class Sealed:
    """A body line, and the `seal` that its envelope carries."""

    body_line: bytes
    seal: dict[str, Json]


def commitment_of(content_key: bytes) -> str:
    """Return what commits a seal to its content key."""
    return sha256_hex(lines("habarshy/1 key commitment", content_key))


def seal_body(
    body: Mapping[str, Json], names: Names, *, recipients: Sequence[Reader], sender: Reader, secret: Secret
) -> Sealed:
    """Return `body` sealed for the recipients, in their order, and for the sender itself."""
    ciphertext = ChaCha20Poly1305(secret.content_key).encrypt(secret.nonce, write_line(dict(body)), names.for_body())
    readers = {reader.key: reader for reader in [*recipients, sender]}
    body_line = write_line(
        {
            "ciphertext": to_base64(ciphertext),
            "nonce": to_base64(secret.nonce),
            "wraps": [wrap_for(reader, names, content_key=secret.content_key) for reader in readers.values()],
        }
    )
    named: list[Json] = [{"agency": one.agency, "key": one.key, "role": one.role} for one in recipients]
    seal: dict[str, Json] = {
        "suite": SUITE,
        "body_digest": sha256_hex(body_line),
        "key_commitment": commitment_of(secret.content_key),
        "recipients": named,
    }
    return Sealed(body_line, seal)


def wrap_for(reader: Reader, names: Names, *, content_key: bytes) -> Json:
    """Return the content key wrapped for one reader, as it stands in a body line or a `disclosed_key`."""
    info = names.for_wrap(reader.key)
    made = wrap(reader.public, content_key, info=info, ephemeral=reader.ephemeral)
    return {
        "agency": reader.agency,
        "encapsulated": to_base64(made.encapsulated),
        "key": reader.key,
        "wrapped": to_base64(made.ciphertext),
    }


def open_body(message: Message, own_keys: Sequence[PrivateKey], *, network: str, agency: str) -> dict[str, Json]:
    """Return the body that was sealed for `agency`, whose private keys these are."""
    seal = as_object(message.envelope.get("seal"))
    if text_of(seal, "suite") != SUITE:
        raise RefusedError("a suite that is not known")
    if not compare_digest(text_of(seal, "body_digest"), sha256_hex(message.body_line)):
        raise RefusedError("another body than the announced")
    names = Names(network, text_of(message.envelope, "sender"), text_of(message.envelope, "id"))
    body = read_object(message.body_line)
    content_key = _content_key(body, own_keys, names=names, agency=agency)
    if not compare_digest(commitment_of(content_key), text_of(seal, "key_commitment")):
        raise RefusedError("another content key than the sender committed to")
    return _decrypt(body, content_key, names=names)


def _content_key(body: Mapping[str, Json], own_keys: Sequence[PrivateKey], *, names: Names, agency: str) -> bytes:
    own = {key.id: key for key in own_keys if key.id.startswith(f"{agency}/seal-")}
    for item in as_list(body.get("wraps")):
        found = as_object(item)
        key = own.get(text_of(found, "key"))
        if key is not None:
            encapsulated = from_base64(text_of(found, "encapsulated"), 32)
            wrapped = Wrapped(encapsulated, from_base64(text_of(found, "wrapped"), 48))
            return unwrap(key.private, wrapped, info=names.for_wrap(key.id))
    raise NotForUsError("no wrap is for one of these keys")


def _decrypt(body: Mapping[str, Json], content_key: bytes, *, names: Names) -> dict[str, Json]:
    nonce = from_base64(text_of(body, "nonce"), 12)
    ciphertext = from_base64(text_of(body, "ciphertext"))
    try:
        return read_object(ChaCha20Poly1305(content_key).decrypt(nonce, ciphertext, names.for_body()))
    except InvalidTag as error:
        raise RefusedError("the body does not open") from error
