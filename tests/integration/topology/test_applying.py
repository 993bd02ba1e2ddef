"""What is declared stands on a real broker after it was applied, and nothing else; asked again, nothing is done."""

from collections.abc import Callable
from dataclasses import replace
from typing import Final

import pytest
from aiokafka.protocol.admin import CreateAclsRequest
from confluent_kafka.admin import (
    AdminClient,
    ScramCredentialInfo,
    ScramMechanism,
    UserScramCredentialUpsertion,
)

from habarshy.stack.addresses import Addresses, KafkaAddress
from habarshy.topology import applying, protocol
from habarshy.topology.applying import Means
from habarshy.topology.errors import TopologyError
from habarshy.topology.wire import Wire
from schemas import topology
from schemas.permissions.model import PermissionTable
from schemas.topology import NOTHING, Limited, Right, Shape, Wanted
from schemas.topology_difference import CreateUser, Immovable, Unwanted, difference
from tests.topology import agency, writes

A: Final = agency("a")
AB: Final = agency("ab", "general-prosecutor")
STRANGE: Final = Right("agency.a", "topic", "inbox.ab", "literal", "read")


@pytest.fixture
def wanted(wire: Wire, table: PermissionTable) -> Wanted:
    return topology.of_everybody([A, AB], table, brokers=wire.brokers())


@pytest.fixture
def applied(wanted: Wanted, wire: Wire, means: Means) -> Wanted:
    """The users are made anew, so that this test knows their passwords."""
    applying.apply(replace(wanted, users=frozenset()), wire, means)
    applying.apply(wanted, wire, means)
    return wanted


def as_user(user: str, kafka: KafkaAddress, means: Means) -> KafkaAddress:
    password = means.secrets.password(user)
    assert password is not None
    return kafka.as_user(user, password)


def test_from_a_bare_broker_everything_is_made_once(wanted: Wanted, wire: Wire, means: Means) -> None:
    applying.apply(NOTHING_BUT_THE_SUPER_USER, wire, means)

    first = applying.apply(wanted, wire, means)
    again = applying.apply(wanted, wire, means)

    assert {step.user for step in first.steps if isinstance(step, CreateUser)} == wanted.users
    assert again.steps == ()
    assert difference(wanted, applying.found(wire)).is_none


NOTHING_BUT_THE_SUPER_USER: Final = replace(NOTHING, spared=frozenset({"admin", "broker"}))

TOPIC, TRANSACTIONS, TOKEN, USER = 2, 5, 6, 7
READ, DESCRIBE, CREATE_TOKENS, TWO_PHASE_COMMIT = 3, 8, 13, 15
LITERAL, ALLOW = 3, 3


def granted(wire: Wire, resource: int, name: str, *, principal: str, operation: int) -> None:
    """As the brokers' own tools can do it, also where the administration's client has no word for it."""
    right = CreateAclsRequest(resource, name, LITERAL, principal, "*", operation, ALLOW)
    [answer] = protocol.answers(wire.address, [right])
    assert [code for code, _ in answer.creation_responses] == [0]


def older_password(wire: Wire, user: str) -> None:
    how = ScramCredentialInfo(ScramMechanism.SCRAM_SHA_256, 4096)
    given = UserScramCredentialUpsertion(user, how, b"long-and-random")
    admin = AdminClient(wire.address.confluent())
    made = admin.alter_user_scram_credentials([given])
    assert [done.result(20) for done in made.values()] == [None]


SPOILED: Final[dict[str, Callable[[Wire], None]]] = {
    "a right too many": lambda wire: wire.add_rights([STRANGE]),
    "a prohibition": lambda wire: wire.add_rights([replace(STRANGE, permission="deny")]),
    "a right for one host": lambda wire: wire.add_rights([replace(STRANGE, host="127.0.0.1")]),
    "a right to act as another user": lambda wire: granted(
        wire, USER, "agency.a", principal="User:stranger", operation=CREATE_TOKENS
    ),
    "a right on a token": lambda wire: granted(wire, TOKEN, "x", principal="User:stranger", operation=DESCRIBE),
    "a right of who is no user": lambda wire: granted(
        wire, TOPIC, "inbox.a", principal="Role:agency.a", operation=READ
    ),
    "a right of a kind that is new": lambda wire: granted(
        wire, TRANSACTIONS, "x", principal="User:agency.a", operation=TWO_PHASE_COMMIT
    ),
    "a right missing": lambda wire: wire.remove_rights([replace(STRANGE, name="inbox.a")]),
    "a user too many": lambda wire: wire.create_users({"stranger": "long-and-random"}),
    "a user too many, by an older password": lambda wire: older_password(wire, "stranger"),
    "a user missing": lambda wire: wire.close_users(["agency.a"]),
    "another retention": lambda wire: wire.set_topics({"outbox.a": {"retention.ms": "1000"}}),
    "a setting too many": lambda wire: wire.set_topics({"outbox.a": {"flush.messages": "1"}}),
    "another quota": lambda wire: wire.set_quotas({Limited.of("agency.a"): {"producer_byte_rate": 1.0}}),
    "a quota too many": lambda wire: wire.set_quotas({Limited.of("<default>"): {"producer_byte_rate": 1.0}}),
    "a quota missing": lambda wire: wire.set_quotas({Limited.of("agency.a", "urgent"): {"producer_byte_rate": None}}),
}


