"""A difference is shown so that a person sees what concerns one user together, and a program sees each step."""

from dataclasses import replace

import pytest

from habarshy.command import topology_screens, wording
from schemas import topology
from schemas.permissions import model
from schemas.topology import Found, Limited, Right
from schemas.topology_difference import Difference, difference
from tests.topology import agency

TABLE = model.load()
WANTED = topology.of_agency(agency("a"), TABLE, brokers=3)
EMPTY = Found({}, frozenset(), frozenset(), {})
AS_WANTED = Found(WANTED.topics, WANTED.rights, WANTED.users, WANTED.quotas)


def shown(needed: Difference, capsys: pytest.CaptureFixture[str]) -> list[str]:
    wording.use("en")
    topology_screens.show(needed, as_json=False)
    said = capsys.readouterr()
    return [" ".join(line.split()) for line in (said.out + said.err).splitlines()]


def test_the_rights_of_a_user_stand_on_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    lines = shown(difference(WANTED, EMPTY), capsys)

    assert len([line for line in lines if line.startswith("+ right agency.a ")]) == 1
    assert "+ topic outbox.a 1 × 3" in lines
    assert "+ user agency.a" in lines
    assert "~ quota user=agency.a, client-id=urgent producer_byte_rate=2097152, request_percentage=50" in lines


def test_a_prohibition_and_a_right_for_one_host_are_called_so(capsys: pytest.CaptureFixture[str]) -> None:
    strange = Right("agency.a", "topic", "inbox.", "prefixed", "read", permission="deny", host="10.0.0.7")
    lines = shown(difference(WANTED, replace(AS_WANTED, rights=WANTED.rights | {strange})), capsys)

    assert "− right agency.a read topic inbox.* (deny, 10.0.0.7)" in lines


def test_of_many_topics_that_nobody_wants_a_few_are_named(capsys: pytest.CaptureFixture[str]) -> None:
    odd = {f"odd-{number}": WANTED.topics["outbox.a"] for number in range(9)}
    (line,) = shown(difference(WANTED, replace(AS_WANTED, topics={**WANTED.topics, **odd})), capsys)

    assert line.startswith("Topics that nobody asks for: 9.")
    assert line.endswith("odd-0, odd-1, odd-2, odd-3, odd-4, odd-5 …")


def test_a_topic_that_is_laid_out_otherwise_is_marked_for_a_hand(capsys: pytest.CaptureFixture[str]) -> None:
    found = {**WANTED.topics, "outbox.a": replace(WANTED.topics["outbox.a"], partitions=3)}
    lines = shown(difference(WANTED, replace(AS_WANTED, topics=found)), capsys)

    assert "! topic outbox.a partitions: wanted 1, found 3; nothing here changes it, for records would move" in lines


def test_a_program_is_told_every_step_and_what_is_taken_away_is_null() -> None:
    found = replace(AS_WANTED, quotas={**WANTED.quotas, Limited.of("stranger"): {"producer_byte_rate": 1.0}})
    document = topology_screens.document(difference(WANTED, found))

    assert document == {
        "same": False,
        "steps": [{"step": "set-quota", "limited": {"user": "stranger"}, "rates": {"producer_byte_rate": None}}],
        "immovable": [],
        "unwanted": [],
    }


def test_every_kind_of_step_has_a_name_for_programs() -> None:
    spoiled = Found(
        topics={"outbox.a": replace(WANTED.topics["outbox.a"], settings={})},
        rights=frozenset({Right("stranger", "topic", "x", "literal", "read")}),
        users=frozenset({"stranger"}),
        quotas={},
    )
    steps = topology_screens.document(difference(WANTED, spoiled))["steps"]
    assert isinstance(steps, list)

    assert {step["step"] for step in steps} == {
        "remove-right", "remove-user", "set-quota", "create-topic", "set-topic", "add-right", "create-user",
    }  # fmt: skip
