"""One signature of the bus over a batch of records; each record carries its own way to what was signed."""

from collections.abc import Sequence
from typing import Final

from schemas.codec.delivery import BatchProof
from services.keys import merkle, signing
from services.keys.encoding import FORM, lines
from services.keys.signing import Signer

_LENGTH_BYTES: Final = 4


def leaf(parts: Sequence[bytes]) -> bytes:
    """The hash of a record: each part with its length before it, so that no two records give the same bytes."""
    return merkle.leaf_hash(b"".join(len(part).to_bytes(_LENGTH_BYTES, "big") + part for part in parts))


def signed_text(*, network: str, size: int, root: bytes) -> bytes:
    return lines(f"{FORM} batch", network, str(size), root.hex())


def sign(leaves: Sequence[bytes], *, network: str, signer: Signer) -> list[BatchProof]:
    """The proof of each record, in their order, under one signature."""
    tree = merkle.levels(leaves)
    signature = signer.sign(signed_text(network=network, size=len(leaves), root=tree[-1][0]))
    return [
        BatchProof(
            key=signer.key_id,
            size=len(leaves),
            index=index,
            path=tuple(sibling.hex() for sibling in merkle.path(tree, index)),
            signature=signature,
        )
        for index in range(len(leaves))
    ]


def verifies(proof: BatchProof, of: bytes, *, network: str, public: str) -> bool:
    """Whether this record's hash stood in the batch that this key signed."""
    siblings = [bytes.fromhex(sibling) for sibling in proof.path]
    root = merkle.root_of(of, siblings, index=proof.index, size=proof.size)
    if root is None:
        return False
    text = signed_text(network=network, size=proof.size, root=root)
    return signing.verifies(proof.signature, text, public=public)
