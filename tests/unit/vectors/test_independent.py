"""The second implementation reads the vectors, makes them again byte for byte, and refuses every wrong one."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from tests.independent import canonical, hpke, inbox, records, reference, sealing
from tests.independent.canonical import RefusedError
from tests.independent.records import Record, Signer
from tests.unit.vectors.given import NETWORK, PRIVATES, PUBLICS, SENDER, VECTORS, as_kafka_has_it
from tests.unit.vectors.test_vectors import OPENING, REFUSED, why

KEY = f"{SENDER}/sign-2026-01"
OURS = Signer(KEY, PRIVATES[KEY])


@pytest.mark.parametrize("case", VECTORS["canonical"], ids=lambda case: case["loose"])
def test_it_writes_canonical_lines(case: dict[str, str]) -> None:
    assert canonical.write(json.loads(case["loose"])).decode() == case["line"]
    assert canonical.write(canonical.read(case["line"].encode())).decode() == case["line"]


@pytest.mark.parametrize("line", REFUSED["lines"])
def test_it_refuses_lines_that_are_not_canonical(line: str) -> None:
    with pytest.raises(RefusedError):
        canonical.read(line.encode())


def test_its_hpke_is_that_of_rfc_9180() -> None:
    said = {name: bytes.fromhex(value) for name, value in VECTORS["hpke"].items()}
    made = hpke.wrap(
        said["plaintext"],
        reader_public=said["reader_public"],
        info=said["info"],
        ephemeral_private=said["ephemeral_private"],
        bound=said["associated_data"],
    )
    assert made == (said["encapsulated"], said["ciphertext"])
    assert hpke.public_of(said["reader_private"]) == said["reader_public"]


def test_it_writes_the_fact_byte_for_byte() -> None:
    given = as_kafka_has_it(VECTORS["fact"]["record"])
    envelope = json.loads(VECTORS["fact"]["envelope_line"])
    assert records.write(envelope, b"", network=NETWORK, topic=given.topic, signer=OURS) == given


def drawing(*drawn: str) -> Callable[[int], bytes]:
    left = [bytes.fromhex(one) for one in drawn]

    def draw(length: int) -> bytes:
        assert len(left[0]) == length
        return left.pop(0)

    return draw


def test_it_seals_and_writes_the_notice_byte_for_byte() -> None:
    said = VECTORS["notice"]
    given = as_kafka_has_it(said["record"])
    envelope = canonical.read(given.value.partition(b"\n")[0])
    *recipients, sender = [
        sealing.Reader(wrap["key"].partition("/")[0], wrap["key"], wrap["public"], "prosecutor")
        for wrap in said["wraps"]
    ]
    body_line, seal = sealing.seal(
        said["body"].encode(),
        about=sealing.names(NETWORK, SENDER, envelope["id"]),
        recipients=recipients,
        sender=sender,
        draw=drawing(said["content_key"], said["nonce"], *(wrap["ephemeral_private"] for wrap in said["wraps"])),
    )
    made = records.write(envelope | {"seal": seal}, body_line, network=NETWORK, topic=given.topic, signer=OURS)
    assert made == given


@pytest.mark.parametrize("key", OPENING)
def test_it_opens_the_notice(key: str) -> None:
    read = records.read(as_kafka_has_it(VECTORS["notice"]["record"]), network=NETWORK, publics=PUBLICS)
    body = sealing.unseal(read.body_line, network=NETWORK, envelope=read.envelope, privates={key: PRIVATES[key]})
    assert body.decode() == VECTORS["notice"]["body"]


def without_proof(record: Record) -> Record:
    headers = [(name, value) for name, value in record.headers if name != inbox.BATCH]
    return Record(record.topic, record.key, record.value, headers)


def test_it_signs_the_batch_byte_for_byte_and_reads_it() -> None:
    given = [as_kafka_has_it(one) for one in VECTORS["batch"]["records"]]
    relay = Signer("bus/relay-2026-01", PRIVATES["bus/relay-2026-01"])
    assert inbox.sign_batch([without_proof(one) for one in given], network=NETWORK, signer=relay) == given
    assert [inbox.leaf(one.topic, one).hex() for one in given] == VECTORS["batch"]["leaves"]
    read = [inbox.read(one, network=NETWORK, bus=PUBLICS, agencies=PUBLICS) for one in given]
    assert [one.envelope["sender"] for one in read] == [SENDER, SENDER, "bus"]


@pytest.mark.parametrize("case", VECTORS["proofs"], ids=lambda case: case["key"]["id"])
def test_it_makes_the_proof_of_a_key(case: dict[str, Any]) -> None:
    superior = Signer("", PRIVATES[case["key"]["vouched_by"]])
    assert reference.proof_text(case["key"], NETWORK).hex() == case["proof_text"]
    assert OURS.sign(bytes.fromhex(case["proof_text"])) == case["proof"]
    assert reference.vouch_text(case["key"], NETWORK).hex() == case["vouch_text"]
    assert superior.sign(bytes.fromhex(case["vouch_text"])) == case["vouch"]


def log() -> reference.Log:
    anchor = VECTORS["reference"]["anchor"]
    return reference.Log(NETWORK, {anchor["id"]: anchor["public"]})


def followed(shown: list[dict[str, Any]]) -> reference.Log:
    made = log()
    for one in shown:
        made.take(as_kafka_has_it(one), VECTORS["reference"]["received_at"])
    return made


def test_it_believes_the_reference_log() -> None:
    made = followed(VECTORS["reference"]["records"])
    assert list(made.believed) == VECTORS["reference"]["believed"]
    assert [canonical.sha256(line) for line in made.lines] == VECTORS["reference"]["digests"]
    assert made.left_out == []


def test_an_entry_that_is_written_twice_is_taken_once() -> None:
    first, *rest = VECTORS["reference"]["records"]
    assert followed([first, first, *rest, rest[-1]]).lines == followed([first, *rest]).lines


@pytest.mark.parametrize("case", REFUSED["reference"], ids=why)
def test_it_stops_believing_a_broken_log(case: dict[str, Any]) -> None:
    with pytest.raises(RefusedError):
        followed(case["records"])


@pytest.mark.parametrize("case", REFUSED["outbox"], ids=why)
def test_it_refuses_a_wrong_record_of_an_outbox(case: dict[str, Any]) -> None:
    with pytest.raises(RefusedError):
        records.read(as_kafka_has_it(case["record"]), network=NETWORK, publics=PUBLICS)


@pytest.mark.parametrize("case", REFUSED["inbox"], ids=why)
def test_it_refuses_a_wrong_record_of_an_inbox(case: dict[str, Any]) -> None:
    with pytest.raises(RefusedError):
        inbox.read(as_kafka_has_it(case["record"]), network=NETWORK, bus=PUBLICS, agencies=PUBLICS)
