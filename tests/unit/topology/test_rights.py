"""A right is named whatever it is, and what is named can be taken away: the words lead back to the very numbers that were listed."""

from types import SimpleNamespace

from hypothesis import given
from hypothesis import strategies as st

from habarshy.topology import rights
from schemas.topology import Right

NUMBERS = st.integers(2, 127)
PRINCIPALS = st.sampled_from(["User:agency.a", "User:a:b", "Role:a", "User:Role:a", "Group:x:y"])


@given(NUMBERS, NUMBERS, NUMBERS, NUMBERS, PRINCIPALS)
def test_what_was_listed_is_what_is_taken_away(
    resource: int, pattern: int, operation: int, permission: int, principal: str
) -> None:
    listed = [(resource, "name", pattern, [(principal, "*", operation, permission)])]
    answer = SimpleNamespace(error_code=0, error_message=None, resources=listed)

    [found] = rights._listed(answer)
    asked = vars(rights._exactly(found))

    assert list(asked.values()) == [resource, "name", pattern, principal, "*", operation, permission]


def test_the_rights_of_users_are_said_in_words() -> None:
    listed = [(2, "outbox.", 4, [("User:intake", "*", 3, 3)])]

    assert list(rights._listed(SimpleNamespace(error_code=0, error_message=None, resources=listed))) == [
        Right("intake", "topic", "outbox.", "prefixed", "read")
    ]
