"""What one implementation writes the other reads, whatever is said; and what is wrong to the one is wrong to the other."""

import json
import os
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.codec import canonical as our_canonical
from schemas.codec import record as our_record
from schemas.codec.delivery import InboxHeaders
from schemas.directory.agency import AgencyKey, AgencyVersion
from schemas.directory.directory import Directory
from schemas.errors.tree import RefusedError as OursRefusedError
from schemas.messages import registry
from schemas.messages.parts import Seal
from services.keys import batches
from services.keys import proofs as our_proofs
from services.keys import sealing as our_sealing
from services.keys.sealing import Named, Opener
from tests.independent import batches as their_batches
from tests.independent import bodies, canonical, inbox, proofs, records
from tests.independent.errors import RefusedError
from tests.independent.keys import PrivateKey
from tests.independent.primitives import from_base64
from tests.independent.records import Message, Record
from tests.unit.vectors import ours
from tests.unit.vectors.given import (
    AT,
    NETWORK,
    PRIVATES,
    PUBLICS,
    RECIPIENT,
    SENDER,
    VECTORS,
    as_kafka_has_it,
    find,
    private,
)
from tests.vectors import log, parties

JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**54), 2**54) | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("abcz_", max_size=3), inner, max_size=4),
    max_leaves=12,
)
OBJECTS = st.dictionaries(st.text("abcz_", max_size=3), JSON, max_size=4)
MESSAGE = Named(NETWORK, SENDER, UUID("019cbfdf-2c00-7981-ab37-c2f58940f49e"))
READER = parties.reader(parties.RECIPIENT)
SELF = parties.reader(SENDER)


def taken_by_ours(line: bytes) -> bool:
    try:
        our_canonical.decode_any(line)
    except OursRefusedError:
        return False
    return True


def taken_by_the_second(line: bytes) -> bool:
    try:
        canonical.read_line(line)
    except RefusedError:
        return False
    return True


TIGHT: dict[str, Any] = {"separators": (",", ":"), "ensure_ascii": False, "sort_keys": True}
LOOSELY = st.fixed_dictionaries(
    {
        "separators": st.sampled_from([(",", ":"), (", ", ": ")]),
        "ensure_ascii": st.booleans(),
        "sort_keys": st.booleans(),
    }
)


@given(OBJECTS, LOOSELY)
def test_both_have_the_same_idea_of_a_canonical_line(value: dict[str, Any], written: dict[str, Any]) -> None:
    line = json.dumps(value, **written).encode("utf-8", "surrogatepass")
    assert taken_by_ours(line) == taken_by_the_second(line)


