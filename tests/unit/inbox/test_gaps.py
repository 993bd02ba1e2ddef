"""Offsets without a record, and records that are gone: they are gone past, and never waited for."""

import pytest
from aiokafka import TopicPartition

from consumers.intake import rescue
from tests.unit.inbox.test_session import Agency, Log, taken_before
from tests.unit.inbox.test_session import agency as agency  # noqa: PLC0414 - a fixture is asked for by its name


async def test_a_record_behind_an_offset_without_one_is_taken_when_the_log_shows_nothing_between(
    agency: Agency, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rescue, "fetch", Log({at: agency.raws[at] for at in (0, 2, 3)}).fetch)
    await taken_before(agency, 1)
    await agency.assigned()
    for _ in range(2):
        assert agency.client.gives_from == 1
        await agency.given(2)
    await agency.given(3)

    assert agency.told == [2, 3]


async def test_a_record_that_comes_twice_before_its_turn_is_not_taken(
    agency: Agency, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rescue, "fetch", Log(dict(enumerate(agency.raws))).fetch)
    await taken_before(agency, 1)
    await agency.assigned()
    for _ in range(3):
        await agency.given(2)

    assert (agency.told, agency.client.gives_from) == ([], 1)


@pytest.mark.parametrize("taken", [0, 1])
async def test_records_that_are_gone_before_one_that_the_client_cannot_read_are_mourned(
    agency: Agency, monkeypatch: pytest.MonkeyPatch, taken: int
) -> None:
    await taken_before(agency, taken)
    await agency.assigned()
    monkeypatch.setattr(agency.client, "beginning_offsets", _begins_at_two)
    monkeypatch.setattr(rescue, "fetch", Log({at: agency.raws[at] for at in (2, 3)}, begin=2).fetch)

    assert await agency.session._rescue()

    assert (agency.told, agency.client.gives_from) == ([2, 3], 4)
    lost = [kept.letter.finding.particulars for kept in await agency.store.letters()]
    assert [(said["first"], said["last"]) for said in lost] == [(1, 1)] * taken


async def _begins_at_two(partitions: list[TopicPartition]) -> dict[TopicPartition, int]:
    return dict.fromkeys(partitions, 2)
