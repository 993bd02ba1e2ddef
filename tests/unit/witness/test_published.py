"""A head is believed by the bus's key, and by nothing else."""

from collections.abc import Callable
from dataclasses import replace
from typing import Final

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from consumers.witness import published
from consumers.witness.published import Lying
from producers.evidence import checkpoints
from producers.evidence.checkpoints import Log
from schemas.codec import canonical
from schemas.codec.record import Record
from schemas.directory.bus_keys import BusKeys
from schemas.errors.tree import EvidenceError
from services.evidence.notes import Head
from services.keys.signing import Signer
from tests.unit.evidence.rig import SIGNER
from tests.unit.ledger.batches import AT, NETWORK
from tests.unit.witness.heard import DAY, KEY, KEYS, lying

LEAF: Final = bytes(32)
OTHER: Final = Signer(SIGNER.key_id, Ed25519PrivateKey.generate())


def made(log: Log, *, origin: str | None = None) -> Record:
    head = Head(origin or log.origin, 1, LEAF)
    return checkpoints.as_record(checkpoints.made(log, head, [LEAF], at=AT), [LEAF])


GOOD: Final = lying([made(Log(NETWORK, 1, SIGNER))])[0]


def test_a_head_of_the_bus_is_believed() -> None:
    one = published.read(GOOD, KEYS, NETWORK)
    assert (one.head, one.leaves, one.before) == (Head("habarshy/sandbox/evidence/1", 1, LEAF), (LEAF,), 0)


def _changed(at: int) -> Lying:
    assert GOOD.value is not None
    return replace(GOOD, value=GOOD.value[:at] + bytes([GOOD.value[at] ^ 1]) + GOOD.value[at + 1 :])


@pytest.mark.parametrize(
    "one",
    [
        replace(GOOD, value=None),
        replace(GOOD, headers=()),
        replace(GOOD, key=b"court"),
        replace(GOOD, appended_at=AT + 2 * DAY),
        lying([made(Log(NETWORK, 1, OTHER))])[0],
        lying([made(Log("national", 1, SIGNER))])[0],
        lying([made(Log(NETWORK, 1, SIGNER), origin="habarshy/sandbox/evidence/2")])[0],
    ],
    ids=["nothing", "unsigned", "another key", "after its time", "a stranger's", "another network's", "another log's"],
)
def test_nothing_else_is(one: Lying) -> None:
    with pytest.raises(EvidenceError, match="HB-8705: The record at offset 0 of the topic evidence is no head"):
        published.read(one, KEYS, NETWORK)


def test_no_byte_of_it_can_be_changed() -> None:
    assert GOOD.value is not None
    for at in range(len(GOOD.value)):
        with pytest.raises(EvidenceError, match="HB-8705"):
            published.read(_changed(at), KEYS, NETWORK)


def test_a_head_whose_own_signature_is_not_the_bus_is_not_believed() -> None:
    """The record is signed: but the head stands alone in a note, and would prove nothing there."""
    log = Log(NETWORK, 1, SIGNER)
    kept = checkpoints.made(log, Head(log.origin, 1, LEAF), [LEAF], at=AT)
    line = canonical.encode(checkpoints.read(kept).model_copy(update={"signature": OTHER.sign(b"another")}))
    signed = SIGNER.record(network=NETWORK, topic="evidence", envelope_line=line)
    one = checkpoints.as_record(replace(kept, line=line, signature=signed.signature), [LEAF])
    with pytest.raises(EvidenceError, match="HB-8705"):
        published.read(lying([one])[0], KEYS, NETWORK)


@pytest.mark.parametrize(
    "of",
    [
        lambda: None,
        lambda: BusKeys(keys=(KEY.model_copy(update={"id": "bus/checkpoint-2026-02"}),)),
        lambda: BusKeys(keys=(KEY.model_copy(update={"revoked_at": AT}),)),
    ],
)
def test_a_key_that_the_reference_log_does_not_name_is_not_believed(of: Callable[[], BusKeys | None]) -> None:
    with pytest.raises(EvidenceError, match="HB-8705"):
        published.read(GOOD, of(), NETWORK)
