"""Whether an intervention is what two operators want, and the evidence of it. Pure."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Final

from schemas.codec import canonical
from schemas.directory.bus_keys import OperatorKey
from schemas.errors.tree import Finding, InterventionError
from schemas.evidence import Intervened
from schemas.interventions import Intervention, OperatorSignature, SignedIntervention
from services.administration import operators
from services.keys import merkle, signing
from services.keys.encoding import FORM, lines
from services.keys.signing import Signer
from services.ledger.entries import Leaf
from services.ledger.records import Place

NEEDED: Final = 2
"""So many operators have to want it."""
GOOD_FOR: Final = timedelta(days=7)
"""What was signed longer ago is asked for anew: nobody keeps a signed paper in a drawer."""
_CLOCKS_DIFFER: Final = timedelta(minutes=5)


def signed(document: SignedIntervention, signer: Signer) -> SignedIntervention:
    """With this operator's signature beside those that it has; his own of before is replaced."""
    own = OperatorSignature(key=signer.key_id, signature=signer.sign(_text(document.asked)))
    others = tuple(one for one in document.signatures if one.key != signer.key_id)
    return document.model_copy(update={"signatures": (*others, own)})


def digest(asked: Intervention) -> str:
    """By this it is known again, whoever has signed it."""
    return hashlib.sha256(canonical.encode(asked)).hexdigest()


def _text(asked: Intervention) -> bytes:
    return lines(f"{FORM} intervention", canonical.encode(asked))


@dataclass(frozen=True)
class Intervening:
    """An intervention, and by what it is judged: the network, and the operators' keys that the reference log names."""

    document: SignedIntervention
    network: str
    known: Sequence[OperatorKey]

    @cached_property
    def digest(self) -> str:
        return digest(self.document.asked)

    @cached_property
    def line(self) -> bytes:
        """With its signatures, as it is kept."""
        return canonical.encode(self.document)

    def check(self, at: datetime) -> None:
        """InterventionError, unless two operators want it by keys that hold at this instant, which is the ledger's."""
        findings = list(self._of_document(at))
        for signature in self.document.signatures:
            findings += self._of(signature, at)
        if not findings and not self._is_of_two():
            findings.append(Finding("HB-2451", "/signatures", {"needed": NEEDED}))
        if findings:
            raise InterventionError(*findings)

    def leaf(self, place: Place, at: datetime) -> Leaf:
        """The evidence that this was done to a record."""
        said = Intervened(
            network=self.network,
            intervention=self.digest,
            kind=self.document.asked.kind,
            keys=tuple(sorted(one.key for one in self.document.signatures)),
            record=place.ref,
            recorded_at=at,
        )
        content = canonical.encode(said)
        return Leaf(content, merkle.leaf_hash(content).hex())

    def _of_document(self, at: datetime) -> Iterator[Finding]:
        asked = self.document.asked
        if asked.network != self.network:
            yield Finding("HB-2450", "/asked/network", {"said": asked.network, "ours": self.network})
        if not at - GOOD_FOR <= asked.at <= at + _CLOCKS_DIFFER:
            yield Finding("HB-2455", "/asked/at", {"days": GOOD_FOR.days})

    def _of(self, signature: OperatorSignature, at: datetime) -> Iterator[Finding]:
        key = self._key(signature.key)
        if key is None:
            yield Finding("HB-2452", "/signatures", {"key": signature.key})
        elif not key.holds(at):
            yield Finding("HB-2453", "/signatures", {"key": signature.key})
        elif not signing.verifies(signature.signature, _text(self.document.asked), public=key.public):
            yield Finding("HB-2454", "/signatures", {"key": signature.key})

    def _key(self, key_id: str) -> OperatorKey | None:
        """Whoever writes the list does not have the private halves: a key that does not prove itself is nobody's."""
        key = next((one for one in self.known if one.id == key_id), None)
        return key if key is not None and operators.is_proved(key, network=self.network) else None

    def _is_of_two(self) -> bool:
        """Of two people: neither two keys of one, nor one key under two names."""
        keys = [key for one in self.document.signatures if (key := self._key(one.key)) is not None]
        return min(len({key.operator for key in keys}), len({key.public for key in keys})) >= NEEDED
