"""What is decided is numbered, signed and published; no crash, and no second sequencer, makes the log fork or skip."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from producers.evidence import checkpoints
from producers.evidence import sequencer as sequencing
from producers.evidence.sequencer import Sequencer
from schemas import topics
from schemas.codec import record
from schemas.codec.record import Record
from schemas.errors.tree import EvidenceError
from schemas.messages import registry
from schemas.messages.bus import Checkpoint
from schemas.messages.other_bodies import Leaves
from services.evidence import notes
from services.evidence.notes import Head
from services.keys import signing
from services.ledger.entries import Leaf
from tests.unit.evidence import oracle
from tests.unit.evidence.rig import SIGNER, BrokenOffError, Rig, Steps, Wire
from tests.unit.ledger.batches import NETWORK

ORIGIN = "habarshy/sandbox/evidence/1"


def said(one: Record) -> Checkpoint:
    assert isinstance(one.envelope, Checkpoint)
    return one.envelope


def leaves_of(one: Record) -> list[bytes]:
    body = registry.read_body_line(one.envelope, one.body_line)
    assert isinstance(body, Leaves)
    return [bytes.fromhex(leaf) for leaf in body.leaves]


def believed(rig: Rig, written: Sequence[Record]) -> list[int]:
    """The sizes, where each record holds by itself and follows the one before it."""
    leaves: list[bytes] = []
    sizes = []
    for one in written:
        assert record.decode(key=one.key, value=one.value, headers=one.headers) == one
        text = signing.signed_text(network=NETWORK, topic=topics.EVIDENCE.name, envelope_line=one.envelope_line)
        assert signing.verifies(one.signature.signature, text, public=SIGNER.public)
        leaves += leaves_of(one)
        head = Head(ORIGIN, len(leaves), oracle.root(leaves))
        assert (said(one).origin, said(one).tree_size, said(one).root) == (head.origin, head.size, head.root.hex())
        assert notes.is_signed(head, said(one).signature, public=SIGNER.public)
        sizes.append(head.size)
    assert leaves == rig.leaves(0, len(leaves))
    return sizes


async def test_what_was_decided_is_under_a_signed_head() -> None:
    rig = Rig()
    sequencer = rig.sequencer()
    for records in (3, 1, 4):
        await rig.record(records)
        await rig.work(sequencer)
    await rig.work(sequencer)
    assert believed(rig, rig.wire.records) == [3, 4, 8]
    assert await rig.kept.unpublished(9) == []


async def test_a_backlog_is_parted_into_records_that_the_wire_takes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sequencing, "MOST", 5)
    rig = Rig()
    await rig.record(12)
    await rig.work(rig.sequencer())
    assert believed(rig, rig.wire.records) == [5, 10, 12]


async def test_whatever_breaks_off_nothing_forks_and_nothing_is_left_out() -> None:
    """At each step in turn one process ends; another, which knows nothing of it, goes on."""
    broken_off = 0
    for number in range(200):
        rig, steps = Rig(), Steps()
        first = rig.sequencer(steps)
        await rig.record(2)
        await rig.work(first, steps)
        await rig.record(3)
        steps.left = number
        is_whole = False
        try:
            await rig.work(first, steps)
            is_whole = True
        except BrokenOffError:
            broken_off += 1
            kept = {one.line for one in rig.ledger.store.checkpoints}
            assert {one.envelope_line for one in rig.wire.records} <= kept
        await rig.record(1)
        await rig.work(rig.sequencer())
        written = list({one.value: one for one in rig.wire.records}.values())
        assert believed(rig, written)[-1] == 6
        if is_whole:
            break
    assert (broken_off == number, broken_off > 15) == (True, True)


async def test_two_side_by_side_sign_one_log() -> None:
    """Between any two steps of the one the other does all of its work."""
    happened = 0
    for number in range(40):
        rig, steps = Rig(), Steps()
        one, other = rig.sequencer(steps), rig.sequencer()

        async def all_of_it(rig: Rig = rig, other: Sequencer = other) -> None:
            await rig.record(1)
            await rig.work(other)

        await rig.record(2)
        await rig.work(one, steps)
        await rig.record(3)
        steps.left, steps.meanwhile = number, all_of_it
        await rig.work(one, steps)
        happened += steps.left < 0
        await rig.record(1)
        await rig.work(one, steps)
        written = list({one.value: one for one in rig.wire.records}.values())
        assert believed(rig, written)[-1] == rig.numbers
    assert happened > 15


async def test_a_head_is_published_again_as_the_same_bytes() -> None:
    rig = Rig()
    await rig.record(3)
    sequencer = rig.sequencer()
    await sequencer.advance()
    rig.wire.failure = TimeoutError()
    with pytest.raises(TimeoutError):
        await sequencer.publish(rig.wire)
    rig.wire.failure = None
    lost = Wire()
    for one in await rig.kept.unpublished(9):
        await lost.write(checkpoints.as_record(one, rig.leaves(one.before, one.size)))
    await rig.work(rig.sequencer())
    assert [(one.value, one.headers) for one in rig.wire.records] == [(one.value, one.headers) for one in lost.records]


@pytest.mark.parametrize("known", [True, False])
async def test_nothing_is_signed_that_would_not_extend_what_was_signed(known: bool) -> None:  # noqa: FBT001 - a case of the table
    rig = Rig()
    sequencer = rig.sequencer()
    await rig.record(3)
    await rig.work(sequencer)
    rig.ledger.store.leaves[1] = Leaf(b"{}", "ab" * 32)
    await rig.record(1)
    if known:
        # It has the edge in memory, and reads no old leaf again: the audit and the witnesses find this one.
        await rig.work(sequencer)
        assert len(rig.wire.records) == 2
        return
    with pytest.raises(EvidenceError) as raised:
        await rig.sequencer().advance()
    assert raised.value.findings[0].sentence("en").startswith("HB-8702: The hashes that the ledger keeps do not give")
    assert len(rig.ledger.store.checkpoints) == 1


async def test_leaves_that_were_changed_after_they_were_signed_are_not_published() -> None:
    rig = Rig()
    await rig.record(3)
    sequencer = rig.sequencer()
    await sequencer.advance()
    rig.ledger.store.leaves[1] = replace(rig.ledger.store.leaves[1], hash="ab" * 32)
    with pytest.raises(EvidenceError) as raised:
        await sequencer.publish(rig.wire)
    assert raised.value.findings[0].sentence("en").startswith("HB-8701: The entries of the evidence from 0 on are not")
    assert rig.wire.records == []
