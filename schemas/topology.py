"""What stands on the wire: topics, rights, users and quotas. What is wanted follows from directory and permission table; what is found is compared."""

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final, Literal, assert_never

from schemas import topics
from schemas.codec.record import RECORD_LIMIT
from schemas.directory.agency import AgencyVersion
from schemas.permissions.model import (
    ClusterRow,
    GroupRow,
    PermissionTable,
    Principal,
    QuotaRow,
    TopicRow,
    TopicSettings,
)

Pattern = Literal["literal", "prefixed"]

ANY_NAME: Final = "*"
CLUSTER: Final = "kafka-cluster"
"""The name that Kafka gives the one resource that stands for the brokers as a whole."""
FEW_BROKERS: Final = 3
_DAY_MS: Final = 24 * 60 * 60 * 1000
_HOUR_MS: Final = 60 * 60 * 1000


@dataclass(frozen=True, order=True)
class Right:
    """One line of the broker's list of rights. Ours are of few kinds; what is found may be of any."""

    user: str
    resource: str
    name: str
    pattern: str
    operation: str
    permission: str = "allow"
    host: str = ANY_NAME


@dataclass(frozen=True, order=True)
class Limited:
    """Whom a quota limits, as Kafka says it: a user, one client id of a user, and so on. The name <default> stands for all that have none of their own."""

    parts: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, user: str, client: str | None = None) -> "Limited":
        return cls(tuple(sorted({"user": user, **({"client-id": client} if client else {})}.items())))

    @property
    def user(self) -> str | None:
        return dict(self.parts).get("user")

    @property
    def named(self) -> str:
        """For people: user=agency.x, client-id=urgent."""
        return ", ".join(f"{kind}={name}" for kind, name in reversed(self.parts))


Rates = Mapping[str, float]


@dataclass(frozen=True)
class Shape:
    """How a topic is laid out and kept."""

    partitions: int
    replicas: int
    settings: Mapping[str, str]


@dataclass(frozen=True)
class Wanted:
    """All that is to be on the wire, and, but for topics, nothing else. A spared user may be there and is never made."""

    topics: Mapping[str, Shape]
    rights: frozenset[Right]
    users: frozenset[str]
    quotas: Mapping[Limited, Rates]
    spared: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Found:
    """All that is on the wire."""

    topics: Mapping[str, Shape]
    rights: frozenset[Right]
    users: frozenset[str]
    quotas: Mapping[Limited, Rates]


NOTHING: Final = Wanted(MappingProxyType({}), frozenset(), frozenset(), MappingProxyType({}))


def of_everybody(agencies: Iterable[AgencyVersion], table: PermissionTable, *, brokers: int) -> Wanted:
    """What the bus needs, with these agencies on it."""
    parts = [of_bus(table, brokers=brokers), *(of_agency(agency, table, brokers=brokers) for agency in agencies)]
    return replace(together(parts), spared=frozenset(table.super_users))


def together(parts: Sequence[Wanted]) -> Wanted:
    """Several parts of what is wanted, as one."""
    return Wanted(
        topics=MappingProxyType({name: shape for part in parts for name, shape in part.topics.items()}),
        rights=frozenset(itertools.chain.from_iterable(part.rights for part in parts)),
        users=frozenset(itertools.chain.from_iterable(part.users for part in parts)),
        quotas=MappingProxyType({limited: rates for part in parts for limited, rates in part.quotas.items()}),
    )


def of_bus(table: PermissionTable, *, brokers: int) -> Wanted:
    """What is there before the first agency comes."""
    shared = {t.name: shape(table.settings_of(t), brokers=brokers) for t in topics.TOPICS if not t.per_agency}
    return _of(table.held_by_bus(), shared, agency="")


def of_agency(agency: AgencyVersion, table: PermissionTable, *, brokers: int) -> Wanted:
    """What one agency needs; one that is closed has its topics, on which it has no right, and no user."""
    own = {t.of(agency.id): shape(table.settings_of(t), brokers=brokers) for t in topics.TOPICS if t.per_agency}
    kinds = table.held_by_agencies() if agency.closed is None else ()
    held = (kind for kind in kinds if not kind.roles or set(kind.roles) & set(agency.roles))
    return _of(held, own, agency=agency.id)


def users_of(agency: str, table: PermissionTable) -> frozenset[str]:
    """Every user that an agency can have, whatever its roles."""
    return frozenset(kind.user.format(agency=agency) for kind in table.held_by_agencies() if kind.user)


def topics_of(agency: str) -> frozenset[str]:
    return frozenset(topic.of(agency) for topic in topics.TOPICS if topic.per_agency)


def shape(settings: TopicSettings, *, brokers: int) -> Shape:
    """A topic's settings, all of them said: a broker's default is nobody's decision."""
    replicas = min(brokers, FEW_BROKERS)
    retention = -1 if settings.retention_days is None else settings.retention_days * _DAY_MS
    said = {
        "cleanup.policy": "delete",
        "compression.type": "uncompressed",
        "max.message.bytes": str(RECORD_LIMIT + settings.room_bytes),
        "message.timestamp.type": "LogAppendTime",
        "min.insync.replicas": str(max(1, replicas - 1)),
        "retention.bytes": "-1",
        "retention.ms": str(retention),
        "segment.ms": str(settings.segment_hours * _HOUR_MS),
        "unclean.leader.election.enable": "false",
    }
    return Shape(settings.partitions, replicas, MappingProxyType(said))


def _of(held: Iterable[Principal], shapes: Mapping[str, Shape], *, agency: str) -> Wanted:
    by_user = {kind.user.format(agency=agency): kind for kind in held if kind.user}
    return Wanted(
        topics=MappingProxyType(dict(shapes)),
        rights=frozenset(r for user, kind in by_user.items() for r in _rights(kind, user, agency)),
        users=frozenset(by_user),
        quotas=MappingProxyType({
            Limited.of(user, row.client): _rates(row) for user, kind in by_user.items() for row in kind.quotas
        }),
    )  # fmt: skip


def _rights(kind: Principal, user: str, agency: str) -> Iterator[Right]:
    for row in kind.wire:
        name, pattern = _meant(row, user, agency)
        for operation in row.may:
            yield Right(user, row.resource, name, pattern, operation)


def _meant(row: TopicRow | GroupRow | ClusterRow, user: str, agency: str) -> tuple[str, Pattern]:
    match row:
        case TopicRow():
            return _topics_meant(row, agency)
        case GroupRow():
            return (f"{user}.", "prefixed") if row.name is None else (row.name, "literal")
        case ClusterRow():
            return CLUSTER, "literal"
        case _:
            assert_never(row)


def _topics_meant(row: TopicRow, agency: str) -> tuple[str, Pattern]:
    """An agency's own topic is always literal: its name may begin another's."""
    topic = row.topic
    if topic is None:
        return ANY_NAME, "literal"
    return (topic.prefix, "prefixed") if row.whose == "every" else (topic.of(agency), "literal")


def _rates(row: QuotaRow) -> Rates:
    """By the names that Kafka gives them."""
    named = {
        "producer_byte_rate": row.producer_bytes_per_second,
        "consumer_byte_rate": row.consumer_bytes_per_second,
        "request_percentage": row.request_percent,
    }
    return MappingProxyType({name: float(rate) for name, rate in named.items() if rate is not None})
