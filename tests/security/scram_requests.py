"""Requests about users, which the library does not have: listing them, and removing one."""

from typing import Final

from aiokafka.protocol.api import Request, RequestStruct, Response
from aiokafka.protocol.types import CompactArray, CompactString, Int8, Int16, Int32, Schema, TaggedFields

_TEXT: Final = CompactString("utf-8")
_TAGS: Final = ("tags", TaggedFields)
SHA_512: Final = 2


class ListUsersResponse(Response):  # type: ignore[misc] # the library has no types
    """The users, or why not."""

    API_KEY = 50
    API_VERSION = 0
    SCHEMA = Schema(
        ("throttle_time_ms", Int32),
        ("error_code", Int16),
        ("error_message", _TEXT),
        (
            "results",
            CompactArray(
                ("user", _TEXT),
                ("error_code", Int16),
                ("error_message", _TEXT),
                ("credential_infos", CompactArray(("mechanism", Int8), ("iterations", Int32), _TAGS)),
                _TAGS,
            ),
        ),
        _TAGS,
    )


class ListUsersStruct(RequestStruct):  # type: ignore[misc] # the library has no types
    """No names: all users."""

    API_KEY = 50
    API_VERSION = 0
    FLEXIBLE_VERSION = True
    RESPONSE_TYPE = ListUsersResponse
    SCHEMA = Schema(("users", CompactArray(("name", _TEXT), _TAGS)), _TAGS)


class ListUsers(Request[ListUsersStruct]):  # type: ignore[misc] # the library has no types
    """Who can log in?"""

    API_KEY = 50

    def build(self, request_struct_class: type[ListUsersStruct]) -> ListUsersStruct:
        return request_struct_class([], {})


class RemoveUserResponse(Response):  # type: ignore[misc] # the library has no types
    """What became of each."""

    API_KEY = 51
    API_VERSION = 0
    SCHEMA = Schema(
        ("throttle_time_ms", Int32),
        ("results", CompactArray(("user", _TEXT), ("error_code", Int16), ("error_message", _TEXT), _TAGS)),
        _TAGS,
    )


class RemoveUserStruct(RequestStruct):  # type: ignore[misc] # the library has no types
    """Whom to remove; nobody is added."""

    API_KEY = 51
    API_VERSION = 0
    FLEXIBLE_VERSION = True
    RESPONSE_TYPE = RemoveUserResponse
    SCHEMA = Schema(
        ("deletions", CompactArray(("name", _TEXT), ("mechanism", Int8), _TAGS)),
        ("upsertions", CompactArray(("name", _TEXT), _TAGS)),
        _TAGS,
    )


class RemoveUser(Request[RemoveUserStruct]):  # type: ignore[misc] # the library has no types
    """Takes a user away."""

    API_KEY = 51

    def __init__(self, user: str) -> None:
        self._user = user

    def build(self, request_struct_class: type[RemoveUserStruct]) -> RemoveUserStruct:
        return request_struct_class([(self._user, SHA_512, {})], [], {})
