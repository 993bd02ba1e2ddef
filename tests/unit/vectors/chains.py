"""Entries of a reference chain as the second implementation writes them, right and wrong."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final, Literal
from uuid import NAMESPACE_OID, uuid5

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from tests.independent import entries, proofs
from tests.independent.canonical import Json
from tests.independent.chain import TOPIC
from tests.independent.entries import ChainWriter
from tests.independent.keys import PrivateKey
from tests.independent.primitives import sign, to_base64, write_instant
from tests.independent.records import KEY, SIGNATURE, Place, Record
from tests.unit.vectors.given import NETWORK, SENDER, VECTORS, as_kafka_has_it, private
from tests.vectors import parties

NEWCOMER: Final = "court-almaty"
AGENCIES: Final = (parties.SUPERIOR, SENDER, NEWCOMER)
KEYS: Final = ("sign-2026-01", "sign-2026-02", "seal-2026-01", "seal-2026-02")
BUS: Final = tuple(f"bus/{name}-2026-01" for name in ("directory", "relay", "checkpoint"))
UNTIL: Final = "2028-01-01T00:00:00Z"
Fields = dict[str, Json]


@dataclass(frozen=True)
class KeySaid:
    """A key as an entry says it; `other` is another public half under the same id."""

    name: str = KEYS[0]
    other: bool = False
    proved_by: Literal["itself", "the first", "the second", "a stranger", "nobody"] = "itself"
    vouched_by: Literal["superior", "the first", "the second", "a stranger", "nobody"] = "superior"
    valid_from: int = -5
    revoked_at: int | None = None

    def said(self, agency: str, at: datetime) -> Fields:
        key_id = f"{agency}/{self.name}"
        own = PrivateKey(key_id, parties.drawn(f"{key_id} {'other' * self.other}"))
        is_sign = self.name.startswith("sign")
        half: X25519PrivateKey | Ed25519PrivateKey = (
            Ed25519PrivateKey if is_sign else X25519PrivateKey
        ).from_private_bytes(own.private)
        key: Fields = {"id": key_id, "purpose": "sign" if is_sign else "seal", "valid_until": UNTIL}
        key |= {"public": to_base64(half.public_key().public_bytes_raw()), "valid_from": _day(at, self.valid_from)}
        if self.proved_by != "nobody":
            first, second = _sign_key(agency), _sign_key(agency, KEYS[1])
            stranger = replace(first, private=parties.drawn("stranger"))
            signer = {"itself": own, "the first": first, "the second": second}.get(self.proved_by, stranger)
            key = proofs.prove(key, network=NETWORK, signer=signer)
        if self.vouched_by != "nobody":
            above = _sign_key(parties.SUPERIOR)
            vouchers = {"superior": above, "the first": _sign_key(agency), "the second": _sign_key(agency, KEYS[1])}
            signer = vouchers.get(self.vouched_by, replace(above, private=parties.drawn("stranger")))
            key = proofs.vouch(key, network=NETWORK, signer=signer)
        return key if self.revoked_at is None else key | {"revoked_at": _day(at, self.revoked_at)}


@dataclass(frozen=True)
class AgencyEntry:
    """A state of an agency."""

    agency: str
    keys: tuple[KeySaid, ...]
    valid_from: int = -9
    has_superior: bool = True

    def said(self, at: datetime) -> Fields:
        agency: Fields = {
            "id": self.agency,
            "names": dict.fromkeys(("en", "kk", "ru"), "Police"),
            "roles": ["investigator"],
        }
        agency |= {"languages": ["kk", "ru"], "territory": "750000000", "zone": "Asia/Almaty"}
        agency |= {"valid_from": _day(at, self.valid_from), "keys": [key.said(self.agency, at) for key in self.keys]}
        if self.agency == SENDER and self.has_superior:
            agency["superior"] = parties.SUPERIOR
        return {name: value for name, value in agency.items() if value != []}


@dataclass(frozen=True)
class BusList:
    """The list of the bus's keys."""

    names: tuple[str, ...] = BUS
    other: bool = False
    revoked: str = ""
    revoked_at: int = -1

    def said(self, at: datetime) -> Fields:
        keys: list[Json] = []
        for name in self.names:
            public = parties.signer(f"another {name}" if self.other and "relay" in name else name).public
            key: Fields = {"id": name, "public": public, "valid_from": "2026-01-01T00:00:00Z", "valid_until": UNTIL}
            keys.append(key | {"revoked_at": _day(at, self.revoked_at)} if name == self.revoked else key)
        return {"keys": keys}


