"""HPKE of RFC 9180 in base mode for one message, with X25519, HKDF-SHA256 and ChaCha20-Poly1305."""

import hashlib
import hmac
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from tests.independent.errors import RefusedError

_KEM = b"KEM" + bytes.fromhex("0020")
_HPKE = b"HPKE" + bytes.fromhex("002000010003")
_VERSION = b"HPKE-v1"


@dataclass(frozen=True)
class Wrapped:
    """What comes out of wrapping: the ephemeral public key and the ciphertext."""

    encapsulated: bytes
    ciphertext: bytes


def wrap(reader_public: bytes, plaintext: bytes, *, info: bytes, ephemeral: bytes, associated: bytes = b"") -> Wrapped:
    """Return `plaintext` wrapped for a reader; `ephemeral` is a private key never used before."""
    own = X25519PrivateKey.from_private_bytes(ephemeral)
    encapsulated = own.public_key().public_bytes_raw()
    agreed = _exchange(own, reader_public)
    key, nonce = _schedule(agreed, encapsulated + reader_public, info=info)
    return Wrapped(encapsulated, ChaCha20Poly1305(key).encrypt(nonce, plaintext, associated))


def unwrap(reader_private: bytes, wrapped: Wrapped, *, info: bytes, associated: bytes = b"") -> bytes:
    """Return what was wrapped for the reader whose private key this is."""
    own = X25519PrivateKey.from_private_bytes(reader_private)
    agreed = _exchange(own, wrapped.encapsulated)
    key, nonce = _schedule(agreed, wrapped.encapsulated + own.public_key().public_bytes_raw(), info=info)
    try:
        return ChaCha20Poly1305(key).decrypt(nonce, wrapped.ciphertext, associated)
    except InvalidTag as error:
        raise RefusedError("the wrap does not open") from error


def _exchange(private: X25519PrivateKey, public: bytes) -> bytes:
    try:
        agreed = private.exchange(X25519PublicKey.from_public_bytes(public))
    except ValueError as error:
        raise RefusedError("not a key of X25519") from error
    if agreed == bytes(32):
        raise RefusedError("the agreed secret is zero")
    return agreed


def _schedule(agreed: bytes, both_publics: bytes, *, info: bytes) -> tuple[bytes, bytes]:
    prk = _extract(_KEM, b"", label=b"eae_prk", ikm=agreed)
    shared = _expand(_KEM, prk, label=b"shared_secret", info=both_publics, length=32)
    context = b"\x00"
    context += _extract(_HPKE, b"", label=b"psk_id_hash", ikm=b"")
    context += _extract(_HPKE, b"", label=b"info_hash", ikm=info)
    secret = _extract(_HPKE, shared, label=b"secret", ikm=b"")
    key = _expand(_HPKE, secret, label=b"key", info=context, length=32)
    return key, _expand(_HPKE, secret, label=b"base_nonce", info=context, length=12)


def _extract(suite: bytes, salt: bytes, *, label: bytes, ikm: bytes) -> bytes:
    return hmac.digest(salt or bytes(32), _VERSION + suite + label + ikm, hashlib.sha256)


def _expand(suite: bytes, prk: bytes, *, label: bytes, info: bytes, length: int) -> bytes:
    text = length.to_bytes(2, "big") + _VERSION + suite + label + info
    found, block, number = b"", b"", 1
    while len(found) < length:
        block = hmac.digest(prk, block + text + bytes([number]), hashlib.sha256)
        found += block
        number += 1
    return found[:length]
