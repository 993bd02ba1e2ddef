"""Who may do what: an operation for each right to write or to read that the permission table gives, and for no other."""

from collections.abc import Iterator
from typing import Any, Final

from schemas.permissions.model import GroupRow, Operation, PermissionTable, Principal, TopicRow
from schemas.topics import Topic

Schema = dict[str, Any]

ACTIONS: Final[dict[Operation, str]] = {"write": "send", "read": "receive"}
_EXPLAINED: Final = {
    "send": "May write to the topic{whose}.",
    "receive": "May read the topic{whose}.",
}
_WHOSE: Final = {None: "", "own": " of its own agency, and of no other", "every": " of every agency"}


def components(table: PermissionTable) -> dict[str, Schema]:
    """Each operation under its name: `agency.send.outbox`."""
    return {
        f"{principal.kind}.{ACTIONS[may]}.{topic.name}": _operation(principal, row, may=may, topic=topic)
        for principal in table.principals
        for row, topic, may in _rights(principal)
    }


def _rights(principal: Principal) -> Iterator[tuple[TopicRow, Topic, Operation]]:
    for row in principal.wire:
        if isinstance(row, TopicRow) and row.topic is not None:
            yield from ((row, row.topic, may) for may in row.may if may in ACTIONS)


def _operation(principal: Principal, row: TopicRow, *, may: Operation, topic: Topic) -> Schema:
    action = ACTIONS[may]
    signed = {"security": [{"$ref": "#/components/securitySchemes/signature"}]} if topic.carries else {}
    return {
        "action": action,
        "channel": {"$ref": f"#/channels/{topic.name}"},
        "title": principal.title.en,
        "description": _EXPLAINED[action].format(whose=_WHOSE[row.whose]),
        "bindings": {"kafka": _groups(principal, action) | {"bindingVersion": "0.5.0"}},
        "x-title": principal.title.model_dump(),
        "x-principal": {"kind": principal.kind, "user": principal.user, "held-by": principal.held_by},
    } | (signed if action == "send" else {})


def _groups(principal: Principal, action: str) -> Schema:
    """Under which consumer groups a principal reads; without a name, under those that begin with its own."""
    rows = [row for row in principal.wire if isinstance(row, GroupRow)] if action == "receive" else []
    if not rows:
        return {}
    named = [row.name for row in rows if row.name]
    if named:
        return {"groupId": {"type": "string", "enum": named}}
    return {"groupId": {"type": "string", "description": f"Begins with the user's name and a dot: {principal.user}."}}
