"""What the library says before it has asked anybody, and what it loses on the way: a question is asked again, and a refusal is not."""

from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import Any

import pytest
from confluent_kafka import KafkaError, KafkaException
from confluent_kafka.admin import ScramCredentialInfo, ScramMechanism, UserScramCredentialsDescription

from habarshy.stack.addresses import KafkaAddress
from habarshy.topology.errors import TopologyError
from habarshy.topology.wire import READING, Wire

LOST = KafkaError._DESTROY
REFUSED = KafkaError.CLUSTER_AUTHORIZATION_FAILED


class Admin:
    """An administration's client that loses its first connections."""

    def __init__(self, *codes: int) -> None:
        self.codes, self.asked, self.waited = list(codes), 0, 0

    def poll(self, _seconds: float) -> int:
        self.waited += 1
        return 0

    def describe_user_scram_credentials(self) -> "Future[dict[str, object]]":
        self.asked += 1
        answer: Future[dict[str, object]] = Future()
        if self.codes:
            answer.set_exception(KafkaException(KafkaError(self.codes.pop(0))))
        else:
            how = ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, 8192)
            answer.set_result({"agency.a": UserScramCredentialsDescription("agency.a", [how])})
        return answer


def asking(admin: Admin) -> Wire:
    """A wire whose client is this one, and whose user may look."""
    wire = Wire(KafkaAddress("localhost:1"))
    unknown: Any = admin  # it has of the library's client what is asked here, and no more
    wire._admin, wire._may = unknown, READING
    return wire


def test_a_question_that_was_lost_with_its_connection_is_asked_again() -> None:
    admin = Admin(LOST, LOST)

    assert asking(admin).users() == {"agency.a"}
    assert (admin.asked, admin.waited) == (3, 2)


def test_a_question_that_is_lost_again_and_again_is_reported() -> None:
    admin = Admin(*[LOST] * 100)

    with pytest.raises(TopologyError, match="HB-8105: Kafka refused DescribeUserScramCredentials"):
        asking(admin).users()
    assert admin.asked < 20


def test_a_refusal_is_asked_once() -> None:
    admin = Admin(REFUSED)

    with pytest.raises(TopologyError, match="HB-8104"):
        asking(admin).users()
    assert admin.asked == 1


@pytest.mark.parametrize("made", [lambda _: None, lambda path: path.write_text("no certificate", encoding="ascii")])
def test_an_authority_that_cannot_be_read_is_called_so_before_anybody_is_asked(
    made: Callable[[Path], object], tmp_path: Path
) -> None:
    file = tmp_path / "ca.pem"
    made(file)

    with pytest.raises(TopologyError) as refused:
        Wire(KafkaAddress("localhost:1", "operator", "password", file))
    assert str(refused.value) == (
        f"HB-8111: The file {file} holds no certificate of an authority that can be read. "
        "Name the file of the authority that signed the certificates of the brokers, in PEM: HABARSHY_KAFKA_CA."
    )
