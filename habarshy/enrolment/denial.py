"""The operator takes an agency's right to write one of its topics, and gives it back. What it sends meanwhile waits in its own spool."""

from collections.abc import Set as AbstractSet
from typing import Final

from habarshy.enrolment.folders import OperatorFolder
from habarshy.topology.wire import CHANGING, Wire
from schemas import topics, topology
from schemas.errors.tree import EnrolmentError, Finding
from schemas.permissions import model as permissions
from schemas.topology import Right

_WRITTEN: Final = (topics.OUTBOX, topics.URGENT)


def deny(folder: OperatorFolder, topic: str) -> bool:
    """Its open connections feel it at once; whether it could write before. A denial counts before any right that it has."""
    wire = Wire(folder.address)
    missing = _denials(wire, topic) - wire.rights(_users(topic))
    wire.make_sure(CHANGING)
    wire.add_rights(sorted(missing))
    return bool(missing)


def lift(folder: OperatorFolder, topic: str) -> bool:
    """Whether it was denied."""
    wire = Wire(folder.address)
    standing = _denials(wire, topic) & wire.rights(_users(topic))
    wire.make_sure(CHANGING)
    wire.remove_rights(sorted(standing))
    return bool(standing)


def _denials(wire: Wire, topic: str) -> AbstractSet[Right]:
    kind, _, agency = topic.partition(".")
    if kind not in {one.name for one in _WRITTEN} or not wire.topics([topic]):
        raise EnrolmentError(Finding("HB-8225", "", {"agency": agency or topic}))
    return frozenset(Right(user, "topic", topic, "literal", "write", "deny") for user in _users(topic))


def _users(topic: str) -> AbstractSet[str]:
    return topology.users_of(topics.owner(topic), permissions.load())
