"""Ports are chosen free, remembered, and left to whoever has taken one meanwhile."""

import itertools
import socket

from habarshy.stack import ports
from habarshy.stack.settings import HOST


def chosen(remembered: tuple[int, ...], *, taken: set[int], count: int = 3) -> tuple[int, ...]:
    others = itertools.count(100)
    return ports.kept_or_chosen(
        remembered, count=count, free=lambda port: port not in taken, choose=lambda: next(others)
    )


def test_what_is_remembered_and_free_is_kept() -> None:
    assert chosen((1, 2, 3), taken=set()) == (1, 2, 3)


def test_a_port_that_was_taken_is_replaced_in_its_place() -> None:
    assert chosen((1, 2, 3), taken={2}) == (1, 100, 3)


def test_nothing_remembered_is_all_chosen() -> None:
    assert chosen((), taken=set()) == (100, 101, 102)


def test_no_port_is_given_twice() -> None:
    assert chosen((100, 2, 101), taken={2}) == (100, 102, 101)
    assert len(set(ports.kept_or_chosen((), count=9))) == 9


def test_a_port_with_a_listener_is_not_free_and_answers() -> None:
    with socket.create_server((HOST, 0)) as listening:
        port = listening.getsockname()[1]
        assert (ports.is_free(port), ports.answers(port)) == (False, True)
    assert (ports.is_free(port), ports.answers(port)) == (True, False)
