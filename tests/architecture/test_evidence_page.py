"""The page of the evidence can be believed: what it shows is what our own code makes of it."""

import json
import re
from typing import Any, Final

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from services.evidence import notes, proofs
from services.evidence.frontier import Frontier
from services.evidence.notes import Head
from services.keys import merkle
from services.keys.signing import Signer
from tests.architecture.source import ROOT
from tests.unit.evidence.oracle import Kept

PAGE: Final = ROOT / "docs" / "reference" / "evidence.md"


@pytest.fixture
def shown() -> Any:  # noqa: ANN401 - a document
    (block,) = re.findall(r"```json\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    return json.loads(block)


@pytest.fixture
def leaves(shown: Any) -> list[bytes]:  # noqa: ANN401 - likewise
    made = [merkle.leaf_hash(bytes.fromhex(content)) for content in shown["contents"]]
    assert [leaf.hex() for leaf in made] == shown["leaves"]
    return made


async def test_its_roots_and_proofs_are_ours(shown: Any, leaves: list[bytes]) -> None:  # noqa: ANN401 - likewise
    for size, root in shown["roots"].items():
        assert Frontier().grown(leaves[: int(size)])[0].root.hex() == root
    inclusion, consistency = shown["inclusion"], shown["consistency"]
    path = await proofs.inclusion(Kept.of(leaves), inclusion["index"], size=inclusion["size"])
    assert [sibling.hex() for sibling in path] == inclusion["path"]
    proof = await proofs.consistency(Kept.of(leaves), consistency["old"], new=consistency["new"])
    assert [sibling.hex() for sibling in proof] == consistency["proof"]


def test_its_note_is_ours(shown: Any, leaves: list[bytes]) -> None:  # noqa: ANN401 - likewise
    log, court = (Ed25519PrivateKey.from_private_bytes(bytes(range(first, first + 32))) for first in (0, 32))
    head = Head(notes.origin("sandbox", 1), len(leaves), Frontier().grown(leaves)[0].root)
    signer, witness = Signer("bus/checkpoint-2026-01", log), Signer("court/sign-2026-01", court)
    name, at = shown["witness"]["name"], shown["witness"]["time"]
    signature, cosignature = notes.sign(head, signer), notes.cosign(head, witness, at=at)
    assert (signer.public, witness.public) == (shown["log"]["public"], shown["witness"]["public"])
    assert (signature, cosignature) == (shown["signature"], shown["cosignature"])
    lines = (
        notes.line(head.origin, signature, public=signer.public),
        notes.line(name, cosignature, public=witness.public, at=at),
    )
    assert notes.note(head, *lines) == shown["note"]
