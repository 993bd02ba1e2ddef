"""The witness: a head is countersigned where it extends all that was seen before it, and is refused, loudly, where it does not."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from consumers.witness.memory import Countersigned, Memory
from consumers.witness.published import Published
from schemas.errors.tree import EvidenceError, Finding
from services.evidence import notes
from services.evidence.frontier import Frontier
from services.keys.signing import Signer


@dataclass(slots=True)
class Witness:
    """Of one agency, with a key and a file of its own."""

    memory: Memory
    signer: Signer
    clock: Callable[[], datetime]

    def begin(self, end: int) -> int:
        """From where it reads on; EvidenceError where the topic ends before that, for it has lost what was seen of it."""
        known = self.memory.seen().next_offset
        if end < known:
            raise EvidenceError(Finding("HB-8711", "", {"end": end, "known": known}))
        return known

    def take(self, one: Published) -> Countersigned | None:
        """None for what was seen before; EvidenceError where it is no continuation of that, and then nothing of it is kept."""
        seen = self.memory.seen()
        if one.head.origin != (seen.origin or one.head.origin):
            raise EvidenceError(Finding("HB-8710", "", {"origin": one.head.origin, "known": seen.origin or ""}))
        if one.head.size <= seen.edge.size:
            if self.memory.line_at(one.head.size) != one.line:
                raise _forked(one)
            self.memory.pass_over(one.offset)
            return None
        edge = _extended(seen.edge, one)
        seconds = notes.second(self.clock())
        countersigned = Countersigned(one, seconds, notes.cosign(one.head, self.signer, at=seconds))
        self.memory.add(countersigned, edge)
        return countersigned

    def note(self, one: Countersigned) -> str:
        """The head with both signatures, as other people's tools read it."""
        head, agency = one.published.head, self.signer.key_id.partition("/")[0]
        return notes.note(
            head,
            notes.line(head.origin, one.published.signature, public=one.published.public),
            notes.line(agency, one.countersignature, public=self.signer.public, at=one.seconds),
        )


def _extended(edge: Frontier, one: Published) -> Frontier:
    """The log as it is with the new leaves, which must give the root that is signed."""
    if one.before != edge.size:
        said = {"size": one.head.size, "before": one.before, "known": edge.size}
        raise EvidenceError(Finding("HB-8708", "", said))
    grown, _ = edge.grown(one.leaves)
    if grown.root != one.head.root:
        raise _forked(one)
    return grown


def _forked(one: Published) -> EvidenceError:
    return EvidenceError(Finding("HB-8707", "", {"size": one.head.size}))
