"""After a restart of the brokers everybody is let in but who was closed. On a broker of this test's own.

Why a user is never deleted: with `UserScramCredentialDeletion` in the place of `close_users` below, Kafka 4.3.1 lets nobody in after
the restart, the super user included (HB-8102). It reads the changes of its metadata in the order of Java's hash; where the
deletion comes first it leaves nobody in the map of the mechanism, the map is dropped, and who is put into it next is lost.
"""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Final

import pytest

from habarshy.stack import stack as stacks
from habarshy.stack import waiting
from habarshy.stack.addresses import KafkaAddress
from habarshy.stack.settings import Settings
from habarshy.topology.errors import TopologyError
from habarshy.topology.wire import Wire

SUPERS: Final = ("admin", "broker")
OTHERS: Final = ("agency.a", "agency.b", "agency.c", "agency.d")
_BUCKETS: Final = 16


def in_javas_order(names: Iterable[str]) -> list[str]:
    """As a small HashMap of Java goes through them."""
    return sorted(names, key=_bucket)


def _bucket(name: str) -> int:
    code = 0
    for letter in name:
        code = (31 * code + ord(letter)) & 0xFFFFFFFF
    return (code ^ code >> 16) % _BUCKETS


def is_let_in(address: KafkaAddress) -> bool:
    try:
        return Wire(address).brokers() == 1
    except TopologyError as error:
        if error.findings[0].code != "HB-8102":
            raise
        return False


def restarted(settings: Settings) -> KafkaAddress:
    stacks.down(settings)
    return stacks.up(settings, datetime.now(UTC)).kafka


@pytest.mark.proof
def test_who_is_closed_is_not_let_in_after_a_restart_and_everybody_else_is(new_stack: Settings) -> None:
    kafka = stacks.up(new_stack, datetime.now(UTC)).kafka
    closed, *others = in_javas_order(OTHERS)
    assert in_javas_order([*SUPERS, *OTHERS])[0] == closed
    Wire(kafka).create_users({user: f"of-{user}" for user in OTHERS})
    assert waiting.until(lambda: is_let_in(kafka.as_user(closed, f"of-{closed}")), seconds=20)

    Wire(kafka).close_users([closed])
    again = restarted(new_stack)

    assert is_let_in(again)
    assert {user for user in OTHERS if is_let_in(again.as_user(user, f"of-{user}"))} == set(others)
    wire = Wire(again)
    assert wire.users() == {*SUPERS, *others}

    wire.create_users({closed: "another"})
    assert waiting.until(lambda: is_let_in(again.as_user(closed, "another")), seconds=20)
    assert wire.users() == {*SUPERS, *OTHERS}
