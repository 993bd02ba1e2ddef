"""Section 6 of the page: an inbox record, with the bus's signature over its batch."""

import hashlib
from collections.abc import Mapping, Sequence

from tests.independent import canonical, records
from tests.independent.canonical import Object, RefusedError, joined
from tests.independent.records import KEY, SIGNATURE, Read, Record, Signer

DELIVERY, BATCH = "habarshy-delivery", "habarshy-batch"
OF_SENDER = (SIGNATURE, KEY, DELIVERY)


def leaf(topic: str, record: Record) -> bytes:
    headers = dict(record.headers)
    parts = [topic.encode(), record.key, record.value, *(headers.get(name, b"") for name in OF_SENDER)]
    content = b"".join(len(part).to_bytes(4, "big") + part for part in parts)
    return hashlib.sha256(b"\x00" + content).digest()


def _node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


def batch_text(network: str, size: int, *, root: bytes) -> bytes:
    return joined("habarshy/1 batch", network, str(size), root.hex())


def root_from(of: bytes, *, index: int, size: int, path: Sequence[bytes]) -> bytes:
    if not 0 <= index < size:
        raise RefusedError("no such place in the batch")
    current, left, i, last = of, list(path), index, size - 1
    while last > 0:
        if i % 2 or i != last:
            if not left:
                raise RefusedError("the path is too short")
            sibling = left.pop(0)
            current = _node(sibling, current) if i % 2 else _node(current, sibling)
        i, last = i // 2, last // 2
    if left:
        raise RefusedError("the path is too long")
    return current


def sign_batch(batch: Sequence[Record], *, network: str, signer: Signer) -> list[Record]:
    """As the bus does: every record with its proof."""
    levels = [[leaf(record.topic, record) for record in batch]]
    while len(levels[-1]) > 1:
        below = levels[-1]
        above = [_node(*below[at : at + 2]) if at + 1 < len(below) else below[at] for at in range(0, len(below), 2)]
        levels.append(above)
    signature = signer.sign(batch_text(network, len(batch), root=levels[-1][0]))
    made = []
    for index, record in enumerate(batch):
        path, at = [], index
        for level in levels[:-1]:
            if at ^ 1 < len(level):
                path.append(level[at ^ 1].hex())
            at //= 2
        proof = {"index": index, "key": signer.key_id, "path": path, "signature": signature, "size": len(batch)}
        headers = [*record.headers, (BATCH, canonical.write(proof))]
        made.append(Record(record.topic, record.key, record.value, headers))
    return made


def read(record: Record, *, network: str, bus: Mapping[str, str], agencies: Mapping[str, str]) -> Read:
    """Given the public keys that hold, by their ids. The bus's own records say so by the absence of a sender's signature."""
    headers = records.texts(record.headers)
    if headers.keys() not in ({BATCH}, {BATCH, *OF_SENDER}):
        raise RefusedError("other headers than the bus's")
    _check_batch(record, canonical.read(headers[BATCH].encode()), network=network, bus=bus)
    if headers.keys() == {BATCH}:
        line, body_line = records.lines(record.value)
        envelope = records.envelope_of(record, line, body_line)
        if envelope["sender"] != "bus":
            raise RefusedError("an agency's message without its signature")
        return Read(envelope, line, body_line, "")
    sent_to = canonical.read(headers[DELIVERY].encode())["record"]["topic"]
    found = records.checked(record, headers, network=network, topic=sent_to, publics=agencies)
    sender = found.envelope["sender"]
    if sent_to not in (f"outbox.{sender}", f"urgent.{sender}") or not found.signed_with.startswith(f"{sender}/sign-"):
        raise RefusedError("not the sender's own topic or key")
    return found


def _check_batch(record: Record, proof: Object, *, network: str, bus: Mapping[str, str]) -> None:
    path = [bytes.fromhex(sibling) for sibling in proof["path"]]
    root = root_from(leaf(record.topic, record), index=proof["index"], size=proof["size"], path=path)
    if not proof["key"].startswith("bus/relay-") or proof["key"] not in bus:
        raise RefusedError("a key that is not the relay's")
    records.check(proof["signature"], batch_text(network, proof["size"], root=root), public=bus[proof["key"]])
