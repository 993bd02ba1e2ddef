"""The second implementation reads the vectors, makes them again byte for byte, and refuses every wrong one."""

from typing import Any

import pytest

from tests.independent import batches, bodies, canonical, hpke, inbox, proofs, records
from tests.independent.chain import Anchor, Chain, Outcome
from tests.independent.entries import ChainWriter
from tests.independent.errors import ChainBrokenError, NotForUsError, RefusedError
from tests.independent.primitives import from_base64, read_instant
from tests.independent.records import Record
from tests.unit.vectors.given import AT, NETWORK, RECIPIENT, SENDER, VECTORS, as_kafka_has_it, find, private
from tests.unit.vectors.test_vectors import OPENING, REFUSED, why

OURS = private(f"{SENDER}/sign-2026-01")
LOG: dict[str, Any] = VECTORS["reference"]
RECEIVED_AT = read_instant(LOG["received_at"])


@pytest.mark.parametrize("case", VECTORS["canonical"], ids=lambda case: case["loose"])
def test_it_writes_canonical_lines(case: dict[str, str]) -> None:
    assert canonical.write_line(canonical.read_loosely(case["loose"].encode())).decode() == case["line"]
    assert canonical.write_line(canonical.read_line(case["line"].encode())).decode() == case["line"]


@pytest.mark.parametrize("line", REFUSED["lines"])
def test_it_refuses_lines_that_are_not_canonical(line: str) -> None:
    with pytest.raises(RefusedError):
        canonical.read_line(line.encode())


def test_its_hpke_is_that_of_rfc_9180() -> None:
    said = {name: bytes.fromhex(value) for name, value in VECTORS["hpke"].items()}
    info, bound = said["info"], said["associated_data"]
    ephemeral = said["ephemeral_private"]
    made = hpke.wrap(said["reader_public"], said["plaintext"], info=info, ephemeral=ephemeral, associated=bound)
    assert made == hpke.Wrapped(said["encapsulated"], said["ciphertext"])
    assert hpke.unwrap(said["reader_private"], made, info=info, associated=bound) == said["plaintext"]


def test_it_writes_the_fact_byte_for_byte() -> None:
    envelope = canonical.read_object(VECTORS["fact"]["envelope_line"].encode())
    assert records.write_outbox(envelope, network=NETWORK, signer=OURS) == as_kafka_has_it(VECTORS["fact"]["record"])


def test_it_seals_and_writes_the_notice_byte_for_byte() -> None:
    said = VECTORS["notice"]
    given = as_kafka_has_it(said["record"])
    envelope = canonical.read_object(given.value.partition(b"\n")[0])
    *recipients, sender = [
        bodies.Reader(wrap["key"], from_base64(wrap["public"]), "prosecutor", bytes.fromhex(wrap["ephemeral_private"]))
        for wrap in said["wraps"]
    ]
    sealed = bodies.seal_body(
        canonical.read_object(said["body"].encode()),
        bodies.Names(NETWORK, SENDER, canonical.text_of(envelope, "id")),
        recipients=recipients,
        sender=sender,
        secret=bodies.Secret(bytes.fromhex(said["content_key"]), bytes.fromhex(said["nonce"])),
    )
    envelope["seal"] = sealed.seal
    assert records.write_outbox(envelope, sealed.body_line, network=NETWORK, signer=OURS) == given


@pytest.mark.parametrize("key", OPENING)
def test_it_opens_the_notice(key: str) -> None:
    read = records.read_outbox(as_kafka_has_it(VECTORS["notice"]["record"]), find, network=NETWORK, at=AT)
    body = bodies.open_body(read, [private(key)], network=NETWORK, agency=key.partition("/")[0])
    assert canonical.write_line(body).decode() == VECTORS["notice"]["body"]


def test_it_says_so_where_a_body_was_sealed_for_others() -> None:
    read = records.read_outbox(as_kafka_has_it(VECTORS["notice"]["record"]), find, network=NETWORK, at=AT)
    with pytest.raises(NotForUsError):
        bodies.open_body(read, [], network=NETWORK, agency="court-almaty")


