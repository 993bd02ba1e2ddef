"""Kafka in a container: the same broker where there is an engine, and a plain word where there is none."""

import os
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from confluent_kafka.admin import AdminClient

from habarshy.stack import stack as stacks
from habarshy.stack.addresses import Addresses
from habarshy.stack.errors import StackError
from habarshy.stack.settings import Settings
from habarshy.stack.state import state_file

ENGINE = "DOCKER_HOST" in os.environ or Path("/var/run/docker.sock").exists()


@pytest.mark.skipif(not ENGINE, reason="no engine for containers on this machine")
def test_a_container_runs_the_same_broker(new_stack: Settings, stack: Addresses) -> None:
    settings = replace(new_stack, source="testcontainers", postgres=stack.postgres)

    there = stacks.up(settings, datetime.now(UTC))

    assert there.kafka.security == "SASL_SSL"
    assert AdminClient(there.kafka.confluent()).list_topics(timeout=20).brokers
    assert stacks.down(settings) == ("kafka-1",)


@pytest.mark.skipif(ENGINE, reason="there is an engine for containers on this machine")
# The engine's client leaves the socket open that it could not connect.
@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")
def test_where_there_is_no_engine_it_is_said_and_nothing_is_begun(new_stack: Settings) -> None:
    with pytest.raises(StackError, match="HB-8014"):
        stacks.up(replace(new_stack, source="testcontainers"), datetime.now(UTC))
    assert not state_file(new_stack).exists()


def test_there_is_one_broker(new_stack: Settings) -> None:
    with pytest.raises(StackError, match="HB-8015"):
        stacks.up(replace(new_stack, source="testcontainers", brokers=3), datetime.now(UTC))
