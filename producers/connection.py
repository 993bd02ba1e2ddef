"""How a client reaches the wire: the settings that every producer and consumer of ours is made with, set explicitly."""

import ssl
from typing import Final, TypedDict

from producers.profile import ClientProfile
from schemas.errors.tree import Finding, WireError

REQUEST_TIMEOUT_MS: Final = 10_000
MECHANISM: Final = "SCRAM-SHA-512"


class Connection(TypedDict, total=False):
    """What aiokafka's clients take, all of them alike."""

    bootstrap_servers: list[str]
    client_id: str
    security_protocol: str
    sasl_mechanism: str
    sasl_plain_username: str
    sasl_plain_password: str
    ssl_context: ssl.SSLContext
    request_timeout_ms: int


def trusting(ca: str) -> ssl.SSLContext:
    """TLS 1.2 or later, with this authority alone, and the broker's name checked."""
    try:
        context = ssl.create_default_context(cadata=ca)
    except ssl.SSLError as error:
        raise WireError(Finding("HB-8618", "/ca", {})) from error
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context


def settings(profile: ClientProfile, *, client_id: str) -> Connection:
    """The connection of a profile. The client id is for people who read the broker's log; it names no person."""
    common = Connection(
        bootstrap_servers=list(profile.bootstrap), client_id=client_id, request_timeout_ms=REQUEST_TIMEOUT_MS
    )
    if profile.security == "plaintext":
        return common
    return Connection(
        **common,
        security_protocol="SASL_SSL",
        sasl_mechanism=MECHANISM,
        sasl_plain_username=profile.user,
        sasl_plain_password=profile.password,
        ssl_context=trusting(profile.ca),
    )
