"""From what is found to what is wanted, step by step: what takes away comes first, what gives comes after, and who may log in comes last."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal, TypeVar

from schemas.topology import Found, Limited, Rates, Right, Shape, Wanted


@dataclass(frozen=True)
class RemoveRight:
    right: Right


@dataclass(frozen=True)
class RemoveUser:
    user: str


@dataclass(frozen=True)
class SetQuota:
    """What is None is taken away."""

    limited: Limited
    rates: Mapping[str, float | None]


@dataclass(frozen=True)
class CreateTopic:
    name: str
    shape: Shape


@dataclass(frozen=True)
class SetTopic:
    """What is None goes back to the broker's default."""

    name: str
    settings: Mapping[str, str | None]


@dataclass(frozen=True)
class AddRight:
    right: Right


@dataclass(frozen=True)
class CreateUser:
    user: str


V = TypeVar("V")

Step = RemoveRight | RemoveUser | SetQuota | CreateTopic | SetTopic | AddRight | CreateUser


@dataclass(frozen=True)
class Immovable:
    """A topic is laid out otherwise than wanted, and no step could mend it without moving records."""

    name: str
    what: Literal["partitions", "replicas"]
    wanted: int
    found: int


@dataclass(frozen=True)
class Unwanted:
    """A topic that nobody asks for. It is never deleted here: it may hold what somebody still needs."""

    name: str


@dataclass(frozen=True)
class Difference:
    steps: tuple[Step, ...]
    immovable: tuple[Immovable, ...]
    unwanted: tuple[Unwanted, ...]

    @property
    def is_none(self) -> bool:
        """A topic too many is no difference: without rights it is closed to everybody."""
        return not self.steps and not self.immovable


def difference(wanted: Wanted, found: Found) -> Difference:
    """What has to be done so that what is found is what is wanted; nothing if it is."""
    return Difference(tuple(_steps(wanted, found)), tuple(_immovable(wanted, found)), tuple(_unwanted(wanted, found)))


def _steps(wanted: Wanted, found: Found) -> Iterator[Step]:
    # A right goes before its user: a connection that is open feels the one at once and the other late.
    yield from (RemoveRight(right) for right in sorted(found.rights - wanted.rights))
    yield from (RemoveUser(user) for user in sorted(found.users - wanted.users - wanted.spared))
    yield from _quotas(wanted.quotas, found.quotas)
    yield from (CreateTopic(name, shape) for name, shape in sorted(wanted.topics.items()) if name not in found.topics)
    for name in sorted(wanted.topics.keys() & found.topics.keys()):
        if changes := _changes(wanted.topics[name].settings, found.topics[name].settings):
            yield SetTopic(name, changes)
    yield from (AddRight(right) for right in sorted(wanted.rights - found.rights))
    # Whoever can log in finds everything there.
    yield from (CreateUser(user) for user in sorted(wanted.users - found.users))


def _quotas(wanted: Mapping[Limited, Rates], found: Mapping[Limited, Rates]) -> Iterator[SetQuota]:
    for limited in sorted(wanted.keys() | found.keys()):
        if changes := _changes(wanted.get(limited, {}), found.get(limited, {})):
            yield SetQuota(limited, changes)


def _changes(wanted: Mapping[str, V], found: Mapping[str, V]) -> Mapping[str, V | None]:
    """What has another value than wanted; None for what is too much."""
    names = sorted(name for name in wanted.keys() | found.keys() if wanted.get(name) != found.get(name))
    return MappingProxyType({name: wanted.get(name) for name in names})


def _immovable(wanted: Wanted, found: Found) -> Iterator[Immovable]:
    for name in sorted(wanted.topics.keys() & found.topics.keys()):
        ours, theirs = wanted.topics[name], found.topics[name]
        if ours.partitions != theirs.partitions:
            yield Immovable(name, "partitions", ours.partitions, theirs.partitions)
        if ours.replicas != theirs.replicas:
            yield Immovable(name, "replicas", ours.replicas, theirs.replicas)


def _unwanted(wanted: Wanted, found: Found) -> Iterator[Unwanted]:
    yield from (Unwanted(name) for name in sorted(found.topics.keys() - wanted.topics.keys()))
