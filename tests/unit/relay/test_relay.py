"""The relay over a wire in memory: everything arrives, in order, and one bad inbox stops no other."""

import asyncio
import logging
import random
from collections.abc import Sequence

import pytest

from producers.relay import relay as relays
from producers.relay import watching
from schemas.errors.tree import LedgerError, WireError
from services.ledger.entries import Waiting
from services.ledger.memory import MemoryLedger
from services.ledger.records import Partition
from tests.unit.relay.rig import Broker, Bus, Counted, clock, relay, running, until


@pytest.fixture
def ledger() -> MemoryLedger:
    return MemoryLedger(clock())


def beside(ledger: MemoryLedger) -> MemoryLedger:
    """Another process with the same database."""
    return MemoryLedger(ledger.clock, ledger.store)


def has_all(broker: Broker, *buses: Bus) -> bool:
    wanted = {value for bus in buses for values in bus.entered.values() for value in values}
    return wanted <= {value for values in broker.inboxes.values() for value in values}


async def until_marked(ledger: MemoryLedger, broker: Broker) -> None:
    """Everything that was entered is marked."""
    await until(lambda: not ledger.store.outgoing)
    assert broker.made >= 1


async def test_what_waits_in_the_table_is_written_once_in_its_order(ledger: MemoryLedger) -> None:
    bus, broker = Bus(ledger), Broker()
    await bus.enters("inbox.a", "inbox.b", "inbox.a")

    async with running(relay(beside(ledger), broker)):
        await until_marked(ledger, broker)
    assert broker.inboxes == bus.entered


async def test_what_is_offered_is_written_without_the_table(ledger: MemoryLedger) -> None:
    """Once the table was seen to hold nothing older of a topic."""
    bus, broker = Bus(ledger), Broker()
    counted = _Counting(ledger.clock, ledger.store)
    writer = relay(counted, broker)
    async with running(writer):
        for _ in range(5):
            writer.offer(await bus.enters("inbox.a"))
            await until_marked(ledger, broker)
        before = counted.given
        for _ in range(50):
            writer.offer(await bus.enters("inbox.a", "inbox.a"))
            await until_marked(ledger, broker)
        assert counted.given == before

    assert broker.inboxes == bus.entered


async def test_offers_and_the_table_together_keep_the_order_and_double_nothing(ledger: MemoryLedger) -> None:
    """Two processes enter; the offers of one are heard, some of them late."""
    chance = random.Random(7)  # noqa: S311 - the same each time
    ours, others, broker = Bus(ledger), Bus(beside(ledger), Partition("outbox.agency-b", 0)), Broker()
    writer = relay(beside(ledger), broker)
    async with running(writer):
        for _ in range(400):
            topics = chance.choices(["inbox.a", "inbox.b", "inbox.c"], k=3)
            if chance.random() < 0.9:
                waiting = await ours.enters(*topics)
                asyncio.get_running_loop().call_later(chance.random() / 500, writer.offer, waiting)
            else:
                await others.enters(*topics)
            if chance.random() < 0.2:
                await asyncio.sleep(chance.random() / 100)
        await broker.until(lambda: has_all(broker, ours, others))
        await until_marked(ledger, broker)

    for bus in (ours, others):
        for topic, values in bus.entered.items():
            assert [value for value in broker.inboxes[topic] if value in set(values)] == values


async def test_an_inbox_that_is_missing_keeps_its_records_stops_no_other_and_resumes_by_itself(
    ledger: MemoryLedger, caplog: pytest.LogCaptureFixture
) -> None:
    bus, broker, counted = Bus(ledger), Broker(missing={"inbox.a"}), Counted()
    await bus.enters("inbox.a", "inbox.b")

    async with running(relay(beside(ledger), broker, counting=counted)):
        await broker.until(lambda: broker.tries.count("inbox.a") > 2)
        assert broker.inboxes == {"inbox.b": bus.entered["inbox.b"]}
        broker.missing.clear()
        await broker.until(lambda: has_all(broker, bus))

    alarms = [record for record in caplog.records if record.levelno == logging.CRITICAL]
    assert [vars(alarm)["action"] for alarm in alarms] == ["relay.refused"]
    assert counted.numbers["refused"] > 2
    assert (broker.made, broker.closed) == (
        2,
        2,
    )  # One for what goes well, one for what is in trouble; neither was given up.


@pytest.mark.parametrize("written", [True, False])
async def test_what_is_not_known_to_be_written_is_written_again_by_a_new_producer(
    ledger: MemoryLedger,
    written: bool,  # noqa: FBT001 - a row of the table
) -> None:
    bus, broker = Bus(ledger), Broker(failing=1, writes_before_it_fails=written)
    await bus.enters("inbox.a", "inbox.a")

    async with running(relay(beside(ledger), broker)):
        await until_marked(ledger, broker)
    values = bus.entered["inbox.a"]
    assert broker.inboxes["inbox.a"] == (values + values if written else values)
    # The one that failed, the one that follows it, and the one for what is in trouble.
    assert (broker.made, broker.closed) == (3, 3)


async def test_a_slow_inbox_does_not_keep_the_others_waiting_and_has_a_deadline(ledger: MemoryLedger) -> None:
    bus, broker = Bus(ledger), Broker(silent={"inbox.a"})
    counted = Counted()
    writer = relay(beside(ledger), broker, deadline_s=0.3, counting=counted)
    async with running(writer):
        await bus.enters(*["inbox.a"] * 50, "inbox.b")
        await broker.until(lambda: "inbox.b" in broker.inboxes)
        assert "inbox.a" not in broker.inboxes
        await broker.until(lambda: broker.tries.count("inbox.a") > 1)
        broker.silent.clear()
        await broker.until(lambda: has_all(broker, bus))

    assert counted.numbers["unknown"] >= 50
    assert broker.inboxes["inbox.a"] == bus.entered["inbox.a"]


