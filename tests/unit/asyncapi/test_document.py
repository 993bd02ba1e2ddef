"""The AsyncAPI document is valid, whole, and says of rights and messages what the contract says."""

import copy
import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator, Draft202012Validator

from schemas import exporting, topology
from schemas.asyncapi import document
from schemas.catalogue.catalogue import Catalogue
from schemas.codec.delivery import BatchProof, Delivered, InboxHeaders
from schemas.codec.record import Signature
from schemas.directory.directory import Directory
from schemas.examples import reading
from schemas.messages.parts import RecordRef
from schemas.permissions import model
from schemas.topics import TOPICS
from tests.unit.asyncapi.conftest import VERSION

Document = dict[str, Any]
SPRING = datetime(2026, 3, 5, tzinfo=UTC)
SPECIFICATION = json.loads(
    (Path(__file__).parent / "specification" / "asyncapi-3.0.0.json").read_text(encoding="utf-8")
)


def objections(said: Document) -> list[str]:
    return [error.message for error in Draft7Validator(SPECIFICATION).iter_errors(said)]


def refused(said: Document) -> bool:
    """By its first objection; to look for all of them takes seconds."""
    return not Draft7Validator(SPECIFICATION).is_valid(said)


def fits(value: object, schema: str, contract: Document) -> bool:
    whole = {"$ref": f"#/components/schemas/{schema}", "components": contract["components"]}
    return Draft202012Validator(whole).is_valid(value)


def references(value: object) -> Iterator[str]:
    match value:
        case {"$ref": str(reference)}:
            yield reference
        case Mapping():
            for inner in value.values():
                yield from references(inner)
        case list():
            for inner in value:
                yield from references(inner)


def found(reference: str, contract: Document) -> bool:
    place: Any = contract
    for step in reference.removeprefix("#/").split("/"):
        if step not in place:
            return False
        place = place[step]
    return True


def test_the_document_is_valid_asyncapi_3(contract: Document) -> None:
    assert objections(contract) == []


@pytest.mark.parametrize("lost", ["info", "asyncapi"])
def test_the_specification_refuses_what_is_no_document(lost: str, contract: Document) -> None:
    assert refused({name: value for name, value in contract.items() if name != lost})


def test_the_specification_looks_into_messages(contract: Document) -> None:
    broken = copy.deepcopy(contract)
    broken["components"]["messages"]["receipt.v1"]["examples"] = [{"what": "no payload"}]
    assert refused(broken)


def test_every_reference_leads_somewhere(contract: Document) -> None:
    all_of_them = set(references(contract))
    assert len(all_of_them) > len(contract["components"]["messages"])
    assert [reference for reference in sorted(all_of_them) if not found(reference, contract)] == []


def test_every_message_of_the_contract_is_there(contract: Document) -> None:
    exported = {file.removesuffix(".json").replace("/", ".") for file in exporting.schemas()}
    shown = {key.removesuffix(".delivered") for key in contract["components"]["messages"]}
    assert shown == exported


def test_a_topic_has_the_messages_that_it_carries_and_no_others(contract: Document) -> None:
    for topic in TOPICS:
        carried = {key.split(".v")[0].split(".")[0] for key in contract["channels"][topic.name]["messages"]}
        assert carried == topic.carries, topic.name


def test_every_message_is_carried_by_a_topic(contract: Document) -> None:
    carried = {key for channel in contract["channels"].values() for key in channel["messages"]}
    assert carried == set(contract["components"]["messages"])


def test_the_same_message_lies_under_other_headers_in_an_inbox(contract: Document) -> None:
    sent = contract["components"]["messages"]["receipt.v1"]
    delivered = contract["components"]["messages"]["receipt.v1.delivered"]
    assert {name for name in sent if sent[name] != delivered[name]} == {"headers"}
    assert "receipt.v1.delivered" in contract["channels"]["inbox"]["messages"]
    assert "receipt.v1" in contract["channels"]["outbox"]["messages"]


def test_every_example_is_shown_and_fits_the_schema_of_its_message(contract: Document) -> None:
    shown = set()
    for key, message in contract["components"]["messages"].items():
        assert message["examples"], key
        for example in message["examples"]:
            shown.add(example["name"])
            assert fits(example["payload"], message["payload"]["$ref"].rpartition("/")[2], contract), example["name"]
    assert shown == set(reading.names())


def test_a_message_without_a_field_does_not_fit(contract: Document) -> None:
    example = contract["components"]["messages"]["receipt.v1"]["examples"][0]["payload"]
    less = {**example, "envelope": {name: value for name, value in example["envelope"].items() if name != "id"}}
    assert not fits(less, "receipt.v1", contract)


