"""Reads every right that the brokers list, and takes away those of kinds that the administration's client does not know: it would call them all unknown."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from aiokafka.protocol.admin import DeleteAclsRequest, DescribeAclsRequest

from habarshy.stack.addresses import KafkaAddress
from habarshy.topology import protocol
from schemas.topology import Right

MOST_USERS: Final = 100
"""Of so many users at most each is asked about alone; of more, everybody is."""
_ANY: Final = 1
_USER: Final = "User:"
_OTHER_KIND: Final = ":"
"""Stands in the principal of somebody who is no user, and in no name of ours."""

RESOURCES: Final = {2: "topic", 3: "group", 4: "cluster", 5: "transactional-id", 6: "delegation-token", 7: "user"}
OPERATIONS: Final = {
    2: "all", 3: "read", 4: "write", 5: "create", 6: "delete", 7: "alter", 8: "describe", 9: "cluster-action",
    10: "describe-configs", 11: "alter-configs", 12: "idempotent-write", 13: "create-tokens", 14: "describe-tokens",
    15: "two-phase-commit",
}  # fmt: skip
_PATTERNS: Final = {3: "literal", 4: "prefixed"}
_PERMISSIONS: Final = {2: "deny", 3: "allow"}


def found(address: KafkaAddress, users: Sequence[str] | None) -> frozenset[Right]:
    """The rights of these users, or of everybody."""
    asked = [None] if users is None or len(users) > MOST_USERS else users
    listed = frozenset(
        right
        for answer in protocol.answers(address, [_everything_of(user) for user in asked])
        for right in _listed(answer)
    )
    return listed if users is None else frozenset(right for right in listed if right.user in set(users))


def remove(address: KafkaAddress, rights: Iterable[Right]) -> None:
    """These rights and no other."""
    for answer in protocol.answers(address, [_exactly(right) for right in rights]):
        for code, message, matching in answer.filter_responses:
            protocol.check(code, message)
            for code_of_one, message_of_one, *_ in matching:
                protocol.check(code_of_one, message_of_one)


def _everything_of(user: str | None) -> DescribeAclsRequest:
    return DescribeAclsRequest(_ANY, None, _ANY, None if user is None else _principal(user), None, _ANY, _ANY)


def _listed(answer: Any) -> Iterator[Right]:  # noqa: ANN401 - the answer's fields follow its schema
    protocol.check(answer.error_code, answer.error_message)
    for resource, name, pattern, entries in answer.resources:
        for principal, host, operation, permission in entries:
            yield Right(
                user=_user(principal),
                resource=_word(RESOURCES, resource),
                name=name,
                pattern=_word(_PATTERNS, pattern),
                operation=_word(OPERATIONS, operation),
                permission=_word(_PERMISSIONS, permission),
                host=host,
            )


def _exactly(right: Right) -> DeleteAclsRequest:
    return DeleteAclsRequest(
        _number(RESOURCES, right.resource),
        right.name,
        _number(_PATTERNS, right.pattern),
        _principal(right.user),
        right.host,
        _number(OPERATIONS, right.operation),
        _number(_PERMISSIONS, right.permission),
    )


def _user(principal: str) -> str:
    """A user's name alone; whoever is no user, or has a colon in his name, keeps the whole."""
    name = principal.removeprefix(_USER)
    return principal if _OTHER_KIND in name else name


def _principal(user: str) -> str:
    return user if _OTHER_KIND in user else _USER + user


def _word(words: dict[int, str], number: int) -> str:
    """Of a kind that this version does not know, its number: a right is named whatever it is."""
    return words.get(number, str(number))


def _number(words: dict[int, str], word: str) -> int:
    return next((number for number, known in words.items() if known == word), 0) or int(word)
