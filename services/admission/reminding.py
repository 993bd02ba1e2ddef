"""What a sender is told whose message still waits for another: that it is parked, once more. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from schemas.messages import registry
from schemas.messages.envelope import FromAgency
from services.admission import answering
from services.admission.answering import Recording
from services.ledger.entries import Held, Outgoing
from services.ledger.reminding import Overdue

PATIENCE: Final = timedelta(hours=24)
"""So long a message may wait before its sender hears that it does. It never ends by waiting."""


@dataclass(frozen=True, slots=True)
class Reminders:
    """Of one network."""

    network: str

    def __call__(self, overdue: Sequence[Overdue], *, at: datetime, epoch: int) -> Sequence[Outgoing]:
        return [_reminder(one, Recording(self.network, epoch, at)) for one in overdue]


def _reminder(overdue: Overdue, recording: Recording) -> Outgoing:
    parked = overdue.parked
    message = registry.read_again(parked.line)
    assert isinstance(message, FromAgency)  # noqa: S101 - nothing else is ever parked
    answered = answering.of_parked(parked, Held(parked.name, overdue.digest, "PARKED", parked.place), message)
    return answering.acceptance(answered, "PARKED", overdue.leaf, recording=recording, version=answering.REMINDED)
