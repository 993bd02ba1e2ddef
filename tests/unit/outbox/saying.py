"""What an agency of these tests says."""

from producers.outbox.drafting import About
from producers.outbox.outbox import Outbox
from schemas.messages.body import Protocol
from schemas.messages.facts.police import CrimeReported, StatementConsidered
from schemas.messages.notices.detention import ProsecutorNotice
from tests.unit.outbox.world import NIGHT


def notice(number: str = "114") -> ProsecutorNotice:
    return ProsecutorNotice(
        detention_carried_out=True, protocol_number_and_time=Protocol(number=number, drawn_at=NIGHT)
    )


def alert() -> CrimeReported:
    """A fact that goes by urgent, for what it opens is due immediately."""
    return CrimeReported(reported_at=NIGHT)


def answered() -> StatementConsidered:
    """A fact of the police that nobody waits for by the minute."""
    return StatementConsidered(considered_at=NIGHT)


def somewhere(outbox: Outbox) -> About:
    return About(occasion=outbox.occasion())
