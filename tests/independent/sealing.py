"""Sections 4 and 7 of the page: a body sealed for its readers, and opened by one of them."""

import hmac
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from tests.independent import canonical, hpke
from tests.independent.canonical import Object, RefusedError, from_base64, joined, sha256, to_base64

SUITE = "x25519-sha256-chacha20poly1305/1"

Draw = Callable[[int], bytes]


@dataclass(frozen=True)
class Reader:
    """A key that shall open the body; with a role for a recipient, without one for the sender."""

    agency: str
    key: str
    public: str
    role: str = ""


def names(network: str, sender: str, id_: str) -> bytes:
    return joined(SUITE, network, sender, id_)


def commitment(content_key: bytes) -> str:
    return sha256(joined("habarshy/1 key commitment", content_key))


def wrap_info(about: bytes, key: str) -> bytes:
    return joined("habarshy/1 wrap", about, key)


def body_binding(about: bytes) -> bytes:
    return joined("habarshy/1 body", about)


def wrap(content_key: bytes, reader: Reader, *, about: bytes, draw: Draw) -> Object:
    encapsulated, wrapped = hpke.wrap(
        content_key,
        reader_public=from_base64(reader.public),
        info=wrap_info(about, reader.key),
        ephemeral_private=draw(32),
    )
    return {
        "agency": reader.agency,
        "key": reader.key,
        "encapsulated": to_base64(encapsulated),
        "wrapped": to_base64(wrapped),
    }


def seal(
    body: bytes, *, about: bytes, recipients: Sequence[Reader], sender: Reader, draw: Draw
) -> tuple[bytes, Object]:
    """The body line, and the envelope's `seal`."""
    content_key, nonce = draw(32), draw(12)
    each_key_once = {reader.key: reader for reader in (*recipients, sender)}
    line = canonical.write(
        {
            "ciphertext": to_base64(ChaCha20Poly1305(content_key).encrypt(nonce, body, body_binding(about))),
            "nonce": to_base64(nonce),
            "wraps": [wrap(content_key, reader, about=about, draw=draw) for reader in each_key_once.values()],
        }
    )
    told = [{"agency": reader.agency, "key": reader.key, "role": reader.role} for reader in recipients]
    return line, {
        "suite": SUITE,
        "body_digest": sha256(line),
        "key_commitment": commitment(content_key),
        "recipients": told,
    }


def unseal(body_line: bytes, *, network: str, envelope: Object, privates: Mapping[str, bytes]) -> bytes:
    """The body, given our private keys by their ids."""
    said = envelope["seal"]
    if sha256(body_line) != said["body_digest"] or said["suite"] != SUITE:
        raise RefusedError("another body, or another suite")
    sealed = canonical.read(body_line)
    about = names(network, envelope["sender"], envelope["id"])
    ours = next((one for one in sealed["wraps"] if one["key"] in privates), None)
    if ours is None or not ours["key"].startswith(f"{ours['agency']}/seal-"):
        raise RefusedError("not wrapped for us")
    content_key = hpke.unwrap(
        from_base64(ours["wrapped"]),
        encapsulated=from_base64(ours["encapsulated"]),
        reader_private=privates[ours["key"]],
        info=wrap_info(about, ours["key"]),
    )
    if not hmac.compare_digest(commitment(content_key), said["key_commitment"]):
        raise RefusedError("another key than the one committed to")
    try:
        return ChaCha20Poly1305(content_key).decrypt(
            from_base64(sealed["nonce"]), from_base64(sealed["ciphertext"]), body_binding(about)
        )
    except InvalidTag as error:
        raise RefusedError("the body does not open") from error