def without_proof(record: Record) -> Record:
    headers = tuple((name, value) for name, value in record.headers if name != batches.BATCH)
    return Record(record.topic, record.key, record.value, headers)


def test_it_signs_the_batch_byte_for_byte_and_reads_it() -> None:
    given = [as_kafka_has_it(one) for one in VECTORS["batch"]["records"]]
    relay = private("bus/relay-2026-01")
    assert batches.sign_batch([without_proof(one) for one in given], network=NETWORK, signer=relay) == given
    assert [batches.leaf_of(one).hex() for one in given] == VECTORS["batch"]["leaves"]
    read = [inbox.read_inbox(one, find, network=NETWORK, agency=RECIPIENT, at=AT) for one in given]
    assert [one.message.envelope["sender"] for one in read] == [SENDER, SENDER, "bus"]


@pytest.mark.parametrize("case", VECTORS["proofs"], ids=lambda case: case["key"]["id"])
def test_it_proves_a_key_and_vouches_for_it(case: dict[str, Any]) -> None:
    assert proofs.proof_text(case["key"], network=NETWORK).hex() == case["proof_text"]
    assert proofs.vouch_text(case["key"], network=NETWORK).hex() == case["vouch_text"]
    bare = canonical.without(case["key"], ["proof", "proved_by", "vouch", "vouched_by"])
    proved = proofs.prove(bare, network=NETWORK, signer=OURS)
    assert proofs.vouch(proved, network=NETWORK, signer=private(case["key"]["vouched_by"])) == case["key"]


def followed(shown: list[dict[str, Any]]) -> tuple[Chain, list[Outcome]]:
    chain = Chain(NETWORK, Anchor(LOG["anchor"]["id"], from_base64(LOG["anchor"]["public"])))
    return chain, [chain.take(as_kafka_has_it(one), RECEIVED_AT) for one in shown]


def test_it_believes_the_reference_log() -> None:
    chain, outcomes = followed(LOG["records"])
    assert outcomes == [Outcome.TAKEN] * 3
    assert [key for agency in chain.agencies.values() for key in agency.known] == LOG["believed"]
    assert chain.previous == LOG["digests"][-1]


def test_it_writes_the_reference_log_byte_for_byte() -> None:
    writer = ChainWriter(NETWORK, private("bus/directory-2026-01"))
    for shown in LOG["records"]:
        given = as_kafka_has_it(shown)
        line, body_line = records.split_value(given.value)
        fields = canonical.without(canonical.read_object(line), ["sequence", "previous", "body_digest"])
        assert writer.add(fields, canonical.read_object(body_line) if body_line else None) == given


def test_an_entry_that_is_written_twice_is_taken_once() -> None:
    first, *rest = LOG["records"]
    chain, outcomes = followed([first, first, *rest, rest[-1]])
    assert outcomes.count(Outcome.KNOWN) == 2
    assert chain == followed([first, *rest])[0]


@pytest.mark.parametrize("case", REFUSED["reference"], ids=why)
def test_it_stops_believing_a_broken_log(case: dict[str, Any]) -> None:
    with pytest.raises(ChainBrokenError):
        followed(case["records"])


@pytest.mark.parametrize("case", REFUSED["outbox"], ids=why)
def test_it_refuses_a_wrong_record_of_an_outbox(case: dict[str, Any]) -> None:
    with pytest.raises(RefusedError):
        records.read_outbox(as_kafka_has_it(case["record"]), find, network=NETWORK, at=AT)


@pytest.mark.parametrize("case", REFUSED["inbox"], ids=why)
def test_it_refuses_a_wrong_record_of_an_inbox(case: dict[str, Any]) -> None:
    record = as_kafka_has_it(case["record"])
    agency = record.topic.removeprefix("inbox.")
    with pytest.raises(RefusedError):
        inbox.read_inbox(record, find, network=NETWORK, agency=agency, at=AT)
