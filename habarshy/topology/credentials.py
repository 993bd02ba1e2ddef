"""Users and what they log in with. A user is closed and never deleted: Kafka can forget all of them when it is restarted after a deletion.

Kafka 4.3.1, reading its metadata anew without a snapshot, drops a mechanism's users as soon as a deletion leaves none of those
that it has taken up so far; whoever it takes up after that, the super user too, is not let in.
"""

import secrets
from collections.abc import Iterable, Mapping
from typing import Final

from confluent_kafka.admin import (
    ScramCredentialInfo,
    ScramMechanism,
    UserScramCredentialAlteration,
    UserScramCredentialsDescription,
    UserScramCredentialUpsertion,
)

ITERATIONS: Final = 8192
"""Of the hashing of a password, which is random and long: more would only make logging in slow."""
CLOSED: Final = 16384
"""As many as Kafka takes, and nobody else here has them: by them a password that nobody knows is told from one that somebody has."""
_PASSWORD_BYTES: Final = 32

Known = Mapping[str, UserScramCredentialsDescription]


def open_users(known: Known) -> frozenset[str]:
    """Those who can log in: a closed user is no user."""
    return frozenset(user for user, said in known.items() if _open(said))


def given(passwords: Iterable[tuple[str, str]]) -> list[UserScramCredentialAlteration]:
    how = ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, ITERATIONS)
    return [UserScramCredentialUpsertion(user, how, password.encode()) for user, password in passwords]


def closed(users: Iterable[str], known: Known) -> list[UserScramCredentialAlteration]:
    """Of these users every password with which somebody can log in, whoever gave it, becomes one that nobody keeps."""
    return [
        UserScramCredentialUpsertion(
            user, ScramCredentialInfo(one.mechanism, CLOSED), secrets.token_urlsafe(_PASSWORD_BYTES).encode()
        )
        for user in users
        if user in known
        for one in _open(known[user])
    ]


def _open(said: UserScramCredentialsDescription) -> list[ScramCredentialInfo]:
    return [one for one in said.scram_credential_infos if one.iterations != CLOSED]
