"""What a broker or the client's library objects to, in our words."""

from confluent_kafka import KafkaError

from habarshy.stack.addresses import KafkaAddress
from habarshy.topology.errors import BusyError, TopologyError, broken
from schemas.errors.tree import Finding

_FORBIDDEN = (
    KafkaError.TOPIC_AUTHORIZATION_FAILED,
    KafkaError.GROUP_AUTHORIZATION_FAILED,
    KafkaError.CLUSTER_AUTHORIZATION_FAILED,
)
_UNREACHED = (
    KafkaError._TRANSPORT,  # noqa: SLF001 - the library names its own codes so
    KafkaError._TIMED_OUT,  # noqa: SLF001
    KafkaError._ALL_BROKERS_DOWN,  # noqa: SLF001
    KafkaError._RESOLVE,  # noqa: SLF001
)
_NOT_LET_IN = (KafkaError._AUTHENTICATION, KafkaError.SASL_AUTHENTICATION_FAILED)  # noqa: SLF001

GIVEN_UP = (KafkaError._DESTROY, KafkaError._DESTROY_BROKER)  # noqa: SLF001
"""The library has let go of the connection on which it was asked: a broker that has just started is soon known by another."""

_BUSY = (
    KafkaError.INVALID_REPLICATION_FACTOR,  # a broker that makes many topics at once misses its heartbeats, and for a moment there is none
    KafkaError.TOPIC_ALREADY_EXISTS,  # made a moment ago, and not shown yet
    KafkaError.RESOURCE_NOT_FOUND,  # gone, and still shown
    KafkaError.UNKNOWN_TOPIC_OR_PART,  # one broker has heard of it, and another has not
    KafkaError.NOT_CONTROLLER,
    KafkaError.REQUEST_TIMED_OUT,
    *GIVEN_UP,
)
FINAL = (*_NOT_LET_IN, KafkaError._SSL)  # noqa: SLF001
"""What no waiting mends."""


def of_settings(error: KafkaError, address: KafkaAddress) -> TopologyError:
    """What the library objects to before it asks anybody."""
    said = (error.str() or error.name()).rstrip(".")
    if address.ca is not None and "ssl.ca.location" in said:
        return broken("HB-8111", path=str(address.ca))
    return broken("HB-8105", what="AdminClient", reason=said)


def of_kafka(error: KafkaError, address: KafkaAddress, *, doing: str) -> TopologyError:
    """A broker's or the library's error in our words."""
    user, bootstrap = address.user or "-", address.bootstrap
    if error.code() in _NOT_LET_IN:
        return broken("HB-8102", user=user, address=bootstrap)
    if error.code() in _UNREACHED:
        return broken("HB-8101", address=bootstrap)
    if error.code() == KafkaError._SSL:  # noqa: SLF001
        return broken("HB-8103", address=bootstrap)
    if error.code() in _FORBIDDEN:
        return broken("HB-8104", user=user, what=doing)
    said = {"what": doing, "reason": (error.str() or error.name()).rstrip(".")}
    if error.code() in _BUSY:
        return BusyError(Finding("HB-8105", "", said))
    return broken("HB-8105", **said)
