"""The first entries of a reference log: the bus's keys, an agency on the operator's word alone, and one that it vouches for."""

from typing import Any
from uuid import UUID, uuid5

import orjson

from schemas.codec import canonical, record
from schemas.codec.record import Record
from schemas.directory.agency import AgencyKey
from schemas.messages import registry
from services.keys import proofs
from services.keys.signing import Signer
from tests.vectors import parties
from tests.vectors.told import Written, shown

TOPIC = "reference"
AT = "2026-01-05T06:00:00Z"
_FROM, _UNTIL = "2026-01-01T00:00:00Z", "2028-01-01T00:00:00Z"
_IDS = UUID("01975f5c-6a5e-7000-8000-000000000000")


def _key(key_id: str, public: str) -> AgencyKey:
    purpose = key_id.partition("/")[2].partition("-")[0]
    said = {"id": key_id, "purpose": purpose, "public": public, "valid_from": _FROM, "valid_until": _UNTIL}
    return AgencyKey.model_validate(said)


def superiors_key() -> AgencyKey:
    key = _key(parties.SUPERIORS.key_id, parties.SUPERIORS.public)
    return proofs.prove(key, parties.SUPERIORS, network=parties.NETWORK)


def senders_keys() -> list[AgencyKey]:
    """Each proved by the signing key, and vouched for by the superior."""
    sealing = parties.reader(parties.SENDER)
    found = [_key(parties.SENDERS.key_id, parties.SENDERS.public), _key(sealing.key_id, sealing.public)]
    proved = [proofs.prove(key, parties.SENDERS, network=parties.NETWORK) for key in found]
    return [proofs.vouch(key, parties.SUPERIORS, network=parties.NETWORK) for key in proved]


def _agency(agency: str, keys: list[AgencyKey], **more: str) -> Written:
    names = dict.fromkeys(("en", "kk", "ru"), agency.replace("-", " ").capitalize())
    said: Written = {
        "id": agency,
        "valid_from": _FROM,
        "names": names,
        "roles": ["investigator"],
        "territory": "750000000",
    }
    said |= {"zone": "Asia/Almaty", "languages": ["kk", "ru"]} | more
    return said | {"keys": [orjson.loads(canonical.encode(key)) for key in keys]}


def _bus_keys() -> bytes:
    signers = (parties.DIRECTORY, parties.RELAY, parties.CHECKPOINT)
    keys = [{"id": s.key_id, "public": s.public, "valid_from": _FROM, "valid_until": _UNTIL} for s in signers]
    return orjson.dumps({"keys": keys}, option=orjson.OPT_SORT_KEYS)


def _entry(said: Written, body_line: bytes, *, before: Record | None, signer: Signer = parties.DIRECTORY) -> Record:
    sequence = before.envelope.sequence + 1 if before else 1  # type: ignore[union-attr] # entries of the chain all have one
    head: dict[str, Any] = {"id": str(uuid5(_IDS, str(sequence))), "sender": "bus", "epoch": 1, "emitted_at": AT}
    head |= {"sequence": sequence} | ({"previous": record.digest(before.envelope_line)} if before else {})
    line = orjson.dumps(head | said, option=orjson.OPT_SORT_KEYS)
    signature = signer.record(network=parties.NETWORK, topic=TOPIC, envelope_line=line)
    return record.encode(registry.read_envelope(line), body_line, signature)


def entries() -> list[Record]:
    body = _bus_keys()
    keys = {"type": "reference-entry", "schema_version": "1.0", "name": "keys", "version": "1", "in_force_from": AT}
    made = [_entry(keys | {"body_digest": record.digest(body)}, body, before=None)]
    superior = _agency(parties.SUPERIOR, [superiors_key()])
    sender = _agency(parties.SENDER, senders_keys(), superior=parties.SUPERIOR)
    for agency in (superior, sender):
        said = {"type": "directory-entry", "schema_version": "1.0", "agency": agency}
        made.append(_entry(said, b"", before=made[-1]))
    return made


def log_shown() -> Written:
    made = entries()
    return {
        "anchor": {"id": parties.DIRECTORY.key_id, "public": parties.DIRECTORY.public},
        "received_at": AT,
        "digests": [record.digest(entry.envelope_line) for entry in made],
        "records": [shown(TOPIC, entry.key, value=entry.value, headers=entry.headers) for entry in made],
        "believed": [parties.SUPERIORS.key_id, parties.SENDERS.key_id, parties.reader(parties.SENDER).key_id],
    }


def proofs_shown() -> list[Written]:
    return [_proof_shown(key) for key in senders_keys()]


def _proof_shown(key: AgencyKey) -> Written:
    proved = proofs.proof_text(key, network=parties.NETWORK)
    vouched = proofs.vouch_text(key, network=parties.NETWORK)
    return {
        "key": orjson.loads(canonical.encode(key)),
        "proof_text": proved.hex(),
        "proof_text_sha256": record.digest(proved),
        "proof": key.proof,
        "vouch_text": vouched.hex(),
        "vouch_text_sha256": record.digest(vouched),
        "vouch": key.vouch,
    }
