"""From a draft to the record that goes on the wire: checked as strictly as the bus will check it, sealed, signed, its id minted once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final
from uuid import UUID

import orjson
from pydantic import BaseModel, ValidationError

from producers.outbox import doubts, implied, minting, saying
from producers.outbox.drafting import Draft, To
from producers.outbox.errors import broken
from producers.outbox.kept import Kept
from producers.outbox.recipients import Recipient, Roster, newest
from schemas import contract, topics
from schemas.codec import canonical, record
from schemas.codec.record import Record
from schemas.directory.agency import AgencyVersion
from schemas.errors import translation
from schemas.errors.tree import Finding, NotSayableError
from schemas.messages import naming, registry
from schemas.messages.body import DutyBody
from schemas.messages.envelope import FromAgency, Notice, OnOccasion, ServiceRecord
from schemas.messages.facts import every as facts
from schemas.messages.notices import every as notices
from schemas.messages.registry import KINDS, Envelope, Kind
from schemas.messages.service_records import every as service_records
from services.keys import sealing
from services.keys.keyring import Keyring
from services.keys.sealing import Named, Randomness, Reader
from services.keys.signing import Signer

# What the Outbox alone says; a draft that names them is a document from elsewhere, and they are made anew.
_MADE: Final = ("id", "sender", "sent_at", "first_tried_at", "seal")
_UNSEALED: Final = {
    "suite": sealing.SUITE,
    "body_digest": "0" * 64,
    "key_commitment": "0" * 64,
    "recipients": [{"role": "overseer", "agency": "nobody", "key": "nobody/seal-2000-01"}],
}
"""Stands in the envelope until the body is sealed: everything else of it can be checked before."""


@dataclass(frozen=True, slots=True)
class Packed:
    """A record as it will lie on the wire, whenever that is."""

    id: UUID
    topic: str
    record: Record
    recipients: tuple[Recipient, ...] = ()
    doubts: tuple[Finding, ...] = ()

    @property
    def envelope(self) -> FromAgency:
        assert isinstance(self.record.envelope, FromAgency)  # noqa: S101 - an Outbox makes no others
        return self.record.envelope


@dataclass(frozen=True, slots=True)
class Speaker:
    """As whom is spoken: the network, the agency's keys, and chance."""

    network: str
    agency: str
    keyring: Keyring
    random: Randomness

    def signer(self, state: AgencyVersion, at: datetime) -> Signer:
        """The newest signing key that the directory shows and that lies here."""
        holding = {key.id for key in state.keys if key.purpose == "sign" and key.holds(at)}
        own = [signer for signer in self.keyring.signers if signer.key_id in holding]
        if not own:
            raise broken("HB-8306", agency=self.agency, key=self.keyring.newest_signer().key_id)
        return own[-1]

    def reader(self, state: AgencyVersion, at: datetime) -> Reader:
        """The sender reads its own bodies: with the key that others seal for it."""
        key = newest(state, "seal", at)
        if key is None:
            raise broken("HB-8305", "/seal/recipients", agency=self.agency)
        return Reader(self.agency, key.id, key.public)


def pack(draft: Draft, *, speaker: Speaker, roster: Roster, minted: UUID | None = None) -> Packed:
    """The record of a draft; refused with every finding, and nothing is sent."""
    state = roster.sender(speaker.agency)
    named = minted or minting.message_id(roster.at, speaker.random)
    checked = _envelope(draft, named, state=state, roster=roster)
    body = _body(checked, draft)
    if isinstance(checked, Notice | ServiceRecord) and isinstance(body, DutyBody):
        checked = checked.model_copy(update=implied.by_body(checked, body, roster.catalogue))
    recipients = roster.recipients(checked, draft.to) if body is not None else ()
    roster.check_named(checked, draft.to, recipients)
    envelope, body_line = _sealed(checked, body, speaker=speaker, roster=roster, recipients=recipients)
    if found := _findings(envelope, body, roster):
        raise NotSayableError(*found)
    topic = topics.outgoing(envelope, roster.catalogue, regarded=draft.regarded).of(speaker.agency)
    line = canonical.encode(envelope)
    signature = speaker.signer(state, roster.at).record(network=speaker.network, topic=topic, envelope_line=line)
    return Packed(
        named, topic, record.encode(envelope, body_line, signature), recipients, doubts.of(envelope, recipients, roster)
    )


def unpacked(kept: Kept) -> Packed:
    """The record that the spool has kept."""
    headers = [
        (record.SIGNATURE_HEADER, kept.signature.signature.encode()),
        (record.KEY_HEADER, kept.signature.key.encode()),
    ]
    return Packed(kept.id, kept.topic, record.decode(key=kept.key, value=kept.value, headers=headers))


def said_in(packed: Packed, speaker: Speaker) -> tuple[FromAgency, bytes]:
    """What a message says, whenever it was packed and for whichever keys."""
    envelope = packed.envelope
    seal, at = registry.seal_of(envelope), datetime.fromisoformat("2000-01-01T00:00:00Z")
    made = {"sent_at": at, "first_tried_at": None} | ({"seal": None} if "seal" in type(envelope).model_fields else {})
    body = b""
    if seal is not None:
        message = Named(speaker.network, envelope.sender, envelope.id)
        body, _ = sealing.unseal(packed.record.body_line, message=message, seal=seal, openers=speaker.keyring.openers)
    return envelope.model_copy(update=made), body


