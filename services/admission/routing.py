"""Into whose inboxes an accepted message goes. Pure.

A fact goes to nobody by itself: what follows from it is told by the snapshots of its obligations.
"""

from collections.abc import Set as AbstractSet

from schemas.messages import envelope as says
from schemas.messages.envelope import FromAgency
from services.admission import readers
from services.ledger.entries import Held


def recipients(message: FromAgency, held: Held | None) -> tuple[str, ...]:
    """Whom the message is for by its own words, and whom it concerns by what it is about; the sender only by its own word."""
    by_word = {one.agency for one in readers.named(message)}
    return tuple(sorted(by_word | (_concerned(message, held) - {str(message.sender)})))


def told_later(message: FromAgency, original: Held) -> tuple[str, ...]:
    """Who gets the original because of this: whoever gets a key of it, and all whom it was for once it is deemed accepted."""
    match message:
        case says.Rewrap():
            return tuple(sorted({one.agency for one in readers.named(message)}))
        case says.Ruling(decision="deem-accepted") if original.disposition == "REJECTED":
            return original.named
        case _:
            return ()


def _concerned(message: FromAgency, held: Held | None) -> AbstractSet[str]:
    if held is None:
        return frozenset()
    match message:
        case says.Receipt() | says.Ruling() | says.HandoverAccepted():
            return {held.name.sender}
        case says.Correction() | says.Withdrawal():
            return held.told
        case _:
            return frozenset()
