"""A partition stops where a version came into force that this program does not have."""

import logging
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

import pytest

from consumers.intake import versions
from schemas import versions as shipped_versions
from schemas.messages.bus import ReferenceEntry
from schemas.versions import Content, Name
from services.directory_log import writing
from services.directory_log.state import LogState
from services.ledger.records import Arrival
from tests.unit.admission import world
from tests.unit.admission.world import RECEIVED_AT
from tests.unit.intake.fakes import FakeReference
from tests.unit.intake.rig import Rig, became, memory, notices, wire_with

OURS: Final = Content(version="2026.7", digest="a" * 64)
SHIPPED: Final[Mapping[Name, Content]] = {"catalogue": OURS, "schemas": Content(version="1.4", digest="b" * 64)}
FROM: Final = RECEIVED_AT - timedelta(days=9)


def entry(content: Content, since: datetime = FROM, name: Name = "catalogue") -> ReferenceEntry:
    return ReferenceEntry(
        type="reference-entry",
        id=UUID(int=5 << 76 | 2 << 62),
        schema_version="1.1",
        sender="bus",
        epoch=1,
        emitted_at=FROM,
        sequence=1,
        name=name,
        version=content.version,
        in_force_from=since,
        body_digest=writing.digest_of(content),
    )


def version(number: str) -> Content:
    return Content(version=number, digest="c" * 64)


@pytest.mark.parametrize(
    ("published", "lacks"),
    [
        ([], None),
        ([OURS], None),
        ([version("2026.6")], None),
        ([version("2025.900")], None),
        ([version("2026.10")], "2026.10"),
        ([OURS, version("2026.8")], "2026.8"),
        ([version("2026.8"), OURS], None),
        ([version("2026.7")], "2026.7"),
        ([version("2026.7"), OURS], None),
        ([version("later")], "later"),
    ],
    ids=str,
)
def test_what_is_later_than_ours_is_unknown_and_what_came_before_it_is_not(
    published: list[Content], lacks: str | None
) -> None:
    state = LogState(published={"catalogue": tuple(map(entry, published))})

    found = versions.lacking(state, SHIPPED)

    assert (found.version if found else None) == lacks


def test_the_one_that_comes_into_force_first_is_named() -> None:
    later, first = RECEIVED_AT + timedelta(days=2), RECEIVED_AT + timedelta(days=1)
    state = LogState(
        published={
            "catalogue": (entry(version("2026.9"), later),),
            "schemas": (entry(version("1.5"), first, "schemas"),),
            "policy": (entry(version("9.9"), FROM, "policy"),),
        }
    )

    assert versions.lacking(state, SHIPPED) == versions.Lacking("schemas", "1.5", first)


async def test_a_partition_stops_at_the_first_record_that_came_under_it_and_goes_on_when_it_is_known(
    caplog: pytest.LogCaptureFixture,
) -> None:
    ledger = memory()
    arrivals = notices(4)
    since = arrivals[2].received_at
    theirs = Content(version="9999.1", digest="d" * 64)
    reference = FakeReference(world.directory(), published={"catalogue": (entry(theirs, since + timedelta(hours=1)),)})
    late = [one if number < 2 else _later(one) for number, one in enumerate(arrivals)]
    one = Rig(wire_with(*late), ledger, reference)

    with caplog.at_level(logging.CRITICAL):
        await one.pass_time(30)

    assert became(ledger) == [(0, "ROUTED"), (1, "ROUTED")]
    assert one.intake.unready == ["version-unknown"]
    assert [str(vars(record)["action"]) for record in caplog.records] == ["intake.version-unknown"]

    own = shipped_versions.shipped()["catalogue"]
    reference.published = {"catalogue": (entry(theirs, since), entry(own, since))}
    await one.pass_time(30)
    assert [offset for offset, _ in became(ledger)] == [0, 1, 2, 3]
    assert one.intake.unready == []


def _later(arrival: Arrival) -> Arrival:
    return replace(arrival, received_at=arrival.received_at + timedelta(hours=1))
