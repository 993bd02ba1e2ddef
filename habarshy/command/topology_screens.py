"""A difference of the topology as a person reads it, and as a program does."""

import itertools
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from typing import Final, assert_never

from habarshy.command import output, wording
from schemas.topology import Right
from schemas.topology_difference import (
    AddRight,
    CreateTopic,
    CreateUser,
    Difference,
    Immovable,
    RemoveRight,
    RemoveUser,
    SetQuota,
    SetTopic,
    Step,
)

ADDED: Final = "+"
REMOVED: Final = "−"
CHANGED: Final = "~"
BY_HAND: Final = "!"

SHOWN: Final = 6
"""So many topics are named to a person; a program is told them all."""

Line = tuple[str, str, str, str]


def show(needed: Difference, *, as_json: bool) -> None:
    if as_json:
        output.as_json(document(needed))
        return
    lines = [*_lines(needed.steps), *map(_by_hand, needed.immovable)]
    if lines:
        output.table([wording.say(key) for key in ("topology-change", "topology-what", "name", "particulars")], lines)
    if needed.unwanted:
        names = [topic.name for topic in needed.unwanted]
        shown = ", ".join(names[:SHOWN]) + (" …" if len(names) > SHOWN else "")
        output.remark(wording.say("topology-unwanted", number=len(names), names=shown))


def makes_users(taken: Difference) -> bool:
    return any(isinstance(step, CreateUser) for step in taken.steps)


def document(needed: Difference) -> dict[str, object]:
    return {
        "same": needed.is_none,
        "steps": [_step(step) for step in needed.steps],
        "immovable": [asdict(topic) for topic in needed.immovable],
        "unwanted": [topic.name for topic in needed.unwanted],
    }


def _step(step: Step) -> dict[str, object]:
    match step:
        case AddRight():
            return {"step": "add-right", **asdict(step.right)}
        case RemoveRight():
            return {"step": "remove-right", **asdict(step.right)}
        case CreateUser():
            return {"step": "create-user", "user": step.user}
        case RemoveUser():
            return {"step": "remove-user", "user": step.user}
        case SetQuota():
            return {"step": "set-quota", "limited": dict(step.limited.parts), "rates": dict(step.rates)}
        case CreateTopic():
            shape = {"partitions": step.shape.partitions, "replicas": step.shape.replicas}
            return {"step": "create-topic", "name": step.name, **shape, "settings": dict(step.shape.settings)}
        case SetTopic():
            return {"step": "set-topic", "name": step.name, "settings": dict(step.settings)}
        case _:
            assert_never(step)


def _lines(steps: Iterable[Step]) -> Iterator[Line]:
    """One line for what concerns one user or one topic: an agency's rights are read together."""
    for _, together in itertools.groupby(map(_line, steps), key=lambda line: line[:3]):
        lines = list(together)
        yield (*lines[0][:3], "; ".join(line[3] for line in lines))


def _line(step: Step) -> Line:
    match step:
        case AddRight():
            return ADDED, wording.say("topology-right"), step.right.user, _said(step.right)
        case RemoveRight():
            return REMOVED, wording.say("topology-right"), step.right.user, _said(step.right)
        case CreateUser():
            return ADDED, wording.say("topology-user"), step.user, ""
        case RemoveUser():
            return REMOVED, wording.say("topology-user"), step.user, ""
        case SetQuota():
            return CHANGED, wording.say("topology-quota"), step.limited.named, _values(step.rates)
        case CreateTopic():
            return ADDED, wording.say("topology-topic"), step.name, f"{step.shape.partitions} × {step.shape.replicas}"
        case SetTopic():
            return CHANGED, wording.say("topology-topic"), step.name, _values(step.settings)
        case _:
            assert_never(step)


def _by_hand(topic: Immovable) -> Line:
    said = wording.say("topology-immovable", what=topic.what, wanted=topic.wanted, found=topic.found)
    return BY_HAND, wording.say("topology-topic"), topic.name, said


def _said(right: Right) -> str:
    """In Kafka's own words, which are the same in every language."""
    name = f"{right.name}*" if right.pattern == "prefixed" else right.name
    strange = "" if (right.permission, right.host) == ("allow", "*") else f" ({right.permission}, {right.host})"
    return f"{right.operation} {right.resource} {name}{strange}"


def _values(values: Mapping[str, object]) -> str:
    return ", ".join(f"{name}={_plain(value)}" for name, value in values.items())


def _plain(value: object) -> str:
    """A rate that is a whole number is written as one."""
    if value is None:
        return "—"
    return f"{value:.0f}" if isinstance(value, float) and value.is_integer() else str(value)
