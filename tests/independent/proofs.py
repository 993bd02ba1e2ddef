"""Proofs and vouches: what an agency's new key says of itself, and who stands for it."""

from collections.abc import Mapping

from tests.independent.canonical import Json, without, write_line
from tests.independent.keys import PrivateKey
from tests.independent.primitives import lines, sign

_LATER = frozenset({"vouch", "vouched_by", "revoked_at", "suspect_since"})


def proof_text(key: Mapping[str, Json], *, network: str) -> bytes:
    """Return what the proof of a key signs."""
    return lines("habarshy/1 key", network, write_line(without(key, _LATER | {"proof", "proved_by"})))


def vouch_text(key: Mapping[str, Json], *, network: str) -> bytes:
    """Return what the vouch for a key signs."""
    return lines("habarshy/1 vouch", network, write_line(without(key, _LATER)))


def prove(key: Mapping[str, Json], *, network: str, signer: PrivateKey) -> dict[str, Json]:
    """Return the key's object with its proof, by itself or by another `sign` key of its agency."""
    proved = dict(key)
    if signer.id != key["id"]:
        proved["proved_by"] = signer.id
    proved["proof"] = sign(signer.private, proof_text(key, network=network))
    return proved


def vouch(key: Mapping[str, Json], *, network: str, signer: PrivateKey) -> dict[str, Json]:
    """Return the proved key's object with the vouch of `signer`."""
    signature = sign(signer.private, vouch_text(key, network=network))
    return {**key, "vouch": signature, "vouched_by": signer.id}
