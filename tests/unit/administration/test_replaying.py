"""Records in quarantine are played again by the real checks and the real judging, in the order in which they are judged."""

from datetime import timedelta
from typing import Final

import orjson
import pytest

from schemas.errors.tree import InterventionError
from services.administration import replaying
from services.administration.replaying import Deciding
from services.ledger.memory import MemoryLedger
from services.ledger.quarantine import NotQuarantined, Replayed, StillQuarantined
from services.ledger.quarantine_in_memory import MemoryQuarantine
from services.ledger.records import Place
from tests.unit.administration import people, records
from tests.unit.administration.people import AT, good
from tests.unit.administration.records import FAULT, Recorder
from tests.unit.admission import keeping, world
from tests.unit.admission.world import INVESTIGATOR, NETWORK, PROSECUTOR
from tests.unit.ledger.test_memory import ticking

HERE: Final = Place(f"outbox.{INVESTIGATOR}", 0, 1, 0)
NEXT: Final = HERE._replace(offset=1)


@pytest.fixture
def ledger() -> MemoryLedger:
    return MemoryLedger(clock=ticking(AT))


@pytest.fixture
def quarantine(ledger: MemoryLedger) -> MemoryQuarantine:
    return MemoryQuarantine(ledger.store, ledger.clock)


@pytest.fixture
def recorder(ledger: MemoryLedger) -> Recorder:
    return Recorder(ledger)


def told(ledger: MemoryLedger, agency: str) -> list[dict[str, object]]:
    """What the bus says to an agency, and what others say, in its order."""
    rows = [row.waiting for row in ledger.store.outgoing.values() if row.waiting.topic == f"inbox.{agency}"]
    return [orjson.loads(row.value.partition(b"\n")[0]) for row in sorted(rows, key=lambda row: row.sequence)]


async def test_a_notice_reaches_its_recipient_and_its_sender_is_told_again(
    ledger: MemoryLedger, quarantine: MemoryQuarantine, recorder: Recorder
) -> None:
    await recorder.record(records.failed(recorder.wire.notice()))
    assert [one["disposition"] for one in told(ledger, INVESTIGATOR)] == ["QUARANTINED"]
    assert told(ledger, PROSECUTOR) == []

    assert await replaying.replay(quarantine, good(HERE), records.deciding()) == [Replayed(HERE, "ROUTED")]

    said = told(ledger, INVESTIGATOR)
    answers = [one for one in said if one["type"] == "acceptance"]
    assert [one["disposition"] for one in answers] == ["QUARANTINED", "ROUTED"]
    assert answers[0]["id"] != answers[1]["id"]
    assert answers[0]["received_at"] == answers[1]["received_at"]
    assert [one["type"] for one in told(ledger, PROSECUTOR)] == ["notice", "obligation"]


async def test_it_is_judged_by_the_instant_at_which_it_came(
    ledger: MemoryLedger, quarantine: MemoryQuarantine, recorder: Recorder
) -> None:
    """The notice came in time and is decided a day after its deadline."""
    await recorder.record(records.failed(recorder.wire.notice()))
    ledger.clock = quarantine.ticks = ticking(AT + timedelta(days=3))
    await replaying.replay(quarantine, good(HERE, at=AT + timedelta(days=3)), records.deciding())

    (occasion,) = ledger.store.occasions.values()
    verdicts = {keeping.told_in(one[-1].snapshot).verdict for one in occasion.obligations.values()}
    assert verdicts == {"in-time"}


@pytest.mark.parametrize("order", [(HERE, NEXT), (NEXT, HERE)])
async def test_several_are_played_in_the_order_in_which_they_are_judged(
    quarantine: MemoryQuarantine, recorder: Recorder, order: tuple[Place, Place]
) -> None:
    """A text that came second under one id does not become the message because it was named first."""
    first, second = recorder.wire.notice(1), recorder.wire.notice(1)
    await recorder.record(records.failed(first), records.failed(second))

    outcomes = await replaying.replay(quarantine, good(*order), records.deciding())

    became = {HERE: Replayed(HERE, "ROUTED"), NEXT: Replayed(NEXT, "REJECTED", ("HB-2402",))}
    assert outcomes == [became[place] for place in order]


