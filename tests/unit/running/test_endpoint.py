"""A process answers by HTTP from a thread of its own."""

import socket
import threading
from collections.abc import Iterator
from http import HTTPStatus
from http.client import HTTPConnection, HTTPResponse

import pytest

from habarshy.running import endpoint
from habarshy.running.endpoint import Address, Answer
from habarshy.running.errors import RunningError


def _failing() -> Answer:
    raise ZeroDivisionError


@pytest.fixture
def served() -> Iterator[Address]:
    answers = {
        "/here": lambda: endpoint.text(HTTPStatus.OK, "one", "two"),
        "/ill": lambda: endpoint.text(HTTPStatus.SERVICE_UNAVAILABLE, "why"),
        "/failing": _failing,
    }
    with endpoint.served(endpoint.ANYWHERE, answers) as address:
        yield address


def asked(address: Address, path: str, method: str = "GET") -> tuple[HTTPResponse, bytes]:
    connection = HTTPConnection(*address, timeout=5)
    try:
        connection.request(method, path)
        response = connection.getresponse()
        return response, response.read()
    finally:
        connection.close()


def test_a_known_path_is_answered(served: Address) -> None:
    response, body = asked(served, "/here?whatever=1")
    assert (response.status, body) == (200, b"one\ntwo\n")
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["Server"].strip() == "habarshy"


def test_a_status_is_passed_on(served: Address) -> None:
    assert asked(served, "/ill")[0].status == 503


def test_an_unknown_path_is_told_the_known_ones(served: Address) -> None:
    response, body = asked(served, "/")
    assert (response.status, body) == (404, b"/here\n/ill\n/failing\n")


def test_a_head_has_no_body(served: Address) -> None:
    response, body = asked(served, "/here", "HEAD")
    assert (response.status, response.headers["Content-Length"], body) == (200, "8", b"")


def test_nothing_can_be_posted(served: Address) -> None:
    assert asked(served, "/here", "POST")[0].status == 501


def test_it_listens_on_this_machine_alone(served: Address) -> None:
    assert served[0] == "127.0.0.1"
    assert served[1] > 0


def test_an_answer_that_fails_is_logged_and_ends_nothing(served: Address, caplog: pytest.LogCaptureFixture) -> None:
    with pytest.raises(ConnectionError):
        asked(served, "/failing")
    assert asked(served, "/here")[0].status == 200
    assert [getattr(record, "action", "") for record in caplog.records] == ["bus.unanswered"]


def test_a_caller_that_says_nothing_keeps_no_other_waiting(served: Address) -> None:
    with socket.create_connection(served):
        assert asked(served, "/here")[0].status == 200


def test_a_port_that_is_taken_is_said() -> None:
    with endpoint.served(endpoint.ANYWHERE, {}) as address, pytest.raises(RunningError, match="HB-8521"):  # noqa: SIM117 - the second fails
        with endpoint.served(address, {}):
            pass


def test_nothing_is_left_of_it() -> None:
    with endpoint.served(endpoint.ANYWHERE, {}) as address:
        pass
    assert "watch" not in [thread.name for thread in threading.enumerate()]
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(address)


@pytest.mark.parametrize(
    ("said", "address"),
    [
        (None, ("127.0.0.1", 0)),
        ("127.0.0.1:9464", ("127.0.0.1", 9464)),
        ("localhost:0", ("localhost", 0)),
        ("[::1]:9464", ("::1", 9464)),
        ("0.0.0.0:1", ("0.0.0.0", 1)),  # noqa: S104 - an operator may want it
    ],
)
def test_an_address_is_read(said: str | None, address: Address) -> None:
    assert endpoint.address(said) == address


@pytest.mark.parametrize("said", ["9464", "nobody:1", "127.0.0.1:", "127.0.0.1:65536", "127.0.0.1:-1", ":1"])
def test_what_is_no_address_is_refused(said: str) -> None:
    with pytest.raises(RunningError) as refused:
        endpoint.address(said)
    assert refused.value.findings[0].sentence("en") == (
        f"HB-8520: {said} is no address at which a process can say how it is. Write it as ADDRESS:PORT, such as "
        "127.0.0.1:9464; an IPv6 address in brackets."
    )
