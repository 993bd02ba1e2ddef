"""Who died without a word is sent out of its groups, so that the others need not wait for Kafka to miss it.

To be sent out though alive is harmless: claims in the ledger keep two apart, and whoever is out joins again.
"""

import asyncio
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final

from aiokafka.errors import KafkaError

from consumers import resting
from consumers.intake.groups import Groups, Member
from schemas.errors.tree import LedgerError
from services.ledger.presence import Presence

LOOK_S: Final = 0.25
_log: Final = logging.getLogger(__name__)


def client_id(group: str, number: int) -> str:
    """What a member calls itself, so that others know which process it is. Brokers show it in their logs."""
    return f"{group}-{number}"


def _number(group: str, member: Member) -> int | None:
    """Null where it is another program that came into the group."""
    head, _, number = member.client.rpartition("-")
    return int(number) if head == group and number.isdecimal() else None


@dataclass(slots=True)
class Departed:
    """What one process knows of those that were there and are no more."""

    presence: Presence
    groups: Groups
    names: Sequence[str]
    """The groups in which it reads itself."""
    monotonic: Callable[[], float]
    missed_s: float
    """So long after it began, or somebody was gone, it looks into the groups: after that Kafka itself has missed them."""
    _seen: frozenset[int] = frozenset()
    _until: float | None = None
    _sent_out: set[tuple[str, int]] = field(default_factory=set)
    """Each once: who is alive, and cannot reach the ledger, would make all others rejoin again and again."""
    _is_unsaid: bool = True

    async def run(self, told: asyncio.Event) -> None:
        """Until it is told to stop."""
        while not told.is_set():
            await self.look()
            await resting.told_within(told, LOOK_S)

    async def look(self) -> None:
        """Whatever cannot be asked now is asked again at the next look."""
        try:
            await self._look()
        except LedgerError as error:
            # When the ledger itself was away nobody is there at first: who is not there yet is not taken for gone.
            self._seen, self._until = frozenset(), self.monotonic()
            self._say("the ledger cannot be asked who is there: %s", error)
        except (KafkaError, OSError) as error:
            self._say("the groups cannot be looked at: %s", type(error).__name__)
        else:
            self._is_unsaid = True

    async def _look(self) -> None:
        there, now = await self.presence.look(), self.monotonic()
        if self._until is None or self._seen - there:
            self._until = now + self.missed_s
        self._seen = there
        self._sent_out = {(group, number) for group, number in self._sent_out if number not in there}
        if now >= self._until:
            await self.groups.rest()
            return
        for group in self.names:
            await self._send_out(group)

    async def _send_out(self, group: str) -> None:
        """Only who is in it himself does so: a group that is empty in between lets whoever comes wait."""
        numbered = [(_number(group, member), member) for member in await self.groups.members(group)]
        if self.presence.number not in {number for number, _ in numbered}:
            return
        # Asked after the group was: whoever has joined meanwhile was there before.
        there = await self.presence.look()
        for number, member in numbered:
            if number is not None and number not in there and (group, number) not in self._sent_out:
                await self.groups.send_out(group, member)
                self._sent_out.add((group, number))
                said = {"action": "intake.sent-out", "group": group, "number": number}
                _log.warning("a process ended without leaving its group: it is sent out", extra=said)

    def _say(self, sentence: str, what: object) -> None:
        """Once for each time that it lasts."""
        if self._is_unsaid:
            _log.warning(sentence, what, extra={"action": "intake.departed-unknown"})
        self._is_unsaid = False
