"""The permission table, tried: every principal, every operation, every resource, on a live broker with real credentials."""

import asyncio
import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import pytest
from aiokafka.conn import AIOKafkaConnection

from habarshy.stack.addresses import KafkaAddress
from habarshy.topology import applying
from habarshy.topology.wire import Wire
from schemas import topology
from schemas.permissions import model
from schemas.permissions.model import ClusterRow, GroupRow, Principal, TopicRow
from schemas.topology import NOTHING, Right, Shape
from tests.security import attempts
from tests.security.attempts import Attempt
from tests.topology import agency, means_in

# One name begins another's, which is how prefixes go wrong.
AGENCIES: Final = (agency("a"), agency("ab", "general-prosecutor"), agency("b"))
TABLE: Final = model.load()
FRESH: Final = "fresh"
NEVER_MADE: Final = "outbox.nobody"
NOBODY: Final = "nobody"
"""A user who can log in, and whom no row names."""
ROLES: Final = {one.id: set(one.roles) for one in AGENCIES}
TOPICS: Final = (*topology.of_everybody(AGENCIES, TABLE, brokers=1).topics, FRESH, NEVER_MADE)
GROUPS: Final = (
    "agency.a", "agency.a.main", "agency.ab.main", "agency.b.main", "monitoring.ab.main", "monitoring-protected.ab.main",
    "witness.ab.main", "intake", "intake.urgent", "intake.other", "main",
)  # fmt: skip
NOT_THERE: Final = 3
REFUSALS: Final = {"topic": 29, "group": 30, "cluster": 31, "transactional-id": 53}
IMPLIED: Final = {"describe": {"read", "write", "alter", "delete"}, "describe-configs": {"alter-configs"}}

Tried = tuple[str, str, str]
"""Who, what, with what."""
Outcomes = Mapping[Tried, frozenset[int]]


@dataclass(frozen=True)
class Holder:
    """A principal with the agency that holds it; none for the bus's."""

    principal: Principal
    agency: str

    @property
    def user(self) -> str:
        return str(self.principal.user).format(agency=self.agency)

    def may(self, needs: str, resource: str, name: str) -> bool:
        wanted = {needs, *IMPLIED.get(needs, ())}
        return any(wanted & set(row.may) and self._meant(row, resource, name) for row in self.principal.wire)

    def _meant(self, row: TopicRow | GroupRow | ClusterRow, resource: str, name: str) -> bool:
        """Read from the table's own row, and not by the code that makes rights of it."""
        match row:
            case TopicRow(name="any"):
                return resource == "topic"
            case TopicRow(whose="own"):
                return (resource, name) == ("topic", f"{row.name}.{self.agency}")
            case TopicRow(whose="every"):
                return resource == "topic" and name.startswith(f"{row.name}.")
            case GroupRow(name=None):
                return resource == "group" and name.startswith(f"{self.user}.")
            case TopicRow() | GroupRow():
                return (resource, name) == (row.resource, row.name)
            case ClusterRow():
                return resource == "cluster"


def holders() -> Iterator[Holder]:
    for principal in TABLE.principals:
        if principal.user is None:
            continue
        if principal.held_by == "bus":
            yield Holder(principal, "")
        else:
            held = (one for one, roles in ROLES.items() if not principal.roles or roles & set(principal.roles))
            yield from (Holder(principal, one) for one in held)


HOLDERS: Final = {holder.user: holder for holder in holders()}


@dataclass(frozen=True)
class World:
    """A broker on which the table was applied, and the address of each user."""

    wire: Wire
    users: Mapping[str, KafkaAddress]


@pytest.fixture(scope="module")
def world(own_kafka: KafkaAddress, tmp_path_factory: pytest.TempPathFactory) -> World:
    wire, means = Wire(own_kafka), means_in(Path(tmp_path_factory.mktemp("secrets")))
    applying.apply(replace(NOTHING, spared=frozenset(TABLE.super_users)), wire, means)
    wanted = topology.of_everybody(AGENCIES, TABLE, brokers=1)
    applying.apply(replace(wanted, users=wanted.users | {NOBODY}), wire, means)
    if FRESH not in wire.topics():
        wire.create_topics({FRESH: Shape(1, 1, {})})
    asyncio.run(awake(own_kafka))
    passwords = {user: means.secrets.password(user) or "" for user in (*HOLDERS, NOBODY)}
    return World(wire, {user: own_kafka.as_user(user, password) for user, password in passwords.items()})


async def awake(address: KafkaAddress) -> None:
    async with attempts.connected(address) as connection:
        await attempts.awake(connection)


def everything() -> Iterator[tuple[str, str, Attempt, str]]:
    """The kind of the resource, what is tried, how, and the resource's name."""
    for what, attempt in attempts.ON_TOPICS.items():
        yield from (("topic", what, attempt, topic) for topic in TOPICS)
    for what, attempt in attempts.ON_GROUPS.items():
        yield from (("group", what, attempt, group) for group in GROUPS)
    yield from (("cluster", what, attempt, "cluster") for what, attempt in attempts.ON_CLUSTER.items())
    yield "transactional-id", "begin a transaction", attempts.TRANSACTIONALLY, "agency.a.tx"


