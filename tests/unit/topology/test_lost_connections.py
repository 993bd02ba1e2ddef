"""The library gives up connections of its own accord, and says so in more than one way: whatever it says, the question is asked again."""

from collections.abc import Callable

import pytest
from confluent_kafka import KafkaError, KafkaException

from habarshy.topology import refusals
from habarshy.topology.errors import TopologyError
from tests.unit.topology.test_asking import Admin, asking


@pytest.mark.parametrize("code", refusals.GIVEN_UP)
def test_a_question_is_asked_again_in_whatever_way_its_connection_was_given_up(code: int) -> None:
    admin = Admin(code)

    assert asking(admin).users() == {"agency.a"}
    assert admin.asked == 2


def test_each_broker_may_be_let_go_by_itself() -> None:
    """As where a cluster that has just started makes its true addresses known: it was seen there, with -137."""
    assert -137 in refusals.GIVEN_UP


class Complaining(Admin):
    """Says why a connection failed, and then that it is closed, as the library does on a busy machine."""

    def __init__(self, *codes: int) -> None:
        super().__init__()
        self.complaints = list(codes)
        self.hears: Callable[[KafkaError], None] = lambda _: None

    def list_topics(self, *, topic: str, timeout: float) -> None:  # noqa: ARG002 - as the library calls them
        self.asked += 1
        for code in self.complaints:
            self.hears(KafkaError(code))
        raise KafkaException(KafkaError(KafkaError._TRANSPORT))


def test_a_certificate_that_is_not_believed_is_not_forgotten_for_the_connection_that_it_closed() -> None:
    admin = Complaining(KafkaError._SSL, KafkaError._TRANSPORT, KafkaError._ALL_BROKERS_DOWN)
    wire = asking(admin)
    admin.hears = wire._complained

    with pytest.raises(TopologyError, match="HB-8103"):
        wire.brokers()
    assert admin.asked == 2
