"""What a stack remembers, and what its environment says."""

import stat
from pathlib import Path

import pytest

from habarshy.stack import settings, state
from habarshy.stack.addresses import KafkaAddress, PostgresAddress
from habarshy.stack.errors import StackError
from habarshy.stack.state import State

KEPT = State(
    profile="secured", brokers=3, source="packages", kafka_ports=(1, 2, 3), controller_ports=(4, 5, 6), postgres_port=7
)


def test_what_was_written_is_read(tmp_path: Path) -> None:
    KEPT.write(tmp_path / "state.json")

    assert State.read(tmp_path / "state.json") == KEPT
    assert State.read(tmp_path / "other.json") is None


@pytest.mark.parametrize("damaged", ["", '{"profile": "secured"', '{"profile": "open"}'])
def test_a_damaged_memory_is_said_and_not_guessed(damaged: str, tmp_path: Path) -> None:
    (tmp_path / "state.json").write_text(damaged)

    with pytest.raises(StackError, match="HB-8008"):
        State.read(tmp_path / "state.json")


def test_a_folder_that_is_a_file_is_called_so(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("no folder", encoding="ascii")

    with pytest.raises(StackError, match="HB-8004"):
        State.read(tmp_path / "home" / "state.json")


def test_passwords_differ_and_are_their_owners_alone(tmp_path: Path) -> None:
    fresh = state.fresh_passwords()
    fresh.write(tmp_path / "passwords.json")

    assert len({fresh.admin, fresh.broker, fresh.postgres, state.fresh_passwords().admin}) == 4
    assert stat.S_IMODE((tmp_path / "passwords.json").stat().st_mode) == 0o600


def test_a_cluster_is_named_as_kafka_wants_it() -> None:
    names = {state.fresh_passwords().cluster for _ in range(200)}

    assert {len(name) for name in names} == {22}
    assert not [name for name in names if name.startswith("-")]


def test_the_environment_names_the_folders(tmp_path: Path) -> None:
    told = settings.from_environment(
        {"HABARSHY_STACK_HOME": str(tmp_path / "a"), "HABARSHY_STACK_CACHE": str(tmp_path / "b")}
    )

    assert (told.home, told.cache) == (tmp_path / "a", tmp_path / "b")
    assert (told.kafka, told.postgres, told.profile) == (None, None, "secured")


def test_configured_addresses_are_taken_as_they_are() -> None:
    told = settings.from_environment(
        {
            "HABARSHY_KAFKA": "kafka.example:9093",
            "HABARSHY_KAFKA_USER": "tester",
            "HABARSHY_KAFKA_PASSWORD": "secret",
            "HABARSHY_KAFKA_CA": "/etc/ca.pem",
            "HABARSHY_POSTGRES": "host=db.example",
        }
    )

    assert told.kafka == KafkaAddress("kafka.example:9093", "tester", "secret", Path("/etc/ca.pem"))
    assert told.postgres == PostgresAddress("host=db.example")
    assert "secret" not in repr(told)


def test_a_cluster_without_a_user_is_plaintext() -> None:
    told = settings.from_environment({"HABARSHY_KAFKA": "kafka.example:9092"})

    assert told.kafka is not None
    assert told.kafka.security == "PLAINTEXT"
    assert "sasl.username" not in told.kafka.confluent()
