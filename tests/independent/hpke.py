"""HPKE out of its parts, as section 4 of the page gives it: base mode, one message."""

import hashlib
import hmac

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from tests.independent.canonical import RefusedError

VERSION = b"HPKE-v1"
KEM = b"KEM" + bytes.fromhex("0020")
HPKE = b"HPKE" + bytes.fromhex("0020 0001 0003")


def _h(key: bytes, text: bytes) -> bytes:
    return hmac.new(key, text, hashlib.sha256).digest()


def _extract(suite: bytes, salt: bytes, *, label: bytes, ikm: bytes) -> bytes:
    return _h(salt or bytes(32), VERSION + suite + label + ikm)


def _expand(suite: bytes, prk: bytes, *, label: bytes, info: bytes, length: int) -> bytes:
    text = length.to_bytes(2, "big") + VERSION + suite + label + info
    made, last, number = b"", b"", 1
    while len(made) < length:
        last = _h(prk, last + text + bytes([number]))
        made, number = made + last, number + 1
    return made[:length]


def public_of(private: bytes) -> bytes:
    return X25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw()


def _shared(private: bytes, public: bytes, *, encapsulated: bytes, reader: bytes) -> bytes:
    try:
        dh = X25519PrivateKey.from_private_bytes(private).exchange(X25519PublicKey.from_public_bytes(public))
    except ValueError as error:
        raise RefusedError("no shared secret comes of these keys") from error
    prk = _extract(KEM, b"", label=b"eae_prk", ikm=dh)
    return _expand(KEM, prk, label=b"shared_secret", info=encapsulated + reader, length=32)


def key_and_nonce(shared: bytes, info: bytes) -> tuple[bytes, bytes]:
    hashed = _extract(HPKE, b"", label=b"info_hash", ikm=info)
    context = b"\x00" + _extract(HPKE, b"", label=b"psk_id_hash", ikm=b"") + hashed
    secret = _extract(HPKE, shared, label=b"secret", ikm=b"")
    key = _expand(HPKE, secret, label=b"key", info=context, length=32)
    return key, _expand(HPKE, secret, label=b"base_nonce", info=context, length=12)


def wrap(
    plaintext: bytes, *, reader_public: bytes, info: bytes, ephemeral_private: bytes, bound: bytes = b""
) -> tuple[bytes, bytes]:
    """What is encapsulated, and what is wrapped."""
    encapsulated = public_of(ephemeral_private)
    shared = _shared(ephemeral_private, reader_public, encapsulated=encapsulated, reader=reader_public)
    key, nonce = key_and_nonce(shared, info)
    return encapsulated, ChaCha20Poly1305(key).encrypt(nonce, plaintext, bound)


def unwrap(wrapped: bytes, *, encapsulated: bytes, reader_private: bytes, info: bytes) -> bytes:
    shared = _shared(reader_private, encapsulated, encapsulated=encapsulated, reader=public_of(reader_private))
    key, nonce = key_and_nonce(shared, info)
    try:
        return ChaCha20Poly1305(key).decrypt(nonce, wrapped, b"")
    except InvalidTag as error:
        raise RefusedError("the wrap does not open") from error
