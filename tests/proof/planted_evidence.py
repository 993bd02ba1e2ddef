"""Bugs of the evidence, as rows: what is signed or seen too early, twice or not at all, and what nobody compares."""

from typing import Final

_SEQUENCER: Final = "producers/evidence/sequencer.py"
_WITNESS: Final = "consumers/witness/witness.py"
_AUDIT: Final = "consumers/witness/auditing.py"
_SEQUENCING: Final = "tests/unit/evidence/test_sequencer.py"
_WITNESSING: Final = "tests/unit/witness/test_witness.py"
_AUDITING: Final = "tests/unit/witness/test_auditing.py"

ROWS: Final[tuple[tuple[str, str, str, str, str], ...]] = (
    (
        "a head of the evidence counts as published before the wire has it",
        _SEQUENCER,
        "            await wire.write(checkpoints.as_record(one, new))\n            await self.kept.publish(one.size)\n",
        "            await self.kept.publish(one.size)\n            await wire.write(checkpoints.as_record(one, new))\n",
        _SEQUENCING,
    ),
    (
        "a sequencer signs on over hashes that do not give what was signed",
        _SEQUENCER,
        "if edge.root.hex() != checkpoints.read(last).root:",
        "if edge.size != last.size:",
        _SEQUENCING,
    ),
    (
        "two heads of the evidence may follow the same one",
        "services/ledger/checkpoints_in_memory.py",
        "if any(one.before == checkpoint.before or one.size == checkpoint.size for one in self.store.checkpoints):",
        "if checkpoint in self.store.checkpoints:",
        "tests/unit/ledger/test_checkpoints.py",
    ),
    (
        "leaves that were changed after they were signed are published",
        "producers/evidence/checkpoints.py",
        "if record.digest(body) != said.body_digest:",
        "if not said.body_digest:",
        _SEQUENCING,
    ),
    (
        "of a proof of consistency the old root is not looked at",
        "services/evidence/proofs.py",
        "return not last and (before, after) == (old_root, new_root)",
        "return not last and after == new_root",
        "tests/unit/evidence/test_proofs.py",
    ),
    (
        "a witness does not look whether what it has seen gives the root of the head",
        _WITNESS,
        "if grown.root != one.head.root:",
        "if grown.size != one.head.size:",
        _WITNESSING,
    ),
    (
        "a witness takes another head of a size that it has seen",
        _WITNESS,
        "if self.memory.line_at(one.head.size) != one.line:",
        "if self.memory.line_at(one.head.size) is None:",
        _WITNESSING,
    ),
    (
        "a witness begins anew where the topic has lost its end",
        _WITNESS,
        "        if end < known:\n",
        "        if end < 0:\n",
        _WITNESSING,
    ),
    (
        "a witness follows whatever log is shown to it",
        _WITNESS,
        "if one.head.origin != (seen.origin or one.head.origin):",
        "if not one.head.origin:",
        _WITNESSING,
    ),
    (
        "of a head the signature that stands in its note is not looked at",
        "consumers/witness/published.py",
        "return of_record and notes.is_signed(head_of(said), said.signature, public=public)",
        "return of_record",
        "tests/unit/witness/test_published.py",
    ),
    (
        "the audit believes the leaves that the ledger has",
        _AUDIT,
        "if leaf != one.leaves[number - one.before]:",
        "if not leaf:",
        _AUDITING,
    ),
    (
        "the audit does not look at the hashes of subtrees",
        _AUDIT,
        "        for tile in tiles:\n            await self._compare_tile(tile)\n",
        "        assert tiles is not None\n",
        _AUDITING,
    ),
)
