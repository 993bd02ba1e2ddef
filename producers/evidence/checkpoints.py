"""A checkpoint as a record of the topic `evidence`: the head with its signature, and the hashes of the leaves that are new. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from schemas import topics
from schemas.codec import canonical, record
from schemas.codec.record import Record, Signature
from schemas.errors.tree import EvidenceError, Finding
from schemas.messages.bus import Checkpoint
from schemas.messages.other_bodies import Leaves
from services.admission import deriving
from services.evidence import notes
from services.evidence.notes import Head
from services.keys.signing import Signer
from services.ledger.checkpoints import KeptCheckpoint


@dataclass(frozen=True, slots=True)
class Log:
    """Whose evidence it is, under which epoch of the ledger, and who signs its heads."""

    network: str
    epoch: int
    signer: Signer

    @property
    def origin(self) -> str:
        return notes.origin(self.network, self.epoch)


def made(log: Log, head: Head, leaves: Sequence[bytes], *, at: datetime) -> KeptCheckpoint:
    """A new head, with the leaves since the head before it."""
    before = head.size - len(leaves)
    said = Checkpoint(
        id=UUID(deriving.derived("checkpoint", head.origin, str(head.size))),
        type="checkpoint",
        schema_version="1.0",
        sender="bus",
        epoch=log.epoch,
        emitted_at=at,
        origin=head.origin,
        tree_size=head.size,
        root=head.root.hex(),
        signature=notes.sign(head, log.signer),
        body_digest=record.digest(body_line(leaves)),
    )
    line = canonical.encode(said)
    signed = log.signer.record(network=log.network, topic=topics.EVIDENCE.name, envelope_line=line)
    return KeptCheckpoint(head.size, before, line, signed.signature, signed.key)


def body_line(leaves: Sequence[bytes]) -> bytes:
    return canonical.encode(Leaves(leaves=tuple(leaf.hex() for leaf in leaves)))


def as_record(kept: KeptCheckpoint, leaves: Sequence[bytes]) -> Record:
    """The same bytes each time; EvidenceError where the leaves are not those that were signed."""
    said = read(kept)
    body = body_line(leaves)
    if record.digest(body) != said.body_digest:
        raise EvidenceError(Finding("HB-8701", "", {"first": kept.before, "size": kept.size}))
    return Record(said, kept.line, body, Signature(kept.signature, kept.key))


def read(kept: KeptCheckpoint) -> Checkpoint:
    """What was kept was our own word when it was entered."""
    return Checkpoint.model_validate_json(kept.line)
