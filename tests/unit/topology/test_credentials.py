"""A user is closed by a password that nobody keeps, and no user is ever deleted."""

from confluent_kafka.admin import (
    ScramCredentialInfo,
    ScramMechanism,
    UserScramCredentialsDescription,
    UserScramCredentialUpsertion,
)

from habarshy.topology import credentials
from habarshy.topology.credentials import CLOSED, ITERATIONS

NEW, OLD = ScramMechanism.SCRAM_SHA_512, ScramMechanism.SCRAM_SHA_256


def known(**users: list[tuple[ScramMechanism, int]]) -> credentials.Known:
    return {
        user: UserScramCredentialsDescription(user, [ScramCredentialInfo(*one) for one in held])
        for user, held in users.items()
    }


def test_a_closed_user_is_none_until_he_has_a_password_again() -> None:
    found = known(
        open=[(NEW, ITERATIONS)], by_hand=[(NEW, 4096)], closed=[(NEW, CLOSED)], half=[(NEW, CLOSED), (OLD, 4096)]
    )

    assert credentials.open_users(found) == {"open", "by_hand", "half"}


def test_closing_overwrites_every_password_by_which_somebody_can_log_in() -> None:
    found = known(a=[(NEW, ITERATIONS), (OLD, 4096)], b=[(NEW, CLOSED), (OLD, 4096)], c=[(NEW, CLOSED)])

    said = [
        one
        for one in credentials.closed(["a", "b", "c", "nobody"], found)
        if isinstance(one, UserScramCredentialUpsertion)
    ]

    assert [(one.user, one.scram_credential_info.mechanism) for one in said] == [("a", NEW), ("a", OLD), ("b", OLD)]
    assert {one.scram_credential_info.iterations for one in said} == {CLOSED}
    assert len({one.password for one in said}) == len(said)


def test_who_is_given_a_password_is_not_closed() -> None:
    [given] = [
        one for one in credentials.given([("a", "long-and-random")]) if isinstance(one, UserScramCredentialUpsertion)
    ]

    assert credentials.open_users(known(a=[(NEW, given.scram_credential_info.iterations)])) == {given.user}