def test_one_name_stands_for_one_schema() -> None:
    meant: dict[str, Any] = {}
    for file, schema in exporting.schemas().items():
        for name, part in schema.get("$defs", {}).items():
            assert meant.setdefault(name, part) == part, (file, name)


def kind_of(topic: str) -> str:
    """outbox, of outbox.police-medeu and of the prefix of all outboxes."""
    return next(
        kind.name for kind in TOPICS if topic == kind.name or (kind.per_agency and topic.startswith(kind.prefix))
    )


def test_the_operations_are_the_rights_that_are_applied(contract: Document, directory: Directory) -> None:
    wanted = topology.of_everybody(directory.open_agencies(SPRING), model.load(), brokers=3)
    applied = {
        (right.user.split(".")[0], kind_of(right.name), right.operation)
        for right in wanted.rights
        if right.resource == "topic" and right.operation in ("read", "write")
    }
    actions = {"send": "write", "receive": "read"}
    shown = {
        (said["x-principal"]["kind"], said["channel"]["$ref"].removeprefix("#/channels/"), actions[said["action"]])
        for said in contract["operations"].values()
    }
    assert shown == applied
    assert ("relay", "inbox", "write") in shown
    assert not [row for row in shown if row[0] == "relay" and row[2] == "read"]


def test_whoever_connects_gives_a_password_and_whoever_sends_signs(contract: Document) -> None:
    assert contract["servers"]["bus"]["security"] == [{"$ref": "#/components/securitySchemes/scram"}]
    assert contract["components"]["securitySchemes"]["scram"]["type"] == "scramSha512"
    sending = [said for said in contract["operations"].values() if said["action"] == "send" and "pulse" not in said["channel"]["$ref"]]  # fmt: skip
    assert sending
    assert all(said["security"] == [{"$ref": "#/components/securitySchemes/signature"}] for said in sending)


def test_a_channel_is_laid_out_as_it_is_applied(contract: Document) -> None:
    for topic in TOPICS:
        shape = topology.shape(model.load().settings_of(topic), brokers=3)
        shown = contract["channels"][topic.name]["bindings"]["kafka"]
        assert (shown["partitions"], shown["replicas"]) == (shape.partitions, shape.replicas)
        assert str(shown["topicConfiguration"]["max.message.bytes"]) == shape.settings["max.message.bytes"]


def delivered_headers(*, from_agency: bool) -> dict[str, str]:
    """As the codec itself writes them."""
    proof = BatchProof(key="bus/relay-2026-01", size=1, index=0, path=(), signature="A" * 86 + "==")
    line = Delivered.model_validate_json(
        '{"record":{"topic":"outbox.police-medeu","partition":0,"offset":7},"received_at":"2026-03-05T21:10:00Z",'
        '"recorded_at":"2026-03-05T21:10:01Z","leaf":"' + "a" * 64 + '"}'
    )
    assert line.record == RecordRef(topic="outbox.police-medeu", partition=0, offset=7)
    signature = Signature("A" * 86 + "==", "police-medeu/sign-2026-01") if from_agency else None
    headers = InboxHeaders(proof, signature, line if from_agency else None, b"{}")
    return {name: value.decode() for name, value in headers.raw}


def test_the_headers_that_the_codec_writes_fit_and_others_do_not(contract: Document) -> None:
    of_agency, of_bus = delivered_headers(from_agency=True), delivered_headers(from_agency=False)
    assert fits(of_agency, "headers.delivered", contract)
    assert fits(of_bus, "headers.from-bus", contract)
    assert not fits(of_bus, "headers.delivered", contract)
    assert not fits(of_agency | {"reply_to": "elsewhere"}, "headers.delivered", contract)
    assert fits({name: of_agency[name] for name in ("habarshy-signature", "habarshy-key")}, "headers.signed", contract)


def test_what_a_header_holds_is_described(contract: Document) -> None:
    written = json.loads(delivered_headers(from_agency=True)["habarshy-batch"])
    assert fits(written, "BatchProof", contract)
    assert not fits(written | {"size": 0}, "BatchProof", contract)


def test_the_same_contract_gives_the_same_bytes(catalogue: Catalogue, contract: Document) -> None:
    again = document.document(catalogue, model.load(), version=VERSION)
    assert document.written(again) == document.written(contract)


def test_the_document_names_no_address(contract: Document) -> None:
    assert b"://" not in document.written(contract)


def test_every_title_is_there_in_three_languages(contract: Document) -> None:
    shown = [*contract["components"]["messages"].values(), *contract["channels"].values()]
    shown += contract["operations"].values()
    assert all(set(said["x-title"]) == {"en", "kk", "ru"} and all(said["x-title"].values()) for said in shown)
