"""A witness countersigns what has only grown, and refuses, without keeping anything of it, what has not."""

import sqlite3
from base64 import b64decode
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from consumers.witness import memory, published
from consumers.witness.memory import Countersigned, Memory, Seen
from consumers.witness.published import Published
from consumers.witness.witness import Witness
from producers.evidence import checkpoints
from producers.evidence.checkpoints import Log
from schemas.codec.record import Record
from schemas.errors.tree import EvidenceError
from services.evidence import notes
from services.evidence.notes import Head
from services.keys.signing import Signer
from tests.unit.evidence import oracle
from tests.unit.evidence.rig import SIGNER, Rig
from tests.unit.ledger.batches import AT, NETWORK, said
from tests.unit.witness.heard import KEYS, lying, worked

SIGN: Final = Signer("general-prosecutor-office/sign-2026-01", Ed25519PrivateKey.from_private_bytes(bytes(32)))


def read(records: Sequence[Record], *, begin: int = 0) -> list[Published]:
    return [published.read(one, KEYS, NETWORK) for one in lying(records)][begin:]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "state" / "witness.sqlite"


@pytest.fixture
def kept(path: Path) -> Iterator[Memory]:
    with memory.opened(path) as kept:
        yield kept


@pytest.fixture
def witness(kept: Memory) -> Witness:
    return Witness(kept, SIGN, lambda: AT)


def refused(witness: Witness, one: Published) -> str:
    """Why; and nothing of it is kept."""
    before = witness.memory.seen()
    with pytest.raises(EvidenceError) as raised:
        witness.take(one)
    assert witness.memory.seen() == before
    (finding,) = raised.value.findings
    return f"{finding.code} {' '.join(f'{name}={value}' for name, value in finding.particulars.items())}"


async def test_a_log_that_only_grows_is_countersigned_head_by_head(witness: Witness) -> None:
    rig = await worked(3, 1, 4)
    taken = [witness.take(one) for one in read(rig.wire.records)]
    sizes = [one.published.head.size for one in taken if one is not None]
    assert (sizes, witness.begin(end=3)) == ([3, 4, 8], 3)


@pytest.mark.usefixtures("kept")
def test_one_witness_at_a_time_has_the_file_and_nobody_else_may_read_it(path: Path) -> None:
    assert path.stat().st_mode & 0o077 == 0
    with pytest.raises(EvidenceError, match="HB-8709"), memory.opened(path):
        pass


async def test_its_note_holds_both_signatures(witness: Witness) -> None:
    (one,) = read((await worked(3)).wire.records)
    countersigned = witness.take(one)
    assert isinstance(countersigned, Countersigned)
    text, _, lines = witness.note(countersigned).rpartition("\n\n")
    assert f"{text}\n".encode() == one.head.text
    log, agency = (line.split(" ") for line in lines.splitlines())
    assert (log[1], agency[1]) == ("habarshy/sandbox/evidence/1", "general-prosecutor-office")
    seconds = int.from_bytes(b64decode(agency[2])[4:12], "big")
    assert seconds == notes.second(AT)
    assert notes.is_cosigned(one.head, countersigned.countersignature, at=seconds, public=SIGN.public)


async def test_after_a_restart_it_goes_on_where_it_was(path: Path) -> None:
    rig = await worked(3, 1, 4)
    heads = read(rig.wire.records)
    for one in heads:
        with memory.opened(path) as kept:
            witness = Witness(kept, SIGN, lambda: AT)
            assert witness.begin(end=3) == one.offset
            assert witness.take(one) is not None
    with sqlite3.connect(path) as raw:
        leaves = [hashed for (hashed,) in raw.execute("select hash from leaf order by number")]
    assert leaves == rig.leaves(0, 8)


async def test_what_comes_twice_is_seen_once(witness: Witness) -> None:
    rig = await worked(3, 1)
    first, second, again, *_ = read([*rig.wire.records, rig.wire.records[0]])
    assert [witness.take(one) is None for one in (first, second, again)] == [False, False, True]
    assert witness.memory.seen().next_offset == 3


