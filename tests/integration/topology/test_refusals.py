"""A wrong password, a stranger's certificate and a dead broker are told apart, and none is waited for longer than it must be."""

import time
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from habarshy.stack import certificates
from habarshy.stack.addresses import KafkaAddress
from habarshy.topology.errors import TopologyError
from habarshy.topology.wire import Wire


def refusal(address: KafkaAddress) -> str:
    with pytest.raises(TopologyError) as refused:
        Wire(address).brokers()
    return str(refused.value)


def test_a_wrong_password_is_called_so(own_kafka: KafkaAddress) -> None:
    said = refusal(own_kafka.as_user("admin", "guessed"))

    assert said.startswith(f"HB-8102: Kafka at {own_kafka.bootstrap} does not let the user admin in.")
    assert "guessed" not in said


def test_a_certificate_of_somebody_else_is_called_so(own_kafka: KafkaAddress, tmp_path: Path) -> None:
    certificates.keep(tmp_path, datetime.now(UTC))
    said = refusal(replace(own_kafka, ca=tmp_path / certificates.AUTHORITY))

    assert said.startswith(f"HB-8103: The certificate that Kafka shows at {own_kafka.bootstrap} is not believed.")


def test_a_broker_that_is_not_there_is_called_so_within_seconds(own_kafka: KafkaAddress) -> None:
    started = time.monotonic()
    said = refusal(replace(own_kafka, bootstrap="localhost:1"))

    assert said.startswith("HB-8101: Kafka does not answer at localhost:1.")
    assert time.monotonic() - started < 15
