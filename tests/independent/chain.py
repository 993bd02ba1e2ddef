"""The reference chain, read from its first record: whom to believe, from when on and until when."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum

from tests.independent.agencies import Agencies, take_entry
from tests.independent.bus_keys import BusKeys, read_list
from tests.independent.canonical import Json, as_object, number_of, read_object, text_of
from tests.independent.errors import ChainBrokenError, RefusedError
from tests.independent.keys import CHECKPOINT, DIRECTORY, KnownKey, owner_of, public_for
from tests.independent.primitives import LF, check_signature, sha256_hex
from tests.independent.records import KEY, SIGNATURE, Message, Place, Record, ascii_of, headers_of, read_value

TOPIC = "reference"
SIGNED_BY = {"directory-entry": DIRECTORY, "reference-entry": DIRECTORY, "checkpoint": CHECKPOINT}
REMEMBERED = 1000


class Outcome(Enum):
    """What became of a record of the topic."""

    TAKEN = "taken"
    CHECKPOINT = "checkpoint"
    NOT_BELIEVED = "not believed"
    KNOWN = "known"


@dataclass(frozen=True)
class Anchor:
    """The directory key that an agency was handed at its enrolment."""

    id: str
    public: bytes


@dataclass
class Chain:
    """What a reader of the topic believes so far."""

    network: str
    anchor: Anchor
    sequence: int = 0
    previous: str | None = None
    bus: BusKeys = field(default_factory=BusKeys)
    agencies: Agencies = field(default_factory=dict)
    broken: bool = False
    _taken: list[str] = field(default_factory=list)

    def find(self, key_id: str, at: datetime) -> KnownKey | None:
        """Return the believed key of this id as it is known at an instant."""
        if owner_of(key_id) == "bus":
            return self.bus.known.get(key_id)
        agency = self.agencies.get(owner_of(key_id))
        return agency.find(key_id, at) if agency else None

    def take(self, record: Record, at: datetime) -> Outcome:
        """Take the next record of the topic; `at` is its timestamp."""
        if self.broken:
            raise ChainBrokenError("the chain is no longer believed")
        try:
            signer = self._check_signature(record, at)
        except RefusedError:
            return Outcome.NOT_BELIEVED
        if signer.startswith(f"bus/{CHECKPOINT}-"):
            return _take_checkpoint(record)
        try:
            return self._take_signed(record, signer=signer, at=at)
        except RefusedError as error:
            self.broken = True
            raise ChainBrokenError(f"a signed record is not what it may be: {error}") from error

    def _check_signature(self, record: Record, at: datetime) -> str:
        """Return the signing key's id, before anything else of the record is looked at."""
        headers = headers_of(record, {SIGNATURE, KEY})
        signer = ascii_of(headers[KEY])
        text = Place(self.network, TOPIC).signed_text(record.value.partition(LF)[0])
        check_signature(self._signer(signer, at), text, signature=ascii_of(headers[SIGNATURE]))
        return signer

    def _signer(self, key_id: str, at: datetime) -> bytes:
        if not self.bus.known:
            if key_id != self.anchor.id:
                raise RefusedError("not signed with the trust anchor")
            return self.anchor.public
        purpose = CHECKPOINT if key_id.startswith(f"bus/{CHECKPOINT}-") else DIRECTORY
        return public_for(self.find, key_id, owner="bus", purpose=purpose, at=at)

    def _take_signed(self, record: Record, *, signer: str, at: datetime) -> Outcome:
        message = read_value(record.value)
        if record.key != entry_key(message.envelope).encode():
            raise RefusedError("another key than the envelope says")
        kind = text_of(message.envelope, "type")
        if SIGNED_BY[kind] != DIRECTORY:
            return Outcome.NOT_BELIEVED
        digest = sha256_hex(message.envelope_line)
        if digest in self._taken:
            return Outcome.KNOWN
        if 0 < number_of(message.envelope, "sequence") <= self.sequence - len(self._taken):
            return Outcome.NOT_BELIEVED
        self._check_place(message.envelope)
        self._apply(message, signer=signer, at=at)
        self.sequence, self.previous = self.sequence + 1, digest
        self._taken = [*self._taken, digest][-REMEMBERED:]
        return Outcome.TAKEN

    def _check_place(self, envelope: dict[str, Json]) -> None:
        if number_of(envelope, "sequence") != self.sequence + 1:
            raise RefusedError("an entry was left out")
        if envelope.get("previous") != self.previous:
            raise RefusedError("the chain was forked")

    def _apply(self, message: Message, *, signer: str, at: datetime) -> None:
        envelope = message.envelope
        is_keys = envelope["type"] == "reference-entry" and envelope.get("name") == "keys"
        if self.sequence == 0 and not is_keys:
            raise RefusedError("the first entry is not the list of the bus's keys")
        if is_keys:
            self.bus = self._new_list(read_object(message.body_line), signer=signer, at=at)
        elif envelope["type"] == "directory-entry":
            take_entry(self.agencies, as_object(envelope.get("agency")), network=self.network, at=at)

    def _new_list(self, body: dict[str, Json], *, signer: str, at: datetime) -> BusKeys:
        found = read_list(body, self.bus, signer=signer, at=at)
        if not self.bus.known and found.known[signer].public != self.anchor.public:
            raise RefusedError("the list has another trust anchor")
        return found


def _take_checkpoint(record: Record) -> Outcome:
    try:
        kind = text_of(read_value(record.value).envelope, "type")
    except RefusedError:
        return Outcome.NOT_BELIEVED
    return Outcome.CHECKPOINT if SIGNED_BY.get(kind) == CHECKPOINT else Outcome.NOT_BELIEVED


def entry_key(envelope: dict[str, Json]) -> str:
    """Return the key of the record that carries an entry or a checkpoint."""
    kind = text_of(envelope, "type")
    if kind == "directory-entry":
        return text_of(as_object(envelope.get("agency")), "id")
    if kind == "reference-entry":
        return text_of(envelope, "name")
    if kind == "checkpoint":
        return "bus"
    raise RefusedError(f"{kind} does not stand in the topic")
