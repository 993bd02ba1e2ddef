"""What a broker or the client's library objects to, in our words."""

from confluent_kafka import KafkaError

from habarshy.stack.addresses import KafkaAddress
from habarshy.topology.errors import TopologyError, broken

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

FINAL = (*_NOT_LET_IN, KafkaError._SSL)  # noqa: SLF001
"""What no waiting mends."""


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
    return broken("HB-8105", what=doing, reason=error.str() or error.name())
