"""Our rights as the administration's client writes them, and back."""

from typing import Any, Final

from confluent_kafka.admin import (
    AclBinding,
    AclBindingFilter,
    AclOperation,
    AclPermissionType,
    ResourcePatternType,
    ResourceType,
)

from schemas.topology import Pattern, Permission, Resource, Right

_USER: Final = "User:"
_RESOURCES: Final[dict[Resource, ResourceType]] = {
    "topic": ResourceType.TOPIC,
    "group": ResourceType.GROUP,
    "cluster": ResourceType.BROKER,
    "transactional-id": ResourceType.TRANSACTIONAL_ID,
}
_PATTERNS: Final[dict[Pattern, ResourcePatternType]] = {
    "literal": ResourcePatternType.LITERAL,
    "prefixed": ResourcePatternType.PREFIXED,
}
_PERMISSIONS: Final[dict[Permission, AclPermissionType]] = {
    "allow": AclPermissionType.ALLOW,
    "deny": AclPermissionType.DENY,
}
_OUR_RESOURCES: Final = {theirs: ours for ours, theirs in _RESOURCES.items()}
_OUR_PATTERNS: Final = {theirs: ours for ours, theirs in _PATTERNS.items()}
_OUR_PERMISSIONS: Final = {theirs: ours for ours, theirs in _PERMISSIONS.items()}


def everything_of(user: str | None) -> AclBindingFilter:
    """Finds every right of a user; None: of everybody."""
    any_at_all: Any = None  # the library's types leave out that None is any name
    principal = any_at_all if user is None else _USER + user
    return AclBindingFilter(
        ResourceType.ANY,
        any_at_all,
        ResourcePatternType.ANY,
        principal,
        any_at_all,
        AclOperation.ANY,
        AclPermissionType.ANY,
    )


def right(binding: AclBinding) -> Right:
    operation = AclOperation(binding.operation)
    return Right(
        user=binding.principal.removeprefix(_USER),
        resource=_OUR_RESOURCES[ResourceType(binding.restype)],
        name=binding.name,
        pattern=_OUR_PATTERNS[ResourcePatternType(binding.resource_pattern_type)],
        operation=operation.name.lower().replace("_", "-"),
        permission=_OUR_PERMISSIONS[AclPermissionType(binding.permission_type)],
        host=binding.host,
    )


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
        AclOperation[right.operation.upper().replace("-", "_")],
        _PERMISSIONS[right.permission],
    )