async def test_a_receipt_that_waited_is_released(
    ledger: MemoryLedger, quarantine: MemoryQuarantine, recorder: Recorder
) -> None:
    notice = recorder.wire.notice()
    await recorder.record(records.met_by_a_fault(*world.checked(notice)))
    await recorder.record(*world.checked(world.receipt(recorder.wire, 1, 2)))
    assert [one["disposition"] for one in told(ledger, PROSECUTOR)] == ["PARKED"]

    await replaying.replay(quarantine, good(HERE), records.deciding())

    assert "receipt" in [one["type"] for one in told(ledger, INVESTIGATOR)]
    assert [one.get("disposition") for one in told(ledger, PROSECUTOR) if one["type"] == "acceptance"] == [
        "PARKED",
        "ROUTED",
    ]


async def test_what_waits_after_it_was_replayed_is_told_a_third_time_when_it_is_released(
    ledger: MemoryLedger, quarantine: MemoryQuarantine, recorder: Recorder
) -> None:
    receipt = world.receipt(recorder.wire, 1, 2)
    await recorder.record(records.failed(receipt))
    assert await replaying.replay(quarantine, good(receipt.place), records.deciding()) == [
        Replayed(receipt.place, "PARKED")
    ]
    await recorder.record(*world.checked(recorder.wire.notice()))

    answers = [one for one in told(ledger, PROSECUTOR) if one["type"] == "acceptance"]
    assert [one["disposition"] for one in answers] == ["QUARANTINED", "PARKED", "ROUTED"]
    assert len({one["id"] for one in answers}) == 3


async def test_a_forged_record_is_rejected_after_all(
    ledger: MemoryLedger, quarantine: MemoryQuarantine, recorder: Recorder
) -> None:
    await recorder.record(records.failed(recorder.wire.notice(signed_by=PROSECUTOR)))

    (outcome,) = await replaying.replay(quarantine, good(HERE), records.deciding())
    assert isinstance(outcome, Replayed)
    assert outcome.disposition == "REJECTED"
    assert [one["type"] for one in told(ledger, INVESTIGATOR)] == ["acceptance", "rejection"]


async def test_what_fails_again_says_why_and_holds_nobody_up(quarantine: MemoryQuarantine, recorder: Recorder) -> None:
    bad, fine = recorder.wire.notice(1), recorder.wire.notice(2)
    await recorder.record(records.failed(bad), records.failed(fine))
    real = records.deciding()
    only_bad = Deciding(lambda one, directory: records.failed(one) if one.place == HERE else real.check(one, directory), NETWORK, real.judge)  # fmt: skip

    assert await replaying.replay(quarantine, good(HERE, NEXT), only_bad) == [
        StillQuarantined(HERE, FAULT),
        Replayed(NEXT, "ROUTED"),
    ]
    assert [one.place for one in await quarantine.quarantined(9)] == [HERE]


async def test_what_was_broken_off_goes_on_and_what_was_carried_out_is_refused(
    quarantine: MemoryQuarantine, recorder: Recorder
) -> None:
    await recorder.record(records.failed(recorder.wire.notice(1)), records.failed(recorder.wire.notice(2)))
    real, by = records.deciding(), good(HERE, NEXT)
    first_alone = Deciding(lambda one, directory: real.check(one, directory) if one.place == HERE else records.failed(one), NETWORK, real.judge)  # fmt: skip
    await replaying.replay(quarantine, by, first_alone)

    assert await replaying.replay(quarantine, by, real) == [NotQuarantined(HERE, "ROUTED"), Replayed(NEXT, "ROUTED")]
    with pytest.raises(InterventionError, match="HB-8540"):
        await replaying.replay(quarantine, by, real)
    another = good(HERE, at=AT - timedelta(hours=1))
    assert await replaying.replay(quarantine, another, real) == [NotQuarantined(HERE, "ROUTED")]


@pytest.mark.parametrize("what", people.BAD)
async def test_without_two_words_nothing_is_done(
    ledger: MemoryLedger, quarantine: MemoryQuarantine, recorder: Recorder, what: str
) -> None:
    await recorder.record(records.failed(recorder.wire.notice()))
    before = len(ledger.store.leaves), dict(ledger.store.outgoing)
    by, code = people.bad(what, people.replay(HERE))

    with pytest.raises(InterventionError, match=code):
        await replaying.replay(quarantine, by, records.deciding())
    assert (len(ledger.store.leaves), ledger.store.outgoing) == before
