"""What is wanted on the wire follows from the directory and the permission table, and nobody's rights reach into another's."""

import re

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from schemas import topics, topology
from schemas.catalogue.catalogue import Catalogue
from schemas.codec.record import RECORD_LIMIT
from schemas.permissions import model
from schemas.topology import Right, Wanted
from tests.topology import agency

TABLE = model.load()
NAMES = st.from_regex(r"[a-z][a-z0-9]{0,4}(-[a-z0-9]{1,4}){0,2}", fullmatch=True)
OVERSEER = "general-prosecutor"


def of_agency(name: str, *roles: str) -> Wanted:
    return topology.of_agency(agency(name, *roles), TABLE, brokers=3)


def may(wanted: Wanted, user: str) -> set[str]:
    """The rights of a user in the words of the design's matrix."""
    ending = {"prefixed": "*", "literal": ""}
    return {
        f"{right.operation} {right.resource} {right.name}{ending[right.pattern]}"
        for right in wanted.rights
        if right.user == user
    }


def test_an_agency_writes_its_outboxes_reads_its_inbox_and_what_all_read() -> None:
    assert may(of_agency("a"), "agency.a") == {
        "write topic outbox.a",
        "write topic urgent.a",
        "read topic inbox.a",
        "read topic reference",
        "read topic pulse",
        "read group agency.a.*",
    }


def test_an_agency_that_oversees_the_nation_has_a_user_for_each_of_its_parts() -> None:
    wanted = of_agency("g", OVERSEER)

    assert wanted.users == {"agency.g", "monitoring.g", "monitoring-protected.g", "witness.g"}
    assert may(wanted, "monitoring.g") == {"read topic obligations", "read topic pulse", "read group monitoring.g.*"}
    assert "read topic obligations.protected" in may(wanted, "monitoring-protected.g")
    assert may(wanted, "witness.g") == {"read topic reference", "read topic evidence", "write topic outbox.g"}


@pytest.mark.parametrize(
    ("user", "expected"),
    [
        (
            "intake",
            {
                "read topic outbox.*",
                "read topic urgent.*",
                "read topic reference",
                "read group intake",
                "read group intake.urgent",
            },
        ),
        ("relay", {"write topic inbox.*", "write topic obligations", "write topic obligations.protected"}),
        (
            "monitor",
            {"describe topic outbox.*", "describe topic urgent.*", "read topic pulse", "write topic pulse"},
        ),
        ("sequencer", {"write topic evidence", "write topic reference"}),
        ("auditor", {"read topic reference", "read topic evidence"}),
    ],
)
def test_each_part_of_the_bus_may_do_its_own_work_and_no_more(user: str, expected: set[str]) -> None:
    assert may(topology.of_bus(TABLE, brokers=3), user) == expected


def test_the_operator_writes_the_reference_and_reads_nothing() -> None:
    said = may(topology.of_bus(TABLE, brokers=3), "operator")

    assert {right for right in said if right.startswith(("read", "write", "delete"))} == {"write topic reference"}
    assert "alter cluster kafka-cluster" in said


def test_only_the_parts_of_the_bus_that_touch_kafka_have_users() -> None:
    wanted = topology.of_bus(TABLE, brokers=3)

    assert wanted.users == {"intake", "relay", "monitor", "sequencer", "auditor", "operator"}
    assert set(wanted.topics) == {"obligations", "obligations.protected", "reference", "evidence", "pulse"}


def covers(right: Right, resource: str, name: str) -> bool:
    """As a broker would read the right."""
    if right.resource != resource:
        return False
    return name.startswith(right.name) if right.pattern == "prefixed" else right.name in (name, "*")


@given(NAMES, NAMES, st.sampled_from(["main", "urgent", ""]))
def test_no_right_of_an_agency_reaches_into_anothers(one: str, other: str, group: str) -> None:
    assume(one != other)
    mine, theirs = of_agency(one, OVERSEER), of_agency(other, OVERSEER)
    their_groups = {right.name + group for right in theirs.rights if right.resource == "group"}

    assert mine.users.isdisjoint(theirs.users)
    for right in mine.rights:
        assert not any(covers(right, "topic", topic) for topic in theirs.topics)
        assert not any(covers(right, "group", name) for name in their_groups)


@given(NAMES)
def test_no_agency_can_be_named_like_a_part_of_the_bus(name: str) -> None:
    mine, bus = of_agency(name, OVERSEER), topology.of_bus(TABLE, brokers=3)

    assert mine.users.isdisjoint(bus.users | set(TABLE.super_users))
    assert mine.topics.keys().isdisjoint(bus.topics)
    groups = [right.name for right in bus.rights if right.resource == "group"]
    assert not any(covers(right, "group", group) for right in mine.rights for group in groups)


@given(NAMES)
def test_a_subscription_by_pattern_finds_every_agencys_topic_and_no_other_kind(name: str) -> None:
    for kind in topics.TOPICS:
        found = {other.of(name) for other in topics.TOPICS if re.match(kind.pattern, other.of(name))}
        assert found == {kind.of(name)}


@pytest.mark.parametrize(("brokers", "replicas", "in_sync"), [(1, 1, "1"), (2, 2, "1"), (3, 3, "2"), (5, 3, "2")])
def test_a_record_has_as_many_copies_as_the_brokers_allow(brokers: int, replicas: int, in_sync: str) -> None:
    for shape in topology.of_agency(agency("a"), TABLE, brokers=brokers).topics.values():
        assert (shape.replicas, shape.settings["min.insync.replicas"]) == (replicas, in_sync)


def test_every_setting_that_a_notice_depends_on_is_said() -> None:
    for name, shape in topology.of_everybody([agency("a")], TABLE, brokers=3).topics.items():
        settings = shape.settings
        assert settings["message.timestamp.type"] == "LogAppendTime", name
        assert settings["cleanup.policy"] == "delete", name
        assert settings["compression.type"] == "uncompressed", name
        assert settings["unclean.leader.election.enable"] == "false", name
        assert int(settings["max.message.bytes"]) > RECORD_LIMIT, name
        assert int(settings["retention.ms"]) == -1 or int(settings["retention.ms"]) >= int(settings["segment.ms"]), name


def test_what_everybody_believes_is_kept_for_ever() -> None:
    wanted = topology.of_bus(TABLE, brokers=3)

    assert {n for n, shape in wanted.topics.items() if shape.settings["retention.ms"] == "-1"} == {
        "reference",
        "evidence",
    }


def test_the_urgent_client_of_an_agency_has_a_quota_of_its_own() -> None:
    limited = {quota.named for quota in of_agency("a").quotas}

    assert limited == {"user=agency.a", "user=agency.a, client-id=urgent"}


def test_a_closed_agency_keeps_its_topics_and_has_no_user_and_no_right() -> None:
    closed = agency("a", OVERSEER).model_copy(update={"closed": "abolished"})
    wanted = topology.of_agency(closed, TABLE, brokers=3)

    assert wanted.topics == of_agency("a", OVERSEER).topics
    assert (wanted.users, wanted.rights, dict(wanted.quotas)) == (frozenset(), frozenset(), {})


def test_every_role_of_the_table_is_a_role_of_the_catalogue(catalogue: Catalogue) -> None:
    assert {role for principal in TABLE.principals for role in principal.roles} <= catalogue.role_by_code.keys()


def test_no_row_of_the_table_stands_twice() -> None:
    for principal in TABLE.principals:
        rows = [row.model_dump_json(exclude={"may"}) for row in principal.wire]
        assert len(set(rows)) == len(rows), principal.kind
