"""Whoever looks into an inbox on and on outlives connections and brokers, and sees each record once."""

import asyncio
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import pytest
from aiokafka import TopicPartition
from aiokafka.errors import KafkaConnectionError, KafkaError, OffsetOutOfRangeError

from consumers.inbox import looking
from consumers.intake import rescue
from consumers.intake.rescue import Rescued
from producers import diagnosis
from schemas.errors.tree import Finding, WireError
from tests.unit.inbox.test_cut_off import profile
from tests.unit.inbox.test_session import INBOX, PATIENCE_S, Agency, Log
from tests.unit.inbox.test_session import agency as agency  # noqa: PLC0414 - a fixture is asked for by its name

ANSWERS: Final = Finding("HB-8616", "", {"what": "KafkaConnectionError"})
AWAY: Final = Finding("HB-8606", "", {"address": "localhost:1"})
NOT_LET_IN: Final = Finding("HB-8611", "", {"address": "localhost:1", "user": "x"})


@dataclass
class Brokers:
    """What each client in its turn meets, and what is said of the brokers when it has ended."""

    log: Log
    errors: list[KafkaError]
    """Of each client the one that ends it, at its second question; of later ones none."""
    causes: list[Finding]
    ends: list[int] = field(default_factory=lambda: [4])
    clients: int = 0
    answered: int = 0
    paused: list[float] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    useless: bool = False
    """Whether even the first question is answered with the error."""

    def consumer(self, *_: object, **__: object) -> "Consumer":
        self.clients += 1
        self.answered = 0
        return Consumer(self)

    async def fetch(self, consumer: object, place: TopicPartition, offset: int) -> list[Rescued]:
        if self.errors and (self.useless or self.answered == 1):
            raise self.errors.pop(0)
        self.answered += 1
        found = await self.log.fetch(consumer, place, offset)
        return found[:1]

    async def cause(self, *_: object, **__: object) -> Finding:
        return self.causes.pop(0) if len(self.causes) > 1 else self.causes[0]

    async def pause(self, seconds: float) -> None:
        self.paused.append(seconds)

    def held_up(self, cause: Finding) -> None:
        self.said.append(cause.code)


@dataclass
class Consumer:
    brokers: Brokers
    _client: None = None

    async def start(self) -> None: ...

    async def stop(self) -> None: ...

    def assignment(self) -> set[TopicPartition]:
        return {INBOX}

    def pause(self, *_: TopicPartition) -> None: ...

    async def end_offsets(self, _: Any) -> dict[TopicPartition, int]:  # noqa: ANN401 - whatever is asked
        ends = self.brokers.ends
        return {INBOX: ends.pop(0) if len(ends) > 1 else ends[0]}

    async def beginning_offsets(self, _: Any) -> dict[TopicPartition, int]:  # noqa: ANN401 - likewise
        return {INBOX: 0}


def brokers(agency: Agency, monkeypatch: pytest.MonkeyPatch, **met: Any) -> Brokers:  # noqa: ANN401 - its fields
    made = Brokers(Log(dict(enumerate(agency.raws))), **met)
    monkeypatch.setattr(looking, "AIOKafkaConsumer", made.consumer)
    monkeypatch.setattr(rescue, "fetch", made.fetch)
    monkeypatch.setattr(diagnosis, "cause", made.cause)
    return made


async def seen(there: Brokers, home: Path, *, follow: bool, most: int = 4) -> list[int]:
    """The offsets of the first records that whoever looks is given."""
    found: list[int] = []
    records = looking.records(
        profile(home), begin=lambda _: None, follow=follow, held_up=there.held_up, pause=there.pause
    )
    async with asyncio.timeout(PATIENCE_S):
        async for raw in records:
            found.append(raw.offset)
            if follow and len(found) == most:
                break
    await records.aclose()
    return found


@pytest.mark.parametrize("follow", [True, False])
async def test_a_connection_that_the_broker_ends_is_followed_by_the_next_and_nothing_is_seen_twice(
    agency: Agency, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, *, follow: bool
) -> None:
    there = brokers(agency, monkeypatch, errors=[KafkaConnectionError()] * 2, causes=[ANSWERS])

    assert await seen(there, tmp_path, follow=follow) == [0, 1, 2, 3]
    assert (there.clients, there.errors, there.said, there.paused) == (3, [], [], [])


async def test_who_follows_waits_for_brokers_that_are_away_and_says_so_once(
    agency: Agency, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    errors: list[KafkaError] = [KafkaConnectionError() for _ in range(100)]
    there = brokers(agency, monkeypatch, errors=errors, causes=[AWAY], useless=True)

    assert await seen(there, tmp_path, follow=True) == [0, 1, 2, 3]
    assert (there.clients, there.said, len(there.paused)) == (101, ["HB-8606"], 100)


@pytest.mark.parametrize(("cause", "follow"), [(AWAY, False), (NOT_LET_IN, False), (NOT_LET_IN, True)])
async def test_who_only_looks_hears_at_once_and_who_is_not_let_in_hears_always(
    agency: Agency, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, cause: Finding, *, follow: bool
) -> None:
    there = brokers(agency, monkeypatch, errors=[KafkaConnectionError()], causes=[cause])

    with pytest.raises(WireError) as ended:
        await seen(there, tmp_path, follow=follow)
    assert (ended.value.findings, there.clients) == ((cause,), 1)


async def test_brokers_that_let_in_and_answer_nothing_are_not_asked_for_ever(
    agency: Agency, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    errors: list[KafkaError] = [KafkaConnectionError() for _ in range(1000)]
    there = brokers(agency, monkeypatch, errors=errors, causes=[ANSWERS], useless=True)

    with pytest.raises(WireError):
        await seen(there, tmp_path, follow=True)
    assert there.clients == len(there.paused) + 1 == looking.MOST_IN_VAIN + 1


async def test_a_wire_that_was_made_anew_meanwhile_is_shown_from_its_beginning(
    agency: Agency, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    there = brokers(agency, monkeypatch, errors=[OffsetOutOfRangeError()], causes=[ANSWERS], ends=[4, 0])

    assert await seen(there, tmp_path, follow=True, most=5) == [0, 0, 1, 2, 3]


async def test_a_look_goes_past_offsets_without_a_record_to_the_end(
    agency: Agency, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    there = brokers(agency, monkeypatch, errors=[], causes=[ANSWERS], ends=[6])
    there.log = Log({1: agency.raws[1]})

    assert await seen(there, tmp_path, follow=False) == [1]
    assert there.log.asked == [0, 2, 3, 4, 5]