def rewrapped(packed: Packed, to: Sequence[To], *, speaker: Speaker, roster: Roster) -> Draft:
    """The content key of a message that was sent, wrapped anew for these; the sender's own wrap gives it back."""
    seal = registry.seal_of(packed.envelope)
    if seal is None or not isinstance(packed.envelope, OnOccasion):
        raise NotSayableError(Finding("HB-1018", "/body", {}))
    message = Named(speaker.network, packed.envelope.sender, packed.id)
    _, key = sealing.unseal(packed.record.body_line, message=message, seal=seal, openers=speaker.keyring.openers)
    readers = roster.readers(roster.recipients(packed.envelope, to))
    wraps = [sealing.rewrap(key, message=message, reader=reader) for _, reader in readers]
    return saying.rewrap(packed.envelope, wraps, key_commitment=seal.key_commitment)


def _envelope(draft: Draft, named: UUID, *, state: AgencyVersion, roster: Roster) -> Any:  # noqa: ANN401 - one of the union, told apart below
    said = {name: value for name, value in draft.envelope.items() if name not in _MADE}
    if "type" not in said:
        raise NotSayableError(Finding("HB-2101", "/type", {}))
    kind = KINDS.get(str(said["type"]))
    if kind is None or not issubclass(kind.envelope, FromAgency):
        expected = ", ".join(name for name, kind in KINDS.items() if issubclass(kind.envelope, FromAgency))
        raise NotSayableError(Finding("HB-2106", "/type", {"expected": expected}))
    if draft.body is None and "seal" in kind.envelope.model_fields and kind.envelope.model_fields["seal"].is_required():
        raise NotSayableError(Finding("HB-1018", "/body", {}))
    usual = {
        "schema_version": _version(said, kind),
        "language": state.languages[0],
        **implied.fields(said, roster.catalogue),
    }
    made: dict[str, Any] = {"id": named, "sender": state.id, "sent_at": roster.at, "first_tried_at": roster.at}
    if "as_role" in kind.envelope.model_fields:
        made["as_role"] = implied.role(said, draft.roles, state=state, catalogue=roster.catalogue)
    if draft.body is not None:
        made["seal"] = _UNSEALED
    return _read(kind.envelope, {**usual, **said, **made})


def _version(said: Mapping[str, Any], kind: Kind) -> str:
    """The newest that is known of this kind of message."""
    name = str(said.get("name"))
    known = {"fact": facts.VERSIONS, "notice": notices.VERSIONS, "service-record": service_records.VERSIONS}
    return (known.get(str(said.get("type")), {}).get(name) or kind.versions)[-1]


def _read(model: type[BaseModel], said: Mapping[str, Any]) -> Any:  # noqa: ANN401 - of the model's type
    line = orjson.dumps(said, default=_plain, option=orjson.OPT_UTC_Z)
    try:
        return model.model_validate_json(line)
    except ValidationError as error:
        found = translation.findings(error, orjson.loads(line))
        raise NotSayableError(*naming.guessed(found, model)) from error


def _plain(value: object) -> object:
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json", exclude_defaults=True)
    raise TypeError


def _body(checked: FromAgency, draft: Draft) -> BaseModel | None:
    """The clear body, typed as its envelope announces it."""
    registry.check_names(checked)  # type: ignore[arg-type] # every agency's envelope is one of the union
    model = registry.body_model(checked)  # type: ignore[arg-type] # likewise
    if draft.body is None or isinstance(draft.body, BaseModel):
        return draft.body
    if model is None:
        raise NotSayableError(Finding("HB-1015", "/body", {}))
    return _placed(model, draft.body)


def _placed(model: type[BaseModel], body: Mapping[str, Any]) -> BaseModel:
    try:
        read = _read(model, body)
    except NotSayableError as error:
        raise NotSayableError(*(replace(f, where=f"/body{f.where}") for f in error.findings)) from error
    assert isinstance(read, BaseModel)  # noqa: S101 - of the model's type
    return read


def _sealed(
    checked: Any,  # noqa: ANN401 - one of the union
    body: BaseModel | None,
    *,
    speaker: Speaker,
    roster: Roster,
    recipients: Sequence[Recipient],
) -> tuple[Envelope, bytes]:
    if body is None:
        return checked, b""
    made = sealing.seal(
        canonical.encode(body),
        message=Named(speaker.network, checked.sender, checked.id),
        recipients=roster.readers(recipients),
        sender=speaker.reader(roster.sender(checked.sender), roster.at),
        random=speaker.random,
    )
    return checked.model_copy(update={"seal": made.seal}), made.body_line


def _findings(envelope: Envelope, body: BaseModel | None, roster: Roster) -> tuple[Finding, ...]:
    found = contract.findings(envelope, roster.catalogue)
    if isinstance(envelope, Notice | ServiceRecord) and isinstance(body, DutyBody):
        found += contract.body_findings(envelope, body, roster.catalogue)
    return found
