"""A stack that was killed, robbed of a port, cut off halfway or damaged mends itself, or says what to do. On real servers."""

import os
import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime

import psycopg
import pytest
from confluent_kafka.admin import AdminClient, NewTopic

from habarshy.stack import stack as stacks
from habarshy.stack import waiting
from habarshy.stack.addresses import Addresses, KafkaAddress, PostgresAddress
from habarshy.stack.errors import StackError
from habarshy.stack.settings import HOST, Settings
from habarshy.stack.stack import Part
from habarshy.stack.state import State, state_file


def up(settings: Settings) -> Addresses:
    return stacks.up(settings, datetime.now(UTC))


def parts(settings: Settings) -> dict[str, Part]:
    return {part.name: part for part in stacks.status(settings)}


def topics(kafka: KafkaAddress) -> set[str]:
    return {name for name in AdminClient(kafka.confluent()).list_topics(timeout=20).topics if not name.startswith("__")}


def leave_something(there: Addresses) -> None:
    admin = AdminClient(there.kafka.confluent())
    admin.create_topics([NewTopic("kept", 1, 1)])["kept"].result(20)
    with psycopg.connect(there.postgres.conninfo) as connection:
        connection.execute("create table kept ()")


def is_whole(there: Addresses) -> bool:
    with psycopg.connect(there.postgres.conninfo) as connection:
        found = connection.execute("select to_regclass('kept') is not null").fetchone()
    return topics(there.kafka) == {"kept"} and found == (True,)


def kill(settings: Settings) -> None:
    """Both servers at once, as a loss of power would."""
    running = parts(settings)
    for part in running.values():
        assert part.number is not None
        os.kill(part.number, signal.SIGKILL)
    assert waiting.until(lambda: all(part.condition == "stopped" for part in stacks.status(settings)), seconds=20)


@contextmanager
def taking(port: int) -> Iterator[None]:
    """Another program on that port."""
    with socket.create_server((HOST, port)):
        yield


def port_of(part: Part) -> int:
    return int(part.address.rpartition(":")[2])


@pytest.mark.proof
def test_what_was_killed_starts_again_with_all_that_it_held_and_leaves_ports_to_whoever_took_them(
    new_stack: Settings,
) -> None:
    leave_something(up(new_stack))
    before = parts(new_stack)
    kill(new_stack)
    # PostgreSQL's own note of its number, which by now is that of a process which lives: this one.
    note = new_stack.postgres_folder / "data" / "postmaster.pid"
    note.write_text(note.read_text().replace(note.read_text().splitlines()[0], str(os.getpid()), 1))

    with taking(port_of(before["kafka-1"])), taking(port_of(before["postgres"])):
        moved = up(new_stack)

    assert is_whole(moved)
    assert stacks.addresses(new_stack) == moved
    assert not {part.address for part in before.values()} & {part.address for part in parts(new_stack).values()}


@pytest.mark.proof
def test_folders_that_were_cut_off_while_they_were_made_are_made_anew_wherever_they_lie(new_stack: Settings) -> None:
    settings = replace(new_stack, home=new_stack.home / "ортақ қалта")
    for unfinished in (settings.kafka_folder / "1" / "data.new", settings.postgres_folder / "data.new"):
        unfinished.mkdir(parents=True)
        (unfinished / "meta.properties").write_text("cut o")
    (settings.kafka_folder / "1" / "data").mkdir()
    # Each folder on the way may be passed through: PostgreSQL may run as another account.
    new_stack.home.chmod(0o711)

    there = up(settings)
    leave_something(there)
    running = parts(settings)

    assert is_whole(there)
    assert up(settings) == there == stacks.addresses(settings)
    assert parts(settings) == running
    assert set(stacks.down(settings)) == {"kafka-1", "postgres"}
    assert stacks.down(settings) == ()
    assert {part.condition for part in stacks.status(settings)} == {"stopped"}
    with pytest.raises(StackError, match="HB-8011"):
        stacks.addresses(settings)


@pytest.mark.parametrize("damaged", ["kafka/1/data", "postgres/data"])
def test_a_damaged_folder_is_said_and_not_overwritten(damaged: str, new_stack: Settings, stack: Addresses) -> None:
    precious = new_stack.home / damaged / "topic-0" / "00000000000000000000.log"
    precious.parent.mkdir(parents=True)
    precious.write_text("a record")
    others = (
        replace(new_stack, postgres=stack.postgres) if "kafka" in damaged else replace(new_stack, kafka=stack.kafka)
    )
    new_stack.home.chmod(0o711)

    with pytest.raises(StackError, match="HB-8008"):
        up(others)
    assert precious.read_text() == "a record"


def test_another_kind_of_stack_is_not_made_over_the_first(new_stack: Settings) -> None:
    State(profile="plaintext", brokers=1, source="packages").write(state_file(new_stack))

    with pytest.raises(StackError, match="brokers 1, profile plaintext, Kafka from packages"):
        up(new_stack)


def test_configured_addresses_win_and_nothing_is_started(stack: Addresses, new_stack: Settings) -> None:
    settings = replace(new_stack, kafka=stack.kafka, postgres=stack.postgres)

    assert up(settings) == stack
    assert {part.condition for part in stacks.status(settings)} == {"configured"}
    assert stacks.down(settings) == ()


def test_a_configured_address_at_which_nobody_answers_is_said(stack: Addresses, new_stack: Settings) -> None:
    nobody = replace(new_stack, kafka=KafkaAddress("localhost:1"), postgres=stack.postgres)
    stranger = replace(new_stack, kafka=stack.kafka, postgres=PostgresAddress("host=localhost port=1 password=secret"))

    with pytest.raises(StackError, match="HB-8013: No server answers at localhost:1, which HABARSHY_KAFKA names"):
        up(nobody)
    with pytest.raises(StackError, match="localhost:1, which HABARSHY_POSTGRES names") as refused:
        up(stranger)
    assert "secret" not in str(refused.value)


def test_a_folder_that_cannot_be_written_is_said(new_stack: Settings) -> None:
    new_stack.home.mkdir()
    (new_stack.home / "file").write_text("")

    with pytest.raises(StackError, match="HB-8004"):
        up(replace(new_stack, home=new_stack.home / "file" / "below"))


def test_a_folder_whose_name_kafka_would_misread_is_refused(new_stack: Settings) -> None:
    with pytest.raises(StackError, match="HB-8017"):
        up(replace(new_stack, home=new_stack.home / "a,b"))


@pytest.mark.skipif(
    os.geteuid() != 0, reason="only root has a database under another account; an ordinary user runs it under his own"
)
def test_root_is_told_of_a_folder_that_the_account_of_the_database_cannot_enter(new_stack: Settings) -> None:
    own = new_stack.home / "own"
    own.mkdir(parents=True)
    own.chmod(0o700)

    with pytest.raises(StackError, match="HB-8009: PostgreSQL does not run as root; it runs as nobody"):
        up(replace(new_stack, home=own / "stack"))
    assert list(own.iterdir()) == []
