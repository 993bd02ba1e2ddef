"""Every duty, fact, role, topic, example, error and page agrees with every other."""

import ast
import hashlib

import pytest

from schemas import generated, topics
from schemas.catalogue.catalogue import Catalogue
from schemas.directory.directory import Directory
from schemas.errors import registry
from schemas.examples import reading
from schemas.messages.envelope import Notice, ServiceRecord
from schemas.messages.registry import KINDS
from tests.architecture import source

EVERY_MESSAGE = dict(reading.every_message())
MANIFEST = reading.FOLDER.parent / "MANIFEST"


def test_generated_files_are_up_to_date() -> None:
    assert [path.name for path in generated.out_of_date()] == [], "run: make generated"


def test_the_exported_contract_is_kept() -> None:
    assert generated.objections() == ()


@pytest.mark.parametrize("name", EVERY_MESSAGE)
def test_every_example_ever_given_is_still_right(name: str, catalogue: Catalogue, directory: Directory) -> None:
    envelope, _ = reading.check(EVERY_MESSAGE[name], catalogue)
    assert reading.digest_is_of_clear_body(EVERY_MESSAGE[name])
    if envelope.sender != "bus":
        sender = directory.agency(envelope.sender, envelope.sent_at)  # type: ignore[union-attr] # only the bus has no sent_at
        assert sender is not None
        assert sender.closed is None
        assert getattr(envelope, "as_role", None) in (None, *sender.roles)


def test_every_duty_fact_and_type_has_an_example(catalogue: Catalogue) -> None:
    told = {example.envelope.get("name") for example in EVERY_MESSAGE.values()}
    met = {
        duty.code
        for duty in catalogue.duties
        if duty.code in told or (duty.closed_by and set(duty.closed_by.facts) & told)
    }
    assert met == set(catalogue.duties_by_code)
    assert set(catalogue.fact_by_code) <= told
    assert {example.envelope["type"] for example in EVERY_MESSAGE.values()} == set(KINDS)


def test_recipients_of_examples_hold_their_roles_or_oversee_the_sender(
    catalogue: Catalogue, directory: Directory
) -> None:
    for name, example in EVERY_MESSAGE.items():
        envelope, _ = reading.check(example, catalogue)
        if isinstance(envelope, Notice | ServiceRecord):
            overseer = directory.overseer(envelope.sender, envelope.sent_at)
            for recipient in envelope.seal.recipients:
                agency = directory.agency(recipient.agency, envelope.sent_at)
                assert agency is not None, name
                assert recipient.role in agency.roles or agency == overseer, (name, recipient)


def test_examples_are_only_ever_added() -> None:
    """Each line of the manifest is an example as it was first given: its digest and its name."""
    kept = dict(line.split("  ")[::-1] for line in MANIFEST.read_text(encoding="utf-8").splitlines())
    present = {
        f"{path.parent.name}/{path.name}": hashlib.sha256(path.read_bytes()).hexdigest()
        for folder in (reading.FOLDER, reading.STORIES)
        for path in sorted(folder.glob("*.json"))
    }
    assert {name: present.get(name) for name in kept} == kept, (
        "an example was changed or removed: add another one instead"
    )
    assert present.keys() - kept.keys() == set(), (
        "new examples: append them with `sha256sum situations/NAME.json >> MANIFEST`"
    )


def test_every_type_of_message_travels_by_some_topic() -> None:
    assert frozenset().union(*(topic.carries for topic in topics.TOPICS)) == set(KINDS)
    assert len({topic.name for topic in topics.TOPICS}) == len(topics.TOPICS)


def test_what_is_immediate_goes_by_its_own_topic(catalogue: Catalogue) -> None:
    by_name = {
        example.envelope.get("name"): example
        for example in EVERY_MESSAGE.values()
        if example.envelope["type"] in ("fact", "notice")
    }
    for name, topic in {
        "protection.property-threat": "urgent",
        "protection.threat-observed": "urgent",
        "detention.prosecutor-notice": "outbox",
        "custody.protocol-drawn": "outbox",
    }.items():
        envelope, _ = reading.check(by_name[name], catalogue)
        assert topics.outgoing(envelope, catalogue).of("x") == f"{topic}.x"


def test_every_error_code_in_the_code_is_registered_and_every_registered_one_is_used() -> None:
    used = {
        node.value
        for path in source.files(*source.PACKAGES)
        for node in ast.walk(source.tree(path))
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and node.value.startswith("HB-")
        and len(node.value) == len("HB-0000")
    }
    named_in_words = {"HB-9001"}  # the guard says it without the registry, which may be a stranger's
    assert used | named_in_words == set(registry.load())
