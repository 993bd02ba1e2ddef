"""Our rights as the administration's client writes them."""

from typing import Final

from confluent_kafka.admin import (
    AclBinding,
    AclBindingFilter,
    AclOperation,
    AclPermissionType,
    ResourcePatternType,
    ResourceType,
)

from schemas.topology import Right

_USER: Final = "User:"
_RESOURCES: Final[dict[str, ResourceType]] = {
    "topic": ResourceType.TOPIC,
    "group": ResourceType.GROUP,
    "cluster": ResourceType.BROKER,
    "transactional-id": ResourceType.TRANSACTIONAL_ID,
}
_PATTERNS: Final[dict[str, ResourcePatternType]] = {
    "literal": ResourcePatternType.LITERAL,
    "prefixed": ResourcePatternType.PREFIXED,
}
_PERMISSIONS: Final[dict[str, AclPermissionType]] = {
    "allow": AclPermissionType.ALLOW,
    "deny": AclPermissionType.DENY,
}


def knows(right: Right) -> bool:
    """Whether the client has words for this right. What it cannot say it could not take away either."""
    kinds = right.resource in _RESOURCES and right.pattern in _PATTERNS and right.permission in _PERMISSIONS
    return kinds and _operation(right) in AclOperation.__members__ and ":" not in right.user


def binding(right: Right) -> AclBinding:
    return AclBinding(*_fields(right))


def exactly(right: Right) -> AclBindingFilter:
    """Finds this right and no other."""
    return AclBindingFilter(*_fields(right))


def _fields(
    right: Right,
) -> tuple[ResourceType, str, ResourcePatternType, str, str, AclOperation, AclPermissionType]:
    return (
        _RESOURCES[right.resource],
        right.name,
        _PATTERNS[right.pattern],
        _USER + right.user,
        right.host,
        AclOperation[_operation(right)],
        _PERMISSIONS[right.permission],
    )


def _operation(right: Right) -> str:
    return right.operation.upper().replace("-", "_")
