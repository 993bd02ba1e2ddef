"""Why the wire cannot be reached: the client library says the same of a wrong password and of a dead broker, so each step is tried by itself."""

import asyncio
import contextlib
import socket
import ssl
from collections.abc import Callable, Iterator, Sequence
from typing import Final

from aiokafka import errors
from aiokafka.conn import create_conn

from producers import connection
from producers.profile import ClientProfile
from schemas.errors.tree import Finding, HabarshyError

PATIENCE_SECONDS: Final = 5.0
_EXPIRED: Final = 10
_OTHER_HOST: Final = (62, 64)
"""OpenSSL's numbers for a certificate that has run out, and for one that is another host's."""

UNMENDED: Final = frozenset({"HB-8607", "HB-8608", "HB-8609", "HB-8611"})
"""The brokers are there and do not let us in: a certificate or a password is wrong now, and no waiting mends that."""
# What a produce error says by itself, whatever the connection is like.
_OF_RECORD: Final[Sequence[tuple[tuple[type[Exception], ...], str]]] = (
    ((errors.TopicAuthorizationFailedError,), "HB-8612"),
    ((errors.UnknownTopicOrPartitionError,), "HB-8613"),
    ((errors.MessageSizeTooLargeError,), "HB-8614"),
)
# What opening a connection failed with, once the host was reached; the first row that fits.
_OF_HANDSHAKE: Final[Sequence[tuple[Callable[[BaseException], bool], str]]] = (
    (lambda e: isinstance(e, ssl.SSLCertVerificationError) and e.verify_code == _EXPIRED, "HB-8608"),
    (lambda e: isinstance(e, ssl.SSLCertVerificationError) and e.verify_code in _OTHER_HOST, "HB-8609"),
    (lambda e: isinstance(e, ssl.SSLCertVerificationError), "HB-8607"),
    (lambda e: isinstance(e, errors.SaslAuthenticationFailed | errors.AuthenticationFailedError), "HB-8611"),
    (lambda e: isinstance(e, errors.UnsupportedSaslMechanismError), "HB-8611"),
    (lambda e: isinstance(e, TimeoutError | errors.RequestTimedOutError), "HB-8615"),
    (lambda e: isinstance(e, OSError | EOFError | errors.KafkaError), "HB-8610"),
)


async def cause(error: Exception, profile: ClientProfile, *, topic: str) -> Finding:
    """Why a send did not get its answer, as well as it can be told; what says it itself, as a full disk does, is not asked twice."""
    if isinstance(error, HabarshyError):
        return error.findings[0]
    for kinds, code in _OF_RECORD:
        if isinstance(error, kinds):
            return Finding(code, "", {"topic": topic})
    return await of_connection(profile) or Finding("HB-8616", "", {"what": type(error).__name__})


async def of_connection(profile: ClientProfile, *, seconds: float = PATIENCE_SECONDS) -> Finding | None:
    """Why none of the brokers can be used; null where one can. What got furthest says most."""
    found = await asyncio.gather(*(_of_broker(address, profile, seconds) for address in profile.bootstrap))
    if None in found:
        return None
    return max((finding for finding in found if finding is not None), key=lambda finding: _how_far(finding.code))


async def _of_broker(address: str, profile: ClientProfile, seconds: float) -> Finding | None:
    host, _, port = address.rpartition(":")
    said: dict[str, str | int] = {"address": address, "user": profile.user, "seconds": int(seconds)}
    code = await _unreached(host.strip("[]"), int(port), seconds) or await _refused(
        host.strip("[]"), int(port), profile=profile, seconds=seconds
    )
    return Finding(code, "", {name: said[name] for name in _particulars(code)}) if code else None


def _particulars(code: str) -> Iterator[str]:
    yield "address"
    if code == "HB-8611":
        yield "user"
    if code == "HB-8615":
        yield "seconds"


async def _unreached(host: str, port: int, seconds: float) -> str | None:
    try:
        async with asyncio.timeout(seconds):
            _, writer = await asyncio.open_connection(host, port)
    except socket.gaierror:
        return "HB-8605"
    except OSError:
        return "HB-8606"
    writer.close()
    with contextlib.suppress(OSError):
        await writer.wait_closed()
    return None


async def _refused(host: str, port: int, *, profile: ClientProfile, seconds: float) -> str | None:
    """TLS, the broker's first word, and the log-in, as every client of ours does them."""
    made = connection.settings(profile, client_id="diagnosis")
    own = {name: value for name, value in made.items() if name not in ("bootstrap_servers", "request_timeout_ms")}
    try:
        async with asyncio.timeout(seconds):
            opened = await create_conn(host, port, request_timeout_ms=int(seconds * 1000), **own)
    except Exception as error:  # noqa: BLE001 - whatever it is, it is what is being looked for
        return next((code for fits, code in _OF_HANDSHAKE if fits(error)), "HB-8610")
    await opened.close()
    return None


def _how_far(code: str) -> int:
    """How many steps were taken before this went wrong."""
    steps = (("HB-8605",), ("HB-8606",), ("HB-8610", "HB-8615"), ("HB-8607", "HB-8608", "HB-8609"), ("HB-8611",))
    return next(number for number, codes in enumerate(steps) if code in codes)
