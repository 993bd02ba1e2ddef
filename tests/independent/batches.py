"""A batch of inbox records: leaves, root, paths, and the bus's one signature over them."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from tests.independent.canonical import Json, as_list, number_of, read_object, text_of, write_line
from tests.independent.errors import RefusedError
from tests.independent.keys import RELAY, FindKey, PrivateKey, public_for
from tests.independent.primitives import check_signature, lines, sha256, sign
from tests.independent.records import KEY, SIGNATURE, Record

DELIVERY, BATCH = "habarshy-delivery", "habarshy-batch"


def leaf_of(record: Record) -> bytes:
    """Return the leaf of an inbox record."""
    headers = dict(record.headers)
    parts = [record.topic.encode(), record.key, record.value]
    parts += [headers.get(name, b"") for name in (SIGNATURE, KEY, DELIVERY)]
    content = b"".join(len(part).to_bytes(4, "big") + part for part in parts)
    return sha256(b"\x00" + content)


def root_of(leaf: bytes, *, index: int, size: int, path: Sequence[bytes]) -> bytes:
    """Return the root to which `path` leads from the leaf at `index`."""
    if not 0 <= index < size:
        raise RefusedError("a place outside the batch")
    hashes = iter(path)
    current, last = leaf, size - 1
    try:
        while last > 0:
            if index % 2:
                current = sha256(b"\x01" + next(hashes) + current)
            elif index != last:
                current = sha256(b"\x01" + current + next(hashes))
            index, last = index // 2, last // 2
    except StopIteration as error:
        raise RefusedError("the path is too short") from error
    if next(hashes, None) is not None:
        raise RefusedError("the path is too long")
    return current


def path_of(leaves: Sequence[bytes], index: int) -> tuple[list[bytes], bytes]:
    """Return the path from the leaf at `index`, and the root."""
    path: list[bytes] = []
    level = list(leaves)
    while len(level) > 1:
        sibling = index ^ 1
        if sibling < len(level):
            path.append(level[sibling])
        pairs = [level[place : place + 2] for place in range(0, len(level), 2)]
        level = [sha256(b"\x01" + b"".join(pair)) if len(pair) == 2 else pair[0] for pair in pairs]
        index //= 2
    return path, level[0]


def batch_text(network: str, *, size: int, root: bytes) -> bytes:
    """Return what the bus signs for a batch."""
    return lines("habarshy/1 batch", network, str(size), root.hex())


def sign_batch(records: Sequence[Record], *, network: str, signer: PrivateKey) -> list[Record]:
    """Return inbox records with the bus's signature over all of them."""
    leaves = [leaf_of(record) for record in records]
    signed: list[Record] = []
    for index, record in enumerate(records):
        path, root = path_of(leaves, index)
        batch: dict[str, Json] = {
            "index": index,
            "key": signer.id,
            "path": [item.hex() for item in path],
            "signature": sign(signer.private, batch_text(network, size=len(leaves), root=root)),
            "size": len(leaves),
        }
        headers = (*record.headers, (BATCH, write_line(batch)))
        signed.append(Record(record.topic, record.key, record.value, headers))
    return signed


def check_batch(record: Record, find: FindKey, *, network: str, at: datetime) -> None:
    """Refuse an inbox record that the bus did not sign with a relay's key that holds at `at`."""
    batch = read_object(dict(record.headers)[BATCH])
    if set(batch) != {"index", "key", "path", "signature", "size"}:
        raise RefusedError("the batch has fields that it may not have")
    size = number_of(batch, "size")
    root = root_of(leaf_of(record), index=number_of(batch, "index"), size=size, path=_hashes(batch))
    public = public_for(find, text_of(batch, "key"), owner="bus", purpose=RELAY, at=at)
    check_signature(public, batch_text(network, size=size, root=root), signature=text_of(batch, "signature"))


def _hashes(batch: Mapping[str, Json]) -> list[bytes]:
    found: list[bytes] = []
    for item in as_list(batch.get("path")):
        if not isinstance(item, str) or len(item) != 64 or not set(item) <= set("0123456789abcdef"):
            raise RefusedError("a path's hash is not in hexadecimal")
        found.append(bytes.fromhex(item))
    return found
