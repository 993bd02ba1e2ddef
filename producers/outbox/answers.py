"""What the bus answers, and who wants to hear it: the Outbox waits for it, an Inbox brings it."""

from typing import Protocol

from schemas.messages.bus import Acceptance, Rejection

Answer = Acceptance | Rejection


class Answers(Protocol):
    """Whom an Inbox tells what the bus has answered; the Outbox is one."""

    async def heard(self, answer: Answer) -> None:
        """Keeps the answer durably before it returns, so that the Inbox may keep its offset; hearing it twice changes nothing."""
        ...