Wrong = Literal[
    "",
    "sequence",
    "previous",
    "stranger",
    "checkpoint's key",
    "checkpoint's junk",
    "record key",
    "body",
    "not canonical",
]


@dataclass(frozen=True)
class Step:
    """A record that is written next: an entry, or beside it a repeated one or a checkpoint."""

    entry: AgencyEntry | BusList
    wrong: Wrong = ""
    by_us: bool = False
    beside: Literal["", "repeated", "checkpoint"] = ""
    signer: str = BUS[0]


def write(step: Step, *, at: datetime, sequence: int, previous: str | None) -> Record:
    """The record that the second implementation writes after this place of the chain."""
    if step.beside == "checkpoint":
        return _checkpoint(at)
    at_sequence = sequence + (step.wrong == "sequence")
    writer = ChainWriter(NETWORK, PrivateKey(step.signer, parties.drawn(step.signer)), at_sequence, previous)
    if step.wrong == "previous":
        writer.previous = "0" * 64
    if step.wrong == "stranger":
        writer.signer = replace(writer.signer, private=parties.drawn("stranger"))
    if isinstance(step.entry, BusList):
        version = {"type": "reference-entry", "name": "keys", "version": "1", "in_force_from": _day(at, 0)}
        return _spoilt(step.wrong, writer.add(_head(at) | version, step.entry.said(at)))
    return _spoilt(step.wrong, writer.add(_head(at) | {"type": "directory-entry", "agency": step.entry.said(at)}))


def _spoilt(wrong: Wrong, record: Record) -> Record:
    line = record.value.partition(b"\n")[0]
    if wrong == "record key":
        return replace(record, key=b"bus")
    if wrong == "body":
        return replace(record, value=record.value + b"{}")
    if wrong in ("not canonical", "checkpoint's key", "checkpoint's junk"):
        signer = BUS[0] if wrong == "not canonical" else BUS[2]
        line = line if wrong == "checkpoint's key" else line.replace(b'":', b'": ', 1)
        return _signed_anew(replace(record, value=line + b"\n" + record.value.partition(b"\n")[2]), signer)
    return record


def _signed_anew(record: Record, signer: str) -> Record:
    signature = sign(private(signer).private, Place(NETWORK, TOPIC).signed_text(record.value.partition(b"\n")[0]))
    return replace(record, headers=((SIGNATURE, signature.encode()), (KEY, signer.encode())))


def misplaced() -> Record:
    """A good message of another topic, which somebody with a directory key has signed for this one."""
    return _signed_anew(as_kafka_has_it(VECTORS["fact"]["record"]), BUS[0])


def _checkpoint(at: datetime) -> Record:
    said: Fields = {
        "type": "checkpoint",
        "origin": "sandbox",
        "tree_size": 1,
        "root": "0" * 64,
        "signature": "A" * 86 + "==",
    }
    return entries.write_checkpoint(_head(at) | said, {"leaves": ["0" * 64]}, network=NETWORK, signer=private(BUS[2]))


def _head(at: datetime) -> Fields:
    said: Fields = {"schema_version": "1.0", "sender": "bus", "epoch": 1, "emitted_at": write_instant(at)}
    return said | {"id": str(uuid5(NAMESPACE_OID, write_instant(at)))}


def _day(at: datetime, days: int) -> str:
    """Announced instants fall beside the instants at which entries come."""
    return write_instant(at + timedelta(days=days, hours=1 if days > 0 else 0))


def _sign_key(agency: str, name: str = KEYS[0]) -> PrivateKey:
    key_id = f"{agency}/{name}"
    return PrivateKey(key_id, parties.drawn(f"{key_id} "))


def key_ids() -> Iterator[str]:
    """All that can be said in a chain of these."""
    yield from (*BUS, "bus/directory-2026-02")
    yield from (f"{agency}/{name}" for agency in AGENCIES for name in KEYS)


SUPERIORS: Final = AgencyEntry(parties.SUPERIOR, (KeySaid(vouched_by="nobody"),))
BEGINNING: Final = (Step(BusList()), Step(SUPERIORS), Step(AgencyEntry(SENDER, (KeySaid(),))))
