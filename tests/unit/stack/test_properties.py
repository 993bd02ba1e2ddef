"""What the brokers are told: secured unless somebody says otherwise, and nothing open beside it."""

from dataclasses import replace
from pathlib import Path

import pytest

from habarshy.stack import properties
from habarshy.stack.properties import Node

SECURED = Node(
    number=1,
    folder=Path("/stack/kafka/1"),
    certificates=Path("/stack/certificates"),
    profile="secured",
    ports=(9001,),
    controller_ports=(9101,),
    broker_password="of-the-brokers",  # noqa: S106 - a password of nobody
)
THREE = replace(SECURED, number=2, ports=(9001, 9002, 9003), controller_ports=(9101, 9102, 9103))
ONLY_SECURED = (
    "authorizer.class.name",
    "super.users",
    "ssl.keystore.location",
    "sasl.mechanism.controller.protocol",
    "connections.max.reauth.ms",
)


def told(node: Node) -> dict[str, str]:
    lines = properties.of(node).splitlines()
    read = dict(line.split("=", maxsplit=1) for line in lines)
    assert len(read) == len(lines), "a property stands twice"
    return read


def test_the_secured_profile_denies_what_nobody_allowed() -> None:
    read = told(SECURED)

    assert read["authorizer.class.name"] == "org.apache.kafka.metadata.authorizer.StandardAuthorizer"
    assert read["allow.everyone.if.no.acl.found"] == "false"
    assert read["auto.create.topics.enable"] == "false"
    assert read["super.users"] == "User:admin;User:broker"


def test_every_listener_of_the_secured_profile_is_encrypted_and_asks_for_a_login() -> None:
    read = told(SECURED)

    names = {listener.partition(":")[0] for listener in read["listeners"].split(",")}
    protocols = dict(entry.split(":") for entry in read["listener.security.protocol.map"].split(","))
    assert names == {"CLIENTS", "CONTROLLER"} == set(protocols)
    assert set(protocols.values()) == {"SASL_SSL"}
    assert read["listener.name.clients.sasl.enabled.mechanisms"] == "SCRAM-SHA-512"
    assert read["ssl.enabled.protocols"] == "TLSv1.3,TLSv1.2"


def test_a_connection_does_not_outlive_its_user_for_long() -> None:
    assert int(told(SECURED)["connections.max.reauth.ms"]) == properties.REAUTHENTICATE_AFTER_MS <= 60_000


def test_nothing_listens_to_other_machines() -> None:
    assert told(SECURED)["listeners"] == "CLIENTS://localhost:9001,CONTROLLER://localhost:9101"


def test_the_plaintext_profile_has_nothing_of_it() -> None:
    read = told(replace(SECURED, profile="plaintext"))

    assert read["listener.security.protocol.map"] == "CLIENTS:PLAINTEXT,CONTROLLER:PLAINTEXT"
    assert not set(ONLY_SECURED) & set(read)
    assert "of-the-brokers" not in str(read)


def test_three_brokers_know_each_other_and_keep_three_copies() -> None:
    read = told(THREE)

    assert read["node.id"] == "2"
    assert read["controller.quorum.voters"] == "1@localhost:9101,2@localhost:9102,3@localhost:9103"
    assert read["listeners"] == "CLIENTS://localhost:9002,CONTROLLER://localhost:9102"
    assert {value for name, value in read.items() if name.endswith("replication.factor")} == {"3"}
    assert {read["min.insync.replicas"], read["transaction.state.log.min.isr"]} == {"2"}


def test_one_broker_keeps_one_copy() -> None:
    read = told(SECURED)

    assert {value for name, value in read.items() if name.endswith("replication.factor")} == {"1"}
    assert read["min.insync.replicas"] == "1"


def test_the_broker_stamps_every_record_itself() -> None:
    assert told(SECURED)["log.message.timestamp.type"] == "LogAppendTime"


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("plain", "/plain/data"),
        ("қала", "/\\u049b\\u0430\\u043b\\u0430/data"),
        ("a b", "/a b/data"),
        ("back\\slash", "/back\\\\slash/data"),
        ("\N{ROCKET}", "/\\ud83d\\ude80/data"),
    ],
)
def test_the_name_of_a_folder_is_written_as_java_reads_it(name: str, written: str) -> None:
    assert told(replace(SECURED, folder=Path("/", name)))["log.dirs"] == written