@pytest.mark.parametrize("spoiled", SPOILED)
def test_whatever_is_spoiled_is_found_and_mended(spoiled: str, applied: Wanted, wire: Wire, means: Means) -> None:
    SPOILED[spoiled](wire)
    taken = applying.apply(applied, wire, means)

    assert len(taken.steps) == 1
    assert difference(applied, applying.found(wire)).is_none


def test_a_topic_that_nobody_wants_is_named_and_kept(applied: Wanted, wire: Wire, means: Means, prefix: str) -> None:
    wire.create_topics({f"{prefix}odd": Shape(1, 1, {})})
    taken = applying.apply(applied, wire, means)

    assert Unwanted(f"{prefix}odd") in taken.unwanted
    assert f"{prefix}odd" in wire.topics()


def test_partitions_are_not_changed_behind_anybodys_back(applied: Wanted, wire: Wire, means: Means) -> None:
    more = replace(applied.topics["pulse"], partitions=2)
    taken = applying.apply(replace(applied, topics={**applied.topics, "pulse": more}), wire, means)

    assert taken.immovable == (Immovable("pulse", "partitions", wanted=2, found=1),)
    assert wire.topics(["pulse"])["pulse"].partitions == 1


def test_the_operator_needs_no_super_user(applied: Wanted, wire: Wire, means: Means, table: PermissionTable) -> None:
    operator = Wire(as_user("operator", wire.address, means))
    grown = topology.of_everybody([A, AB, agency("c")], table, brokers=1)

    assert applying.apply(grown, operator, means).steps
    assert writes(as_user("agency.c", wire.address, means), "outbox.c") == ""
    assert applying.apply(applied, operator, means).steps
    assert difference(applied, applying.found(operator)).is_none


def test_an_agency_is_applied_alone_and_can_speak_at_once(applied: Wanted, wire: Wire, means: Means, table: PermissionTable) -> None:  # fmt: skip
    applying.apply_agency(agency("b"), wire, table, means=means)

    assert writes(as_user("agency.b", wire.address, means), "outbox.b") == ""
    assert applying.apply_agency(agency("b"), wire, table, means=means).steps == ()
    assert difference(applied, applying.found(wire)).steps
    applying.retire_agency("b", wire, table, means=means)


def test_an_agency_that_loses_a_role_loses_the_user_of_that_role(
    applied: Wanted, wire: Wire, means: Means, table: PermissionTable
) -> None:
    applying.apply_agency(agency("ab"), wire, table, means=means)

    assert {user for user in wire.users() if user.endswith(".ab")} == {"agency.ab"}
    assert wire.rights(["witness.ab"]) == frozenset()
    assert applied.users - wire.users() == {"witness.ab", "monitoring.ab", "monitoring-protected.ab"}


def test_who_retires_is_gone_and_nobody_else_is_touched(
    applied: Wanted, wire: Wire, means: Means, table: PermissionTable
) -> None:
    spoke = as_user("agency.a", wire.address, means)
    others = {right for right in wire.rights() if right.user != "agency.a"}
    applying.retire_agency("a", wire, table, means=means)

    assert wire.rights() == others
    assert applied.users - wire.users() == {"agency.a"}
    assert "outbox.a" in wire.topics()
    assert means.secrets.password("agency.a") is None
    assert writes(spoke, "outbox.a") != ""


def test_a_password_kept_before_a_crash_is_the_one_that_logs_in(wanted: Wanted, wire: Wire, means: Means) -> None:
    applying.apply(replace(wanted, users=wanted.users - {"agency.a"}), wire, means)
    means.secrets.keep("agency.a", "kept-before-the-crash")
    applying.apply(wanted, wire, means)

    assert writes(wire.address.as_user("agency.a", "kept-before-the-crash"), "outbox.a") == ""


def test_whoever_lacks_the_right_is_told_which(applied: Wanted, wire: Wire, means: Means) -> None:
    assert applied.rights
    with pytest.raises(TopologyError) as refusal:
        Wire(as_user("agency.a", wire.address, means)).rights()

    assert str(refusal.value).startswith(
        "HB-8104: The user agency.a has no right to do this: cluster: DESCRIBE, DESCRIBE_CONFIGS."
    )


@pytest.mark.proof
def test_three_brokers_keep_three_copies(three_brokers: Addresses, table: PermissionTable, means: Means) -> None:
    wire = Wire(three_brokers.kafka)
    applying.apply_agency(A, wire, table, means=means)

    outbox = wire.topics(["outbox.a"])["outbox.a"]
    assert (outbox.replicas, outbox.settings["min.insync.replicas"]) == (3, "2")
    applying.retire_agency("a", wire, table, means=means)
