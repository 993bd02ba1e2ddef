"""What the bus answers is written without models, for speed; its bytes are those that the models would give."""

from datetime import timedelta

import pytest

from schemas.codec import canonical
from schemas.errors.tree import Finding
from schemas.evidence import Decided
from schemas.messages import registry
from schemas.messages.parts import MessageRef
from services.admission import answering
from services.admission.answering import Answered, Recording
from services.admission.dispositions import Decision
from services.ledger.entries import Outgoing
from services.ledger.records import Place
from tests.unit.admission import world
from tests.unit.admission.world import INVESTIGATOR, NETWORK, RECEIVED_AT

FINDING = Finding("HB-2410", "/as_role", {"agency": INVESTIGATOR, "role": "prosecutor"})
RECORDINGS = [
    Recording(NETWORK, 1, RECEIVED_AT),
    Recording(NETWORK, 7, RECEIVED_AT + timedelta(microseconds=70)),
]
CLAIMED = MessageRef.model_validate_json(f'{{"sender": "{INVESTIGATOR}", "id": "{world.message_id(3)}"}}')
ANSWERED = [
    Answered(Place("outbox.x", 0, generation, 5), RECEIVED_AT, INVESTIGATOR, "ab" * 32, claimed, occasion)
    for generation in (1, 2)
    for claimed in (None, CLAIMED)
    for occasion in (None, str(world.notice()[0]["occasion"]))
]


@pytest.mark.parametrize("recording", RECORDINGS)
@pytest.mark.parametrize("answered", ANSWERED)
def test_answers_are_read_by_the_contract_as_they_are_written(answered: Answered, recording: Recording) -> None:
    leaf = answering.leaf(answered, Decision("ROUTED"), recording)
    for sent in (
        answering.acceptance(answered, "ROUTED", leaf.hash, recording=recording),
        answering.rejection(answered, FINDING, leaf.hash, recording=recording),
    ):
        # Reading compares the bytes with the canonical form of what they say.
        read = registry.read_envelope(_line(sent))
        assert read.record_key.encode() == sent.key
        assert str(read.id) == sent.name.id


@pytest.mark.parametrize("released", [False, True])
@pytest.mark.parametrize("recording", RECORDINGS)
@pytest.mark.parametrize("answered", ANSWERED)
def test_a_leaf_is_the_canonical_line_of_its_model(answered: Answered, recording: Recording, *, released: bool) -> None:
    for decision in (Decision("ROUTED"), Decision("REJECTED", (FINDING,))):
        content = answering.leaf(answered, decision, recording, released=released).content
        assert canonical.encode(Decided.model_validate_json(content)) == content


def _line(sent: Outgoing) -> bytes:
    return sent.value.removesuffix(b"\n")
