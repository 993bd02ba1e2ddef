"""The permission table: principals with what each may do, and the settings of the topics. Denied is whatever is not listed."""

from collections.abc import Iterator
from functools import cache
from typing import Annotated, Final, Literal, Self

from pydantic import Field, StrictInt, StringConstraints, model_validator

from schemas import fields, packaged, topics
from schemas.texts import Text
from schemas.topics import Topic
from schemas.values import Value

TopicName = Literal[
    "outbox", "urgent", "inbox", "obligations", "obligations.protected", "reference", "evidence", "pulse"
]
TOPIC_BY_NAME: Final = {topic.name: topic for topic in topics.TOPICS}
Operation = Literal["read", "write", "create", "alter", "describe", "alter-configs", "describe-configs"]
Operations = Annotated[tuple[Operation, ...], Field(min_length=1)]
Positive = Annotated[StrictInt, Field(ge=1)]


class TopicRow(Value):
    """What a principal may do with a topic: with one of all agencies' alike, with its own agency's, or with any there is."""

    resource: Literal["topic"]
    name: TopicName | Literal["any"]
    whose: Literal["own", "every"] | None = None
    may: Operations

    @model_validator(mode="after")
    def _an_agencys_topic_says_whose(self) -> Self:
        topic = self.topic
        if (topic is not None and topic.per_agency) != (self.whose is not None):
            raise ValueError(self.name)
        return self

    @property
    def topic(self) -> Topic | None:
        return TOPIC_BY_NAME.get(self.name)


class GroupRow(Value):
    """Under which consumer groups a principal may read; without a name, under those that begin with its own."""

    resource: Literal["group"]
    name: Annotated[str, StringConstraints(pattern=r"^[a-z]+(\.[a-z]+)*$")] | None = None
    may: Annotated[tuple[Literal["read"], ...], Field(min_length=1)]


class ClusterRow(Value):
    """What concerns the brokers as a whole: rights, users, quotas, settings."""

    resource: Literal["cluster"]
    may: Operations


WireRow = Annotated[TopicRow | GroupRow | ClusterRow, Field(discriminator="resource")]


class LedgerRow(Value):
    """What the principal's database role may do with tables, views and functions of the ledger; the ledger makes its grants from it."""

    tables: Annotated[tuple[fields.Name, ...], Field(min_length=1)]
    may: Annotated[tuple[Literal["select", "insert", "update", "delete", "execute"], ...], Field(min_length=1)]
    columns: tuple[fields.Name, ...] = ()
    """Where it may update these alone."""

    @model_validator(mode="after")
    def _columns_are_updated(self) -> Self:
        if self.columns and (self.may != ("update",) or len(self.tables) > 1):
            raise ValueError(self.tables[0])
        return self


class QuotaRow(Value):
    """How much a user may take of a broker; with a client, that client id of the user's, apart from the rest."""

    client: fields.Code | None = None
    producer_bytes_per_second: Positive | None = None
    consumer_bytes_per_second: Positive | None = None
    request_percent: Positive | None = None


class Principal(Value):
    """A kind of user: of the bus, or of each agency, or of each agency that holds one of the roles."""

    kind: fields.Code
    held_by: Literal["agencies", "bus"]
    roles: tuple[fields.Role, ...] = ()
    user: str | None
    title: Text
    wire: tuple[WireRow, ...] = ()
    ledger: tuple[LedgerRow, ...] = ()
    quotas: tuple[QuotaRow, ...] = ()

    @model_validator(mode="after")
    def _a_user_is_named_after_its_kind(self) -> Self:
        """No agency can be named so that its user is another kind's: a dot stands in every agency's and in none of the bus's."""
        expected = f"{self.kind}.{{agency}}" if self.held_by == "agencies" else self.kind
        if self.user not in (None, expected) or (self.user is None and self.wire):
            raise ValueError(self.kind)
        return self

    @model_validator(mode="after")
    def _only_an_agency_has_its_own(self) -> Self:
        if self.held_by == "bus" and any(isinstance(row, TopicRow) and row.whose == "own" for row in self.wire):
            raise ValueError(self.kind)
        return self


class TopicSettings(Value):
    """How a kind of topic is kept."""

    topic: TopicName
    partitions: Positive
    retention_days: Positive | None
    segment_hours: Positive
    room_bytes: Positive


class PermissionTable(Value):
    """All of it, with a version of its own."""

    version: Annotated[str, StringConstraints(pattern=r"^[0-9]{4}\.[0-9]{1,3}$")]
    super_users: tuple[fields.Code, ...]
    principals: tuple[Principal, ...]
    topics: tuple[TopicSettings, ...]

    @model_validator(mode="after")
    def _every_topic_has_its_settings_once(self) -> Self:
        if sorted(settings.topic for settings in self.topics) != sorted(TOPIC_BY_NAME):
            raise ValueError("topics")
        return self

    @model_validator(mode="after")
    def _no_kind_stands_twice(self) -> Self:
        kinds = [principal.kind for principal in self.principals]
        if len(set(kinds)) < len(kinds):
            raise ValueError("principals")
        return self

    def held_by_agencies(self) -> Iterator[Principal]:
        return (principal for principal in self.principals if principal.held_by == "agencies")

    def held_by_bus(self) -> Iterator[Principal]:
        return (principal for principal in self.principals if principal.held_by == "bus")

    def settings_of(self, topic: Topic) -> TopicSettings:
        return next(settings for settings in self.topics if settings.topic == topic.name)


@cache
def load() -> PermissionTable:
    """The packaged table; there is no other."""
    file = packaged.ROOT / "permissions" / "permissions.yaml"
    return PermissionTable.model_validate(packaged.yaml_value(file, file.name))