async def test_a_fork_is_refused_where_it_parts(witness: Witness) -> None:
    """An old copy of the ledger went on: another head of the size that was seen, and a larger one that follows."""
    rig, copy = await worked(5, 1), await worked(5)
    await copy.intake.record(said(70, value=b'{"type":"notice"}\nanother'))
    await copy.work(copy.sequencer())
    await copy.record(1)
    await copy.work(copy.sequencer())
    for one in read(rig.wire.records):
        witness.take(one)
    _, other, larger = read(copy.wire.records)
    assert refused(witness, other) == "HB-8707 size=6"
    assert refused(witness, larger) == "HB-8707 size=7"


async def test_a_history_that_was_written_anew_is_refused(witness: Witness) -> None:
    """The bus itself signs it, and its new leaves are right: the root tells that old ones are not."""
    rig = await worked(3)
    witness.take(read(rig.wire.records)[0])
    changed = [oracle.leaf(b"changed"), *rig.leaves(1, 3)]
    new = [oracle.leaf(b"new")]
    log = Log(NETWORK, 1, SIGNER)
    head = Head(log.origin, 4, oracle.root([*changed, *new]))
    one = checkpoints.as_record(checkpoints.made(log, head, new, at=AT), new)
    assert refused(witness, read([one])[0]) == "HB-8707 size=4"


async def test_a_head_that_leaves_entries_out_is_refused(witness: Witness) -> None:
    first, _, third = read((await worked(3, 1, 4)).wire.records)
    witness.take(first)
    assert refused(witness, third) == "HB-8708 size=8 before=4 known=3"


async def test_a_smaller_head_that_was_never_seen_is_refused(witness: Witness) -> None:
    whole, parts = await worked(4), await worked(3, 1)
    for one in read(whole.wire.records):
        witness.take(one)
    assert refused(witness, read(parts.wire.records)[0]) == "HB-8707 size=3"


async def test_another_log_is_refused(witness: Witness) -> None:
    rig = await worked(3)
    witness.take(read(rig.wire.records)[0])
    log, leaf = Log(NETWORK, 2, SIGNER), oracle.leaf(b"first")
    one = checkpoints.as_record(checkpoints.made(log, Head(log.origin, 1, leaf), [leaf], at=AT), [leaf])
    known = "known=habarshy/sandbox/evidence/1"
    assert refused(witness, read([one])[0]) == f"HB-8710 origin=habarshy/sandbox/evidence/2 {known}"


async def test_a_topic_that_has_lost_its_end_is_refused(witness: Witness) -> None:
    for one in read((await worked(3, 1)).wire.records):
        witness.take(one)
    with pytest.raises(
        EvidenceError, match="HB-8711: The topic evidence ends at offset 1; this witness has read it up to 2"
    ):
        witness.begin(end=1)


@pytest.mark.parametrize("change", ["update head set peaks = zeroblob(64)", "update head set root = zeroblob(32)"])
async def test_a_file_that_was_changed_is_not_believed(path: Path, change: str) -> None:
    with memory.opened(path) as kept:
        Witness(kept, SIGN, lambda: AT).take(read((await worked(3)).wire.records)[0])
    with sqlite3.connect(path) as raw:
        raw.execute(change)
    with memory.opened(path) as kept, pytest.raises(EvidenceError, match="HB-8709: The witness's file"):
        kept.seen()


def test_what_is_no_file_of_a_witness_is_said(path: Path) -> None:
    path.parent.mkdir()
    path.write_bytes(b"no database" * 100)
    with pytest.raises(EvidenceError, match="HB-8709"), memory.opened(path):
        pass


async def test_who_has_seen_nothing_begins_at_the_beginning(witness: Witness) -> None:
    assert (witness.memory.seen(), witness.begin(end=9)) == (Seen(), 0)
    late = read((await worked(3, 1)).wire.records, begin=1)[0]
    assert refused(witness, late) == "HB-8708 size=4 before=3 known=0"


async def test_the_witness_agrees_with_the_ledger(witness: Witness) -> None:
    rig: Rig = await worked(300, 1, 300)
    for one in read(rig.wire.records):
        witness.take(one)
    assert witness.memory.seen().edge.root == oracle.root(rig.leaves(0, 601))