async def test_a_wire_that_is_away_is_looked_for_until_it_is_there(
    ledger: MemoryLedger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(relays, "RETRY_S", 0.01)
    bus, broker = Bus(ledger), Broker(away=True)
    await bus.enters("inbox.a")
    async with running(relay(beside(ledger), broker)):
        await until(lambda: broker.made > 2)
        broker.away = False
        await broker.until(lambda: has_all(broker, bus))


async def test_what_was_written_and_not_marked_is_written_again_by_the_next_relay(ledger: MemoryLedger) -> None:
    bus, broker = Bus(ledger), Broker()
    await bus.enters("inbox.a")
    dying = asyncio.create_task(relay(_Unmarking(ledger.clock, ledger.store), broker).run(asyncio.Event()))
    await broker.until(lambda: has_all(broker, bus))
    dying.cancel()
    await asyncio.gather(dying, return_exceptions=True)

    ledger.store.relays.clear()
    async with running(relay(beside(ledger), broker)):
        await until_marked(ledger, broker)
    assert broker.inboxes["inbox.a"] == bus.entered["inbox.a"] * 2


async def test_three_relays_share_the_inboxes_and_each_record_is_written_once(ledger: MemoryLedger) -> None:
    bus, brokers = Bus(ledger), [Broker(), Broker(), Broker()]
    topics = [f"inbox.agency-{number}" for number in range(30)]
    writers = [relay(beside(ledger), broker) for broker in brokers]
    async with running(*writers):
        # The first took all; it gives up what is more than its part.
        await until(lambda: sorted(map(len, ledger.store.relays.values())) == [20, 22, 22])
        for _ in range(20):
            await bus.enters(*topics)
        await until_marked(ledger, brokers[0])

    whole: dict[str, list[bytes]] = {}
    for broker in brokers:
        assert not whole.keys() & broker.inboxes.keys()
        whole |= broker.inboxes
    assert whole == bus.entered
    assert all(broker.inboxes for broker in brokers)


async def test_a_relay_that_is_killed_leaves_its_inboxes_to_the_others(ledger: MemoryLedger) -> None:
    bus, broker = Bus(ledger), Broker()
    topics = [f"inbox.agency-{number}" for number in range(20)]
    mortal = beside(ledger)
    dying = asyncio.create_task(relay(mortal, broker).run(asyncio.Event()))
    async with running(relay(beside(ledger), broker)):
        for number in range(40):
            await bus.enters(*topics)
            await asyncio.sleep(0)
            if number == 20:
                dying.cancel()
                await asyncio.gather(dying, return_exceptions=True)
                await mortal.close()
        await until_marked(ledger, broker)

    for topic, values in bus.entered.items():
        assert list(dict.fromkeys(broker.inboxes[topic])) == values
    doubled = len(broker.records) - sum(map(len, bus.entered.values()))
    assert 0 <= doubled <= 1_024


async def test_without_a_right_to_any_inbox_it_ends(ledger: MemoryLedger, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watching, "WITHOUT_RIGHTS_S", 0.1)
    await Bus(ledger).enters("inbox.a", "inbox.b")

    with pytest.raises(WireError) as ended:
        await asyncio.wait_for(relay(beside(ledger), Broker(forbidden={"inbox.a", "inbox.b"})).run(asyncio.Event()), 20)
    assert {finding.code for finding in ended.value.findings} == {"HB-8612"}


async def test_a_part_that_hangs_ends_it(ledger: MemoryLedger, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watching, "STUCK_S", 1.5)
    await Bus(ledger).enters("inbox.a")

    with pytest.raises(watching.StuckError, match="_mark"):
        await asyncio.wait_for(relay(_Hanging(ledger.clock, ledger.store), Broker()).run(asyncio.Event()), 20)


async def test_shares_that_are_not_known_to_be_held_are_not_written(
    ledger: MemoryLedger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(relays, "RETRY_S", 0.1)
    bus, broker = Bus(ledger), Broker()
    shaken = _Shaken(ledger.clock, ledger.store)
    writer = relay(shaken, broker)
    async with running(writer):
        for _ in range(3):
            writer.offer(await bus.enters("inbox.a"))
            await until(lambda: not ledger.store.outgoing)
        shaken.is_broken = True
        await until(lambda: shaken.failures > 0)
        writer.offer(await bus.enters("inbox.a"))
        await until(lambda: shaken.failures > 2)
        assert broker.inboxes["inbox.a"] == bus.entered["inbox.a"][:3]
        shaken.is_broken = False
        await broker.until(lambda: has_all(broker, bus))


class _Counting(MemoryLedger):
    """Counts what the table gave."""

    given: int = 0

    async def waiting(self, limit: int, *, besides: frozenset[str]) -> Sequence[Waiting]:
        found = await MemoryLedger.waiting(self, limit, besides=besides)
        self.given += len(found)
        return found


class _Unmarking(MemoryLedger):
    """The process dies between the wire's word and the ledger's."""

    async def mark_sent(self, sequences: object) -> None:
        del sequences
        raise LedgerError


class _Hanging(MemoryLedger):
    async def mark_sent(self, sequences: object) -> None:
        del sequences
        await asyncio.get_running_loop().create_future()


class _Shaken(MemoryLedger):
    """The connection that holds the locks breaks."""

    is_broken: bool = False
    failures: int = 0

    async def share(self) -> frozenset[int]:
        if self.is_broken:
            self.failures += 1
            raise LedgerError
        return await MemoryLedger.share(self)
