"""What can go wrong between an operator and the brokers, always with what to do about it."""

from confluent_kafka import KafkaError

from habarshy.stack.addresses import KafkaAddress
from schemas.errors.tree import Finding, HabarshyError


class TopologyError(HabarshyError):
    """The topology cannot be read or applied; the finding says why, and the remedy."""


def broken(code: str, **particulars: str | int) -> TopologyError:
    return TopologyError(Finding(code, "", particulars))


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
