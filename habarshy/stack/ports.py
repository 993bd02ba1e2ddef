"""Ports: chosen free, remembered, and chosen anew where somebody else has taken one meanwhile."""

import socket
from collections.abc import Callable, Collection

from habarshy.stack.settings import HOST


def is_free(port: int) -> bool:
    with socket.socket() as one:
        # A port on which only old connections fade away is free; without this the system would say it is not.
        one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            one.bind((HOST, port))
        except OSError:
            return False
        return True


def any_free() -> int:
    with socket.socket() as one:
        one.bind((HOST, 0))
        return int(one.getsockname()[1])


def answers(port: int) -> bool:
    try:
        with socket.create_connection((HOST, port), timeout=1):
            return True
    except OSError:
        return False


def kept_or_chosen(
    remembered: Collection[int],
    *,
    count: int,
    free: Callable[[int], bool] = is_free,
    choose: Callable[[], int] = any_free,
) -> tuple[int, ...]:
    """As many different free ports as are asked for; those that are remembered and still free stay in their places."""
    chosen: list[int] = []
    wishes = [*remembered, *([0] * count)][:count]
    for wish in wishes:
        port = wish if wish and free(wish) else choose()
        while port in chosen or (port != wish and port in remembered):
            port = choose()
        chosen.append(port)
    return tuple(chosen)
