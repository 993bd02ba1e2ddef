"""From bytes to a message that can be believed: form, the bus's signature, the sender's, the seal, the body. It never raises."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from consumers.inbox.known import State
from consumers.inbox.received import Reading, Received, Unproved, Unusable
from consumers.inbox.records import RawRecord
from schemas import contract, topics
from schemas.catalogue.catalogue import Catalogue
from schemas.codec import delivery, record
from schemas.codec.delivery import InboxHeaders
from schemas.errors.tree import Finding, RefusedError
from schemas.messages import registry
from schemas.messages.body import DutyBody
from schemas.messages.bus import FromBus
from schemas.messages.envelope import Fact, Notice, ServiceRecord
from schemas.messages.parts import Seal, SealedBody, Wrap
from schemas.messages.registry import Envelope
from services.keys import batches, sealing, signing
from services.keys.sealing import Named, Opener

UNKNOWN_KEYS: Final = frozenset({"HB-8401", "HB-8403"})
"""What a reader says who may not have followed the reference log to its end."""
_EMPTY: Final = frozenset({"HB-2317", "HB-2104", "HB-2101", "HB-2110"})
"""The body lacks what the checklist claims, or what the law wants said, or says nothing."""


@dataclass(frozen=True)
class Reader:
    """For whom records are read: an agency on a network, with its private keys."""

    network: str
    agency: str
    openers: Sequence[Opener]
    catalogue: Catalogue

    def read(self, raw: RawRecord, state: State) -> Reading:
        """What this record is, for a reader who knows this much of the bus."""
        try:
            headers = delivery.read_headers(raw.headers)
            envelope, body_line = _decoded(raw, headers)
            proved = self._proved(raw, headers, envelope, state=state)
        except RefusedError as refused:
            return Unproved(refused.findings)
        return self._opened(proved, body_line)

    def _proved(self, raw: RawRecord, headers: InboxHeaders, envelope: Envelope, *, state: State) -> Received[Envelope]:
        findings = [*_form(envelope, headers), *self._batch(raw, headers, state)]
        findings = findings or list(self._sender(headers, envelope, raw, state=state))
        if findings:
            raise RefusedError(*findings)
        seal: Seal | None = getattr(envelope, "seal", None)
        told = seal.recipients if seal else ()
        return Received(
            envelope,
            envelope,
            None,
            raw,
            headers.batch.key,
            sender_key=headers.signature.key if headers.signature else None,
            delivered=headers.delivered,
            roles=tuple(recipient.role for recipient in told if recipient.agency == self.agency),
        )

    def _batch(self, raw: RawRecord, headers: InboxHeaders, state: State) -> Iterator[Finding]:
        key = state.bus_keys.of(headers.batch.key) if state.bus_keys else None
        if key is None or key.purpose != "relay" or not key.holds(raw.appended_at):
            yield Finding("HB-8401", "", {"key": headers.batch.key})
            return
        parts = delivery.leaf_parts(topic=raw.topic, key=raw.key or b"", value=raw.value or b"", headers=headers)
        if not batches.verifies(headers.batch, batches.leaf(parts), network=self.network, public=key.public):
            yield Finding("HB-8402", "", {"key": key.id})

    def _sender(self, headers: InboxHeaders, envelope: Envelope, raw: RawRecord, *, state: State) -> Iterator[Finding]:
        if headers.signature is None or headers.delivered is None:
            return
        delivered, signature = headers.delivered, headers.signature
        if delivered.record.topic not in (topics.OUTBOX.of(envelope.sender), topics.URGENT.of(envelope.sender)):
            yield Finding("HB-8405", "/sender", {"topic": delivered.record.topic, "sender": envelope.sender})
            return
        agency = state.directory.agency(envelope.sender, delivered.received_at)
        key = next((key for key in agency.keys if key.id == signature.key), None) if agency else None
        if key is None or key.purpose != "sign" or not key.holds(delivered.received_at):
            yield Finding("HB-8403", "", {"key": signature.key, "sender": envelope.sender})
            return
        line = (raw.value or b"").partition(b"\n")[0]
        text = signing.signed_text(network=self.network, topic=delivered.record.topic, envelope_line=line)
        if not signing.verifies(signature.signature, text, public=key.public):
            yield Finding("HB-8404", "", {"key": signature.key})

    def _opened(self, proved: Received[Envelope], body_line: bytes) -> Reading:
        envelope = proved.envelope
        if isinstance(envelope, Fact):
            return replace(proved, body=registry.statement(envelope))
        seal: Seal | None = getattr(envelope, "seal", None)
        if seal is None:
            return proved
        return self._unsealed(proved, seal, body_line)

    def _unsealed(self, proved: Received[Envelope], seal: Seal, body_line: bytes) -> Reading:
        body = _sealed(proved.envelope, body_line)
        wrap = next((wrap for wrap in body.wraps if self._opener(wrap.key)), None)
        if wrap is None and not proved.roles:
            return proved  # it concerns the agency and was sealed for others: the envelope is what it is told
        message, content_key = Named(self.network, proved.envelope.sender, proved.envelope.id), None
        try:
            content_key = self._content_key(wrap, message, seal)
            line = sealing.opened(body, message=message, content_key=content_key)
            said = registry.read_body(proved.envelope, line)
        except RefusedError as refused:
            lacks = content_key is not None and all(finding.code in _EMPTY for finding in refused.findings)
            return Unusable(proved, "empty" if lacks else "unreadable", refused.findings, content_key)
        found = self._objections(proved.envelope, said)
        opened = replace(proved, body=said, remarks=found)
        empty = tuple(finding for finding in found if finding.code in _EMPTY)
        return Unusable(opened, "empty", empty, content_key) if empty else opened

    def _content_key(self, wrap: Wrap | None, message: Named, seal: Seal) -> bytes:
        opener = self._opener(wrap.key) if wrap else None
        if wrap is None or opener is None:
            raise RefusedError(Finding("HB-2501", "/body/wraps", {}))
        return sealing.content_key_of(wrap, message=message, opener=opener, committed=seal.key_commitment)

    def _opener(self, key_id: str) -> Opener | None:
        return next((opener for opener in self.openers if opener.key_id == key_id), None)

    def _objections(self, envelope: Envelope, body: object) -> tuple[Finding, ...]:
        if isinstance(envelope, Notice | ServiceRecord) and isinstance(body, DutyBody):
            return contract.body_findings(envelope, body, self.catalogue)
        return ()


def _decoded(raw: RawRecord, headers: InboxHeaders) -> tuple[Envelope, bytes]:
    """The envelope, in its canonical form, and the body line that it names."""
    if headers.signature is not None:
        of_sender = [
            (record.SIGNATURE_HEADER, headers.signature.signature.encode()),
            (record.KEY_HEADER, headers.signature.key.encode()),
        ]
        read = record.decode(key=raw.key, value=raw.value, headers=of_sender)
        return read.envelope, read.body_line
    line, _, body_line = (raw.value or b"").partition(b"\n")
    envelope = registry.read_envelope(line)
    record.check_value(envelope, line, body_line)
    if raw.key != envelope.record_key.encode():
        raise RefusedError(Finding("HB-1010", "", {}))
    return envelope, body_line


def _form(envelope: Envelope, headers: InboxHeaders) -> Iterator[Finding]:
    """What the bus makes has its signature alone, what an agency sends has both; and not everything is put into an inbox."""
    if isinstance(envelope, FromBus) == (headers.signature is not None) or envelope.type not in topics.INBOX.carries:
        yield Finding("HB-8406", "/type", {"type": envelope.type})


def _sealed(envelope: Envelope, body_line: bytes) -> SealedBody:
    body = registry.read_body_line(envelope, body_line)
    assert isinstance(body, SealedBody)  # noqa: S101 - whatever has a seal is of a kind whose body line is sealed
    return body