EVERYTHING: Final = tuple(everything())


def may(user: str, attempt: Attempt, resource: str, name: str) -> bool:
    return user in HOLDERS and HOLDERS[user].may(attempt.needs, resource, name)


async def tried_by(user: str, address: KafkaAddress) -> Outcomes:
    async with attempts.connected(address) as connection:
        return {
            (user, what, name): await attempts.outcome(connection, attempt, name)
            for _, what, attempt, name in EVERYTHING
        }


@pytest.fixture(scope="module")
def outcomes(world: World) -> Outcomes:
    async def together() -> list[Outcomes]:
        return await asyncio.gather(*(tried_by(user, address) for user, address in world.users.items()))

    return {tried: codes for found in asyncio.run(together()) for tried, codes in found.items()}


def test_what_the_broker_refuses_is_what_the_table_does_not_say(outcomes: Outcomes) -> None:
    refused, said = set(), set()
    for user, (resource, what, attempt, name) in itertools.product((*HOLDERS, NOBODY), EVERYTHING):
        if (what, name) == ("delete", NEVER_MADE):
            continue  # whoever may see it is told that there is nothing to delete; see below
        if REFUSALS[resource] in outcomes[user, what, name]:
            refused.add((user, what, name))
        if not may(user, attempt, resource, name):
            said.add((user, what, name))

    assert len(outcomes) == len(EVERYTHING) * (len(HOLDERS) + 1)
    assert (sorted(refused - said), sorted(said - refused)) == ([], [])


def test_what_is_not_refused_is_really_done(outcomes: Outcomes) -> None:
    """An attempt that fails for another reason would prove nothing."""
    failed = {
        (user, what, name): codes
        for user, (resource, what, attempt, name) in itertools.product((*HOLDERS, NOBODY), EVERYTHING)
        if REFUSALS[resource] not in (codes := outcomes[user, what, name])
        and not codes <= attempt.fine
        and not (name == NEVER_MADE and codes == {NOT_THERE})
    }

    assert failed == {}


def test_only_who_may_see_a_topic_is_told_that_it_is_not_there(outcomes: Outcomes) -> None:
    told = {user for (user, _, name), codes in outcomes.items() if name == NEVER_MADE and NOT_THERE in codes}

    assert told == {"intake", "monitor", "operator"}


def test_a_fresh_topic_is_closed_to_everybody(outcomes: Outcomes) -> None:
    """The operator sees that it is there, and cannot read it."""
    opened = {(user, what) for (user, what, name), codes in outcomes.items() if name == FRESH and 29 not in codes}

    assert {user for user, _ in opened} == {"operator"}
    assert not {what for _, what in opened} & {"produce", "consume", "delete", "delete records"}


async def test_who_may_ask_as_a_broker_is_answered_as_one(own_kafka: KafkaAddress, world: World) -> None:
    """Nobody in the table may; without this the attempt could be refused for whatever it says."""
    assert world.users
    async with attempts.connected(own_kafka) as connection:
        codes = await attempts.outcome(connection, attempts.ON_TOPICS["consume as a broker"], "outbox.a")

    assert codes == {attempts.NO_FOLLOWER}


def test_after_all_attempts_the_broker_lists_the_table_and_nothing_extra(outcomes: Outcomes, world: World) -> None:
    wanted = topology.of_everybody(AGENCIES, TABLE, brokers=1)

    assert outcomes
    assert world.wire.rights() == wanted.rights
    assert world.wire.users() - set(TABLE.super_users) == wanted.users | {NOBODY}


@pytest.mark.parametrize("user", [*HOLDERS, NOBODY])
async def test_sending_idempotently_takes_no_right_on_the_cluster(user: str, world: World) -> None:
    async with attempts.connected(world.users[user]) as connection:
        codes = await attempts.outcome(connection, attempts.IDEMPOTENTLY, "")
    writes = user in HOLDERS and any("write" in row.may for row in HOLDERS[user].principal.wire)

    assert codes == ({attempts.NONE} if writes else {REFUSALS["cluster"]})


async def test_a_right_too_many_is_seen_and_its_removal_is_felt_by_an_open_connection(world: World) -> None:
    extra = Right("relay", "topic", "outbox.", "prefixed", "read")
    consume = attempts.ON_TOPICS["consume"]
    async with attempts.connected(world.users["relay"]) as connection:
        world.wire.add_rights([extra])
        await becomes(connection, consume, {attempts.NONE})
        world.wire.remove_rights([extra])
        await becomes(connection, consume, {attempts.TOPIC_DENIED})


async def becomes(connection: AIOKafkaConnection, attempt: Attempt, expected: set[int]) -> None:
    """Waits until the broker has heard of a change that its controller has made."""
    seen: list[frozenset[int]] = []
    async with asyncio.timeout(5):
        while not seen or seen[-1] != expected:
            seen.append(await attempts.outcome(connection, attempt, "outbox.a"))
