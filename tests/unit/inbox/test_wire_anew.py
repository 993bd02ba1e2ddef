"""A wire that lost its end, or began anew, and was filled again past where it was read: it is noticed, said, and heard from its beginning."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import Final

import pytest
from aiokafka import TopicPartition
from aiokafka.errors import CorruptRecordException, KafkaConnectionError

from consumers.inbox.records import RawRecord
from consumers.inbox.store.port import Step
from consumers.intake import rescue
from consumers.intake.rescue import Rescued
from tests.unit.inbox.test_session import INBOX, PATIENCE_S, Agency, Log, taken_before
from tests.unit.inbox.test_session import agency as agency  # noqa: PLC0414 - a fixture is asked for by its name

TAKEN: Final = 2


def other_wire(agency: Agency) -> dict[int, RawRecord]:
    """The same offsets hold other records."""
    turned = reversed(agency.raws)
    return {offset: replace(raw, offset=offset) for offset, raw in enumerate(turned)}


async def lost(agency: Agency) -> list[str]:
    return [kept.letter.finding.code for kept in await agency.store.letters() if kept.letter.because == "lost"]


async def test_another_record_where_the_last_one_lay_is_said_and_the_wire_is_heard_from_its_beginning(
    agency: Agency, monkeypatch: pytest.MonkeyPatch
) -> None:
    await taken_before(agency, TAKEN)
    wire = other_wire(agency)
    monkeypatch.setattr(rescue, "fetch", Log(wire).fetch)
    agency.raws[:] = wire.values()
    await agency.assigned()

    assert (await lost(agency), agency.client.gives_from) == (["HB-8416"], 0)
    for offset in range(len(agency.raws)):
        await agency.given(offset)
    assert agency.told == [0, 1], "the other two are known by their ids"
    assert await agency.store.position(*INBOX) == len(agency.raws)
    assert (await agency.store.counted())["taken"] == len(agency.raws)


async def test_the_same_bytes_written_at_another_instant_are_another_wire(
    agency: Agency, monkeypatch: pytest.MonkeyPatch
) -> None:
    await taken_before(agency, TAKEN)
    later = {at: replace(raw, appended_at=raw.appended_at + timedelta(hours=1)) for at, raw in enumerate(agency.raws)}
    monkeypatch.setattr(rescue, "fetch", Log(later).fetch)
    await agency.assigned()

    assert (await lost(agency), agency.client.gives_from) == (["HB-8416"], 0)


async def test_no_record_where_the_last_one_lay_is_another_wire_too(
    agency: Agency, monkeypatch: pytest.MonkeyPatch
) -> None:
    await taken_before(agency, TAKEN)
    monkeypatch.setattr(rescue, "fetch", Log({at: agency.raws[at] for at in (0, 2, 3)}).fetch)
    await agency.assigned()

    assert (await lost(agency), agency.client.gives_from) == (["HB-8416"], 0)


async def test_the_wire_that_was_read_is_read_on_and_nothing_is_said(agency: Agency) -> None:
    await taken_before(agency, TAKEN)
    await agency.assigned()

    assert (await lost(agency), agency.client.gives_from) == ([], TAKEN)


async def test_where_nothing_can_be_compared_it_is_read_on(agency: Agency, monkeypatch: pytest.MonkeyPatch) -> None:
    """A store of before there were marks; a last record that was deleted as too old; one whose bytes are damaged."""

    async def damaged(*_: object) -> list[Rescued]:
        raise CorruptRecordException

    async def begins_at_two(partitions: list[TopicPartition]) -> dict[TopicPartition, int]:
        return dict.fromkeys(partitions, TAKEN)

    await taken_before(agency, TAKEN)
    monkeypatch.setattr(rescue, "fetch", damaged)
    await agency.assigned()
    assert (await lost(agency), agency.client.gives_from) == ([], TAKEN)

    monkeypatch.setattr(rescue, "fetch", Log({}).fetch)
    with monkeypatch.context() as deleted:
        deleted.setattr(agency.client, "beginning_offsets", begins_at_two)
        await agency.assigned()
    assert (await lost(agency), agency.client.gives_from) == ([], TAKEN)

    async with agency.store.taking() as taking:
        await taking.move(Step(INBOX.topic, INBOX.partition, TAKEN, TAKEN))
    await agency.assigned()
    assert (await lost(agency), agency.client.gives_from) == ([], TAKEN)


async def test_while_the_broker_cannot_show_the_last_record_nothing_is_handed_over(
    agency: Agency, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def away(*_: object) -> list[Rescued]:
        raise KafkaConnectionError

    await taken_before(agency, TAKEN)
    with monkeypatch.context() as broken:
        broken.setattr(rescue, "fetch", away)
        await agency.assigned()
        assert agency.client.gives_from is None
        await agency.given(TAKEN)
        assert agency.told == []
    await agency.session.place()
    assert agency.client.gives_from == TAKEN


async def test_a_client_that_begins_anew_is_asked_whether_its_wire_did(
    agency: Agency, monkeypatch: pytest.MonkeyPatch
) -> None:
    await taken_before(agency, TAKEN)
    await agency.assigned()
    monkeypatch.setattr(rescue, "fetch", Log(other_wire(agency)).fetch)
    await agency.given(0)

    assert (await lost(agency), agency.client.gives_from, agency.told) == (["HB-8416"], 0, [])


async def test_a_wire_that_lost_its_end_and_grew_again_while_the_client_was_cut_off_is_noticed(
    agency: Agency, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The client runs on, and the next offset is there: nothing but the connection tells."""
    await taken_before(agency, TAKEN)
    await agency.assigned()
    monkeypatch.setattr(rescue, "fetch", Log(other_wire(agency)).fetch)
    agency.client.reconnected()
    await agency.given(TAKEN)

    assert (await lost(agency), agency.client.gives_from, agency.told) == (["HB-8416"], 0, [])


async def test_a_connection_that_was_made_anew_to_the_same_wire_costs_one_look_and_no_record(agency: Agency) -> None:
    await taken_before(agency, TAKEN)
    await agency.assigned()
    agency.client.reconnected()
    await agency.given(TAKEN)
    assert (agency.told, agency.client.gives_from) == ([], TAKEN)
    for offset in range(TAKEN, len(agency.raws)):
        await agency.given(offset)

    assert (await lost(agency), agency.told) == ([], [2, 3])


async def test_another_inbox_that_went_back_first_says_it_and_this_one_reads_on_from_there(
    agency: Agency, monkeypatch: pytest.MonkeyPatch
) -> None:
    await taken_before(agency, TAKEN)
    wire = Log(other_wire(agency))
    asked, goes_on = asyncio.Event(), asyncio.Event()

    async def slow(consumer: object, partition: TopicPartition, offset: int) -> list[Rescued]:
        asked.set()
        await goes_on.wait()
        return await wire.fetch(consumer, partition, offset)

    monkeypatch.setattr(rescue, "fetch", slow)
    placing = asyncio.create_task(agency.assigned())
    async with asyncio.timeout(PATIENCE_S):
        await asked.wait()
    async with agency.store.taking() as taking:
        await taking.move(Step(INBOX.topic, INBOX.partition, TAKEN, 0))
    goes_on.set()
    await placing
    assert (await lost(agency), agency.client.gives_from) == ([], None)

    await agency.session.place()
    assert (await lost(agency), agency.client.gives_from) == ([], 0)
