"""What is wrong with us and not with a record holds the record for as long as it lasts, and makes no dead letter of it."""

from dataclasses import dataclass

from consumers.inbox import taking
from consumers.inbox.outcomes import Passed, Postponed, Taken
from producers.outbox.answers import Answer
from producers.outbox.errors import broken
from schemas.directory.bus_keys import BusKeys
from schemas.errors.tree import Finding, LogError
from tests import inbox_world
from tests.inbox_world import FixedKnown, State
from tests.unit.inbox.offices import Office, letters

LONG = taking.MOST_ATTEMPTS + 5


@dataclass
class Full:
    """An Outbox whose disk is full for so many tries."""

    tries: int
    heard_of: int = 0

    async def heard(self, _: Answer) -> None:
        self.tries -= 1
        if self.tries >= 0:
            raise broken("HB-8309", what="disk full")
        self.heard_of += 1


async def test_an_answer_of_the_bus_waits_for_an_outbox_whose_disk_is_full(office: Office) -> None:
    office.taker.answers = outbox = Full(LONG)
    raw = office.world.one(office.world.from_bus("bus-accepts-the-notice-of-a-detention"))
    for attempt in range(1, LONG + 1):
        assert await office.take(raw) == Postponed(attempt, "HB-8309")
    assert await office.take(raw) == Passed()
    assert (outbox.heard_of, await letters(office)) == (1, [])


@dataclass
class Away(FixedKnown):
    """A reference log that cannot be read for so many tries."""

    tries: int = LONG

    async def caught_up(self) -> State:
        self.tries -= 1
        if self.tries >= 0:
            raise LogError(Finding("HB-8211", "", {"seconds": 30, "sequence": 1}))
        return await super().caught_up()


async def test_a_record_under_a_new_key_waits_for_the_log_that_will_name_it(office: Office) -> None:
    whole = office.world.state
    later = inbox_world.signer("bus/relay-2026-02")
    office.world.relay = later
    keys = (*whole.bus_keys.keys, inbox_world.relay_key(later)) if whole.bus_keys else ()
    office.taker.known = Away(whole, at_the_end=State(whole.directory, BusKeys(keys=keys)))
    raw = office.world.one(office.world.notice())
    for attempt in range(1, LONG + 1):
        assert await office.take(raw) == Postponed(attempt, "HB-8211")
    assert await office.take(raw) == Taken("notice")
    assert await letters(office) == []
