"""What a process says of itself by HTTP, in a thread of its own: an event loop that is blocked must still be seen."""

import logging
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import IPv6Address, ip_address
from socket import AF_INET, AF_INET6
from typing import Final

from habarshy.running.errors import broken

ANYWHERE: Final = ("127.0.0.1", 0)
"""Where nothing else is said: on this machine alone, at any port that is free."""
PATIENCE_S: Final = 5.0
"""So long a caller may take to say what it wants."""
_PORTS: Final = 65_535
_TEXT: Final = "text/plain; charset=utf-8"
_log: Final = logging.getLogger(__name__)
Address = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Answer:
    """To one question."""

    status: HTTPStatus
    body: bytes
    kind: str = _TEXT


Answers = Mapping[str, Callable[[], Answer]]


def text(status: HTTPStatus, *lines: str) -> Answer:
    return Answer(status, "".join(f"{line}\n" for line in lines).encode())


def address(said: str | None) -> Address:
    """From ADDRESS:PORT, an IPv6 address in brackets; refused where it is none."""
    if said is None or not said:
        return ANYWHERE
    host, _, port = said.rpartition(":")
    host = host.removeprefix("[").removesuffix("]")
    if not port.isdecimal() or int(port) > _PORTS or not _is_address(host):
        raise broken("HB-8520", address=said)
    return host, int(port)


def _is_address(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return host == "localhost"
    return True


@contextmanager
def served(where: Address, answers: Answers) -> Iterator[Address]:
    """Answers until the block ends; the address with the port that was taken."""
    server = _opened(where, answers)
    thread = threading.Thread(target=server.serve_forever, name="watch", daemon=True)
    thread.start()
    try:
        yield where[0], server.server_port
    finally:
        server.shutdown()
        server.server_close()
        thread.join(PATIENCE_S)


def _opened(where: Address, answers: Answers) -> "_Server":
    try:
        return _Server(where, answers)
    except OSError as error:
        said = f"{where[0]}:{where[1]}"
        raise broken("HB-8521", address=said, what=error.strerror or type(error).__name__) from error


class _Server(ThreadingHTTPServer):
    """A caller that says nothing keeps a thread, and no more."""

    daemon_threads = True
    block_on_close = False

    def __init__(self, where: Address, answers: Answers) -> None:
        self.address_family = AF_INET6 if _is_of_six(where[0]) else AF_INET
        self.answers = answers
        super().__init__(where, _Asked)

    def handle_error(self, request: object, client_address: object) -> None:
        """Whoever asked may have gone: that is nobody's fault."""
        del request, client_address
        if not isinstance(sys.exception(), OSError):
            _log.error("a question could not be answered", exc_info=True, extra={"action": "bus.unanswered"})


def _is_of_six(host: str) -> bool:
    return host != "localhost" and isinstance(ip_address(host), IPv6Address)


class _Asked(BaseHTTPRequestHandler):
    """GET and HEAD of the known paths; whatever else is asked is refused."""

    server: _Server
    server_version = "habarshy"
    sys_version = ""
    timeout = PATIENCE_S

    def do_GET(self) -> None:
        self.wfile.write(self._begin())

    def do_HEAD(self) -> None:
        self._begin()

    def _begin(self) -> bytes:
        asked = self.server.answers.get(self.path.partition("?")[0])
        answer = asked() if asked is not None else text(HTTPStatus.NOT_FOUND, *self.server.answers)
        self.send_response(answer.status)
        for name, value in (
            ("Content-Type", answer.kind),
            ("Content-Length", str(len(answer.body))),
            ("Cache-Control", "no-store"),
            ("X-Content-Type-Options", "nosniff"),
        ):
            self.send_header(name, value)
        self.end_headers()
        return answer.body

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name
        """The log is for what happens on the bus."""
