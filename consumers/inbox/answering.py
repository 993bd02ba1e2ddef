"""The answers that an Inbox gives by itself: taken, refused, and the wish to be sent everything again."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from consumers.inbox.known import State
from consumers.inbox.received import Received, Unusable
from consumers.inbox.store.port import Outgoing
from producers.outbox import minting
from schemas import fields
from schemas.codec import canonical
from schemas.messages.envelope import OnOccasion, Receipt, Resync
from schemas.messages.parts import MessageRef, Wrap
from schemas.messages.registry import KINDS
from services.keys import sealing
from services.keys.sealing import Named, Randomness
from services.keys.sealing import Reader as SealReader

Clock = Callable[[], datetime]


@dataclass(frozen=True)
class Answering:
    """Who answers, by which clock and dice."""

    network: str
    agency: str
    clock: Clock
    random: Randomness

    def taken(self, received: Received[object], state: State) -> Iterator[Outgoing]:
        """One receipt for each role in which the agency is told; none for a receipt, or where nothing was sealed for it."""
        for role in self._held(received, state):
            if (envelope := _receipted(received)) is not None:
                yield self._receipt(envelope, role, name="taken")

    def refused(self, unusable: Unusable, state: State) -> Iterator[Outgoing]:
        """One refusal for each role, with the content key disclosed to the overseer where it could be had."""
        envelope = _receipted(unusable.received)
        if envelope is None:
            return
        disclosed = self._disclosed(unusable, state)
        if unusable.because == "empty" and disclosed is None:
            return  # such a refusal could not be checked by anybody, and is not accepted
        for role in self._held(unusable.received, state):
            yield self._receipt(envelope, role, name="refused", reason=unusable.because, disclosed_key=disclosed)

    def _held(self, received: Received[object], state: State) -> Iterator[str]:
        """Who reads in the stead of another, as an overseer does, has no role to answer in: the bus would refuse the receipt."""
        known = state.directory.agency(self.agency, self.clock())
        yield from (role for role in received.roles if known is None or role in known.roles)

    def _receipt(self, envelope: OnOccasion, role: str, **said: object) -> Outgoing:
        at = self.clock()
        receipt = Receipt.model_validate(
            {
                "type": "receipt",
                "id": minting.message_id(at, self.random),
                "schema_version": KINDS["receipt"].versions[-1],
                "sender": self.agency,
                "sent_at": at,
                "language": envelope.language,
                "drill": envelope.drill,
                "occasion": envelope.occasion,
                "as_role": role,
                "regards": MessageRef(sender=envelope.sender, id=envelope.id),
                "occurred_at": at,
                **said,
            }
        )
        return Outgoing(receipt.id, canonical.encode(receipt), regarded=str(getattr(envelope, "name", "")))

    def _disclosed(self, unusable: Unusable, state: State) -> Wrap | None:
        delivered = unusable.received.delivered
        if unusable.content_key is None or delivered is None:
            return None
        envelope = unusable.received.envelope
        overseer = state.directory.overseer(envelope.sender, delivered.received_at)
        now = self.clock()
        seals = [key for key in overseer.keys if key.purpose == "seal" and key.holds(now)] if overseer else []
        if overseer is None or not seals:
            return None
        newest = max(seals, key=lambda key: key.valid_from)
        message = Named(self.network, envelope.sender, envelope.id)
        return sealing.rewrap(
            unusable.content_key, message=message, reader=SealReader(overseer.id, newest.id, newest.public)
        )

    def resync(self, since: datetime) -> Outgoing:
        """Asks the bus to send again what this inbox got since then, with the state of everything open."""
        at = self.clock()
        wish = Resync(
            type="resync",
            id=minting.message_id(at, self.random),
            schema_version=KINDS["resync"].versions[-1],
            sender=fields.AgencyId(self.agency),
            sent_at=at,
            language="kk",
            since=since,
        )
        return Outgoing(wish.id, canonical.encode(wish), regarded="")


def _receipted(received: Received[object]) -> OnOccasion | None:
    """Whatever stands under an occasion is answered, but for an answer itself."""
    envelope = received.envelope
    return envelope if isinstance(envelope, OnOccasion) and not isinstance(envelope, Receipt) else None
