"""A fact and a sealed notice on an outbox, and the inbox records that the bus makes of such."""

from typing import Any

import orjson
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from schemas.codec import canonical, delivery, record
from schemas.codec.delivery import InboxHeaders
from schemas.codec.record import Record
from schemas.examples import reading
from schemas.messages import registry
from schemas.messages.parts import RecordRef, Seal, SealedBody, SealedFor, Wrap
from services.keys import batches, merkle, sealing
from services.keys.encoding import bytes_of, text_of
from services.keys.sealing import Named, Reader
from services.keys.signing import signed_text
from tests.independent import hpke
from tests.vectors import parties

Written = dict[str, Any]
FACT, NOTICE, ACCEPTED = (
    "detention-protocol-drawn-at-night",
    "prosecutor-told-of-a-detention",
    "bus-accepts-the-notice-of-a-detention",
)


def shown(topic: str, key: bytes, *, value: bytes, headers: Any) -> Written:  # noqa: ANN401 - headers of either kind
    """A record as Kafka carries it: bytes in hexadecimal, headers as the ASCII that they are."""
    written = {name: (text or b"").decode() for name, text in headers}
    return {"topic": topic, "key": key.hex(), "value": value.hex(), "headers": written}


def _signed(envelope: Written, body_line: bytes) -> Record:
    line = orjson.dumps(envelope, option=orjson.OPT_SORT_KEYS)
    said = registry.read_envelope(line)
    signature = parties.SENDERS.record(network=parties.NETWORK, topic=parties.OUTBOX, envelope_line=line)
    return record.encode(said, body_line, signature)


def fact() -> Record:
    return _signed(reading.example(FACT).envelope, b"")


def fact_shown() -> Written:
    made = fact()
    text = signed_text(network=parties.NETWORK, topic=parties.OUTBOX, envelope_line=made.envelope_line)
    return {
        "envelope_line": made.envelope_line.decode(),
        "signed_text": text.hex(),
        "signed_text_sha256": record.digest(text),
        "signature": made.signature.signature,
        "record": shown(parties.OUTBOX, made.key, value=made.value, headers=made.headers),
    }


def notice() -> tuple[Record, Written]:
    """The notice's record, and all that went into it. Our own sealing draws its ephemeral keys itself, so the wraps are made apart."""
    example = reading.example(NOTICE)
    message = Named(parties.NETWORK, parties.SENDER, registry.read_envelope(_line(example.envelope)).id)
    content_key, readers = parties.drawn("content key"), [parties.reader(agency) for agency in parties.READERS]
    wraps = [_wrap(content_key, reader, message=message) for reader in readers]
    body_line, sealed = _sealed(reading.body_line(example.body), content_key, message=message, wraps=wraps)
    seal = Seal(
        suite=sealing.SUITE,
        body_digest=record.digest(body_line),
        key_commitment=sealing.commitment(content_key),
        recipients=tuple(_told(reader) for reader in readers if reader.agency != parties.SENDER),
    )
    made = _signed(example.envelope | {"seal": seal.model_dump()}, body_line)
    return made, sealed | {
        "key_commitment": seal.key_commitment,
        "body_digest": seal.body_digest,
        "wraps": [{name: value for name, value in wrap.items() if name != "wrap"} for wrap in wraps],
        "value_sha256": record.digest(made.value),
        "signature": made.signature.signature,
        "record": shown(parties.OUTBOX, made.key, value=made.value, headers=made.headers),
    }


def _sealed(clear: bytes, content_key: bytes, *, message: Named, wraps: list[Written]) -> tuple[bytes, Written]:
    nonce, bound = parties.drawn("nonce", 12), message.bound("body")
    ciphertext = ChaCha20Poly1305(content_key).encrypt(nonce, clear, bound)
    body = SealedBody(
        ciphertext=text_of(ciphertext),
        nonce=text_of(nonce),
        wraps=tuple(Wrap.model_validate(wrap["wrap"]) for wrap in wraps),
    )
    return canonical.encode(body), {
        "body": clear.decode(),
        "content_key": content_key.hex(),
        "nonce": nonce.hex(),
        "associated_data": bound.hex(),
        "ciphertext": ciphertext.hex(),
    }


def _line(envelope: Written) -> bytes:
    return orjson.dumps(envelope, option=orjson.OPT_SORT_KEYS)


def _told(reader: Reader) -> SealedFor:
    return SealedFor.model_validate({"role": "prosecutor", "agency": reader.agency, "key": reader.key_id})


def _wrap(content_key: bytes, reader: Reader, *, message: Named) -> Written:
    info, ephemeral = message.bound("wrap", reader.key_id), parties.drawn(f"ephemeral for {reader.key_id}")
    wrapped = hpke.wrap(bytes_of(reader.public), content_key, info=info, ephemeral=ephemeral)
    made = {"encapsulated": text_of(wrapped.encapsulated), "wrapped": text_of(wrapped.ciphertext)}
    return {
        "key": reader.key_id,
        "private": parties.drawn(reader.key_id).hex(),
        "public": reader.public,
        "ephemeral_private": ephemeral.hex(),
        "info": info.hex(),
        "info_sha256": record.digest(info),
        "wrap": {"agency": reader.agency, "key": reader.key_id, **made},
    } | made


def _delivery_line(offset: int) -> bytes:
    return canonical.encode(
        delivery.Delivered.model_validate_json(
            orjson.dumps(
                {
                    "record": RecordRef(topic=parties.OUTBOX, partition=0, offset=offset).model_dump(),
                    "received_at": f"2026-03-06T04:05:1{offset}.250000Z",
                    "recorded_at": f"2026-03-06T04:05:1{offset}.500000Z",
                    "leaf": record.digest(f"leaf {offset}".encode()),
                }
            )
        )
    )


def batch_shown() -> Written:
    """Three inbox records under one signature: two of an agency, one that the bus made."""
    sent = [fact(), notice()[0]]
    accepted = registry.read_envelope(_line(reading.example(ACCEPTED).envelope))
    parts = [(made.key, made.value, [*made.headers, (delivery.DELIVERY_HEADER, _delivery_line(at))]) for at, made in enumerate(sent)]  # fmt: skip
    parts.append((accepted.record_key.encode(), canonical.encode(accepted) + b"\n", []))
    leaves = [_leaf(key, value, dict(headers)) for key, value, headers in parts]
    proofs = batches.sign(leaves, network=parties.NETWORK, signer=parties.RELAY)
    records = [
        shown(parties.INBOX, key, value=value, headers=[*headers, *InboxHeaders(proof).raw])
        for (key, value, headers), proof in zip(parts, proofs, strict=True)
    ]
    root = merkle.levels(leaves)[-1][0]
    return {
        "public": parties.RELAY.public,
        "leaves": [leaf.hex() for leaf in leaves],
        "root": root.hex(),
        "signed_text": batches.signed_text(network=parties.NETWORK, size=len(leaves), root=root).hex(),
        "signature": proofs[0].signature,
        "records": records,
    }


def _leaf(key: bytes, value: bytes, headers: dict[str, bytes]) -> bytes:
    of_sender = (record.SIGNATURE_HEADER, record.KEY_HEADER, delivery.DELIVERY_HEADER)
    return batches.leaf([parties.INBOX.encode(), key, value, *(headers.get(name, b"") for name in of_sender)])