@given(st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001 - the zone is given beside
def test_a_fact_written_by_either_is_read_by_the_other(sent_at: datetime) -> None:
    instant = sent_at.replace(tzinfo=None).isoformat() + "Z"
    envelope = json.loads(VECTORS["fact"]["envelope_line"]) | {"sent_at": instant}
    theirs = records.write_outbox(envelope, network=NETWORK, signer=private(parties.SENDERS.key_id))
    read = ours.read_outbox(theirs, network=NETWORK, publics=PUBLICS)
    again = our_record.encode(read.envelope, b"", read.signature)
    back = Record(parties.OUTBOX, again.key, again.value, tuple(again.headers))
    assert records.read_outbox(back, find, network=NETWORK, at=AT).envelope == envelope


CANONICAL = OBJECTS.filter(lambda value: taken_by_ours(json.dumps(value, **TIGHT).encode("utf-8", "surrogatepass")))


@given(CANONICAL)
def test_a_body_that_we_seal_is_opened_by_the_second(body: dict[str, Any]) -> None:
    line = canonical.write_line(body)
    made = our_sealing.seal(line, message=MESSAGE, recipients=[("prosecutor", READER)], sender=SELF, random=os.urandom)
    seal = json.loads(made.seal.model_dump_json())
    message = Message({"sender": SENDER, "id": str(MESSAGE.id), "seal": seal}, b"", made.body_line)
    for reader in (READER, SELF):
        opened = bodies.open_body(message, [private(reader.key_id)], network=NETWORK, agency=reader.agency)
        assert opened == body


@given(CANONICAL)
def test_a_body_that_the_second_seals_is_opened_by_us(body: dict[str, Any]) -> None:
    told, itself = (bodies.Reader(one.key_id, from_base64(one.public), "prosecutor") for one in (READER, SELF))
    names = bodies.Names(NETWORK, SENDER, str(MESSAGE.id))
    made = bodies.seal_body(body, names, recipients=[told], sender=itself, secret=bodies.Secret())
    said = Seal.model_validate_json(json.dumps(made.seal))
    for key in (READER.key_id, SELF.key_id):
        opener = Opener(key, X25519PrivateKey.from_private_bytes(PRIVATES[key]))
        opened, _ = our_sealing.unseal(made.body_line, message=MESSAGE, seal=said, openers=[opener])
        assert opened == canonical.write_line(body)


def of_bus(number: int) -> Record:
    envelope = registry.read_envelope(as_kafka_has_it(VECTORS["batch"]["records"][2]).value.partition(b"\n")[0])
    line = our_canonical.encode(envelope.model_copy(update={"leaf_index": number}))
    return Record(parties.INBOX, envelope.record_key.encode(), line + b"\n", ())


@settings(max_examples=30)
@given(st.integers(1, 40), st.data())
def test_a_batch_signed_by_either_is_read_by_the_other(size: int, data: st.DataObject) -> None:
    plain = [of_bus(number) for number in range(size)]
    relay = private(parties.RELAY.key_id)
    leaves = [batches.leaf([one.topic.encode(), one.key, one.value, b"", b"", b""]) for one in plain]
    by_us = [
        Record(one.topic, one.key, one.value, tuple(InboxHeaders(proof).raw))
        for one, proof in zip(plain, batches.sign(leaves, network=NETWORK, signer=parties.RELAY), strict=True)
    ]
    by_second = their_batches.sign_batch(plain, network=NETWORK, signer=relay)
    at = data.draw(st.integers(0, size - 1))
    assert ours.read_inbox(by_second[at], network=NETWORK, publics=PUBLICS) is None
    read = inbox.read_inbox(by_us[at], find, network=NETWORK, agency=RECIPIENT, at=AT)
    assert read.message.envelope["leaf_index"] == at


def proved_by_the_second(*, superior: PrivateKey) -> AgencyVersion:
    """The vectors' agency, with its keys proved and vouched for by the second implementation."""
    agency = registry.read_envelope(log.entries()[2].envelope_line).agency  # type: ignore[union-attr] # the third entry is an agency's
    made = []
    for key in log.senders_keys():
        said = canonical.without(json.loads(our_canonical.encode(key)), ["proof", "proved_by", "vouch", "vouched_by"])
        proved = proofs.prove(said, network=NETWORK, signer=private(parties.SENDERS.key_id))
        made.append(AgencyKey.model_validate(proofs.vouch(proved, network=NETWORK, signer=superior)))
    return agency.model_copy(update={"keys": tuple(made)})


def objections(agency: AgencyVersion) -> list[str]:
    superior = registry.read_envelope(log.entries()[1].envelope_line).agency  # type: ignore[union-attr] # the second entry is an agency's
    before = Directory((superior,))
    at = ours.INSTANT.validate_python(log.AT)
    return [found.code for found in our_proofs.objections(agency, before, network=NETWORK, at=at)]


def test_we_believe_keys_that_the_second_proves_and_no_others() -> None:
    key_id = parties.SUPERIORS.key_id
    assert objections(proved_by_the_second(superior=private(key_id))) == []
    stranger = PrivateKey(key_id, PRIVATES[parties.RELAY.key_id])
    assert objections(proved_by_the_second(superior=stranger)) == ["HB-2602", "HB-2602"]


@given(st.data())
def test_no_bit_of_a_record_can_be_turned_unseen_by_either(data: st.DataObject) -> None:
    given_ = as_kafka_has_it(VECTORS["notice"]["record"])
    at = data.draw(st.integers(0, len(given_.value) * 8 - 1))
    turned = bytearray(given_.value)
    turned[at // 8] ^= 1 << (at % 8)
    wrong = Record(given_.topic, given_.key, bytes(turned), given_.headers)
    assert refused_by_ours(wrong)
    assert refused_by_the_second(wrong)


def refused_by_ours(wrong: Record) -> bool:
    try:
        ours.read_outbox(wrong, network=NETWORK, publics=PUBLICS)
    except OursRefusedError:
        return True
    return False


def refused_by_the_second(wrong: Record) -> bool:
    try:
        records.read_outbox(wrong, find, network=NETWORK, at=AT)
    except RefusedError:
        return True
    return False
