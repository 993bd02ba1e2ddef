"""Brings the wire to what is wanted, in the order that the difference names, and waits until the brokers show it."""

import contextlib
import itertools
from collections.abc import Callable, Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Final

from habarshy.topology.errors import BusyError, broken
from habarshy.topology.secret_files import SecretFiles
from habarshy.topology.wire import CHANGING, Wire
from schemas import topology
from schemas.directory.agency import AgencyVersion
from schemas.permissions.model import PermissionTable
from schemas.topology import NOTHING, Found, Wanted
from schemas.topology_difference import (
    AddRight,
    CreateTopic,
    CreateUser,
    Difference,
    RemoveRight,
    RemoveUser,
    SetQuota,
    SetTopic,
    Step,
    difference,
)

LOOKS: Final = 300
"""How often the brokers are looked at before we give up."""


@dataclass(frozen=True)
class Means:
    """What applying needs beside the brokers: where passwords are kept, who mints them, and how a moment is waited."""

    secrets: SecretFiles
    mint: Callable[[], str]
    pause: Callable[[], None]


def found(wire: Wire) -> Found:
    """All that is there."""
    return Found(wire.topics(), wire.rights(), wire.users(), wire.quotas())


def found_of(agency: str, wire: Wire, table: PermissionTable) -> Found:
    """What is there of one agency, whatever its roles are or were."""
    return _found_part(topology.users_of(agency, table), topology.topics_of(agency), wire)


def _found_part(users: AbstractSet[str], topics: AbstractSet[str], wire: Wire) -> Found:
    return Found(
        topics=wire.topics(topics),
        rights=wire.rights(users),
        users=wire.users() & users,
        quotas={limited: rates for limited, rates in wire.quotas().items() if limited.user in users},
    )


def apply(wanted: Wanted, wire: Wire, means: Means) -> Difference:
    """Everything that there is becomes what is wanted; answers what it took."""
    return _applied(wanted, lambda: found(wire), wire, means=means)


def apply_agency(agency: AgencyVersion, wire: Wire, table: PermissionTable, *, means: Means) -> Difference:
    """One open agency's topics, rights, quotas and users, and nothing of anybody else's."""
    wanted = topology.of_agency(agency, table, brokers=wire.brokers())
    return _applied(wanted, lambda: found_of(agency.id, wire, table), wire, means=means)


def apply_agencies(
    agencies: Sequence[AgencyVersion], wire: Wire, table: PermissionTable, *, means: Means
) -> Difference:
    """Several at once: the brokers are asked and told once for all of them."""
    brokers = wire.brokers()
    parts = [topology.of_agency(agency, table, brokers=brokers) for agency in agencies]
    users = frozenset(user for agency in agencies for user in topology.users_of(agency.id, table))
    return _apply_part(topology.together(parts), users, wire, means=means)


def apply_bus(wire: Wire, table: PermissionTable, *, means: Means) -> Difference:
    """The bus's own topics and users, and nothing of any agency's."""
    wanted = topology.of_bus(table, brokers=wire.brokers())
    return _apply_part(wanted, wanted.users, wire, means=means)


def _apply_part(wanted: Wanted, users: AbstractSet[str], wire: Wire, *, means: Means) -> Difference:
    return _applied(wanted, lambda: _found_part(users, wanted.topics.keys(), wire), wire, means=means)


def retire_agency(agency: str, wire: Wire, table: PermissionTable, *, means: Means) -> Difference:
    """Takes an agency's rights, which its open connections feel at once, then its users. Its topics stay, closed to all but the bus."""
    return _applied(NOTHING, lambda: found_of(agency, wire, table), wire, means=means)


def _applied(wanted: Wanted, look: Callable[[], Found], wire: Wire, *, means: Means) -> Difference:
    needed = difference(wanted, look())
    if needed.steps:
        wire.make_sure(CHANGING)
        _settle(wanted, look, wire, means=means, steps=needed.steps)
    return needed


def _settle(wanted: Wanted, look: Callable[[], Found], wire: Wire, *, means: Means, steps: Sequence[Step]) -> None:
    """Until the brokers show what is wanted. The controller answers, and each broker hears of it a moment later; one that is busy is asked again for what is left."""
    done = False
    for _ in range(LOOKS):
        with contextlib.suppress(BusyError):
            if not done:
                _take_all(steps, wire, means)
                done = True
        with contextlib.suppress(BusyError):
            steps = difference(wanted, look()).steps
            if not steps:
                return
        means.pause()
    raise broken("HB-8108", number=len(steps))


def _take_all(steps: Sequence[Step], wire: Wire, means: Means) -> None:
    for _, together in itertools.groupby(steps, type):
        _take(list(together), wire, means)


def _take(steps: Sequence[Step], wire: Wire, means: Means) -> None:
    """Steps of one kind, together."""
    match steps[0]:
        case RemoveRight():
            wire.remove_rights(s.right for s in steps if isinstance(s, RemoveRight))
        case AddRight():
            wire.add_rights(s.right for s in steps if isinstance(s, AddRight))
        case RemoveUser():
            _close_users([s.user for s in steps if isinstance(s, RemoveUser)], wire, means)
        case CreateUser():
            _create_users([s.user for s in steps if isinstance(s, CreateUser)], wire, means)
        case SetQuota():
            wire.set_quotas({s.limited: s.rates for s in steps if isinstance(s, SetQuota)})
        case CreateTopic():
            wire.create_topics({s.name: s.shape for s in steps if isinstance(s, CreateTopic)})
        case SetTopic():
            wire.set_topics({s.name: s.settings for s in steps if isinstance(s, SetTopic)})


def _close_users(users: Sequence[str], wire: Wire, means: Means) -> None:
    wire.close_users(users)
    for user in users:
        means.secrets.forget(user)


def _create_users(users: Iterable[str], wire: Wire, means: Means) -> None:
    passwords: dict[str, str] = {}
    for user in users:
        passwords[user] = means.secrets.password(user) or means.mint()
        means.secrets.keep(user, passwords[user])
    wire.create_users(passwords)
