"""How a message of an inbox, and a dead letter, are shown to people in their language."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any

from consumers.inbox.received import Reading, Received, Unproved
from consumers.inbox.records import RawRecord
from consumers.inbox.store.port import KeptLetter
from habarshy.command import inbox_values, message_words, output, wording
from habarshy.command.message_words import AgencyNames
from habarshy.command.output import Row
from schemas.directory.directory import Directory
from schemas.errors.tree import Finding
from schemas.messages.bus import Acceptance, ObligationSnapshot, Rejection
from schemas.messages.envelope import Receipt
from schemas.messages.facts.statement import Statement
from schemas.messages.parts import MessageRef, ObligationRef

OwnMessages = Callable[[MessageRef], str | None]
"""The title of a message that this agency sent, where it is still known."""


def letter_row(kept: KeptLetter) -> list[str]:
    raw = kept.letter.record
    why = f"{wording.say(f'letter-{kept.letter.because}')}: {_sentence(kept.letter.finding)}"
    place = f"{raw.topic}, {raw.partition}, {raw.offset}"
    return [str(kept.number), why, place, message_words.instant(kept.kept_at), str(kept.times)]


def sheet(raw: RawRecord, read: Reading, *, directory: Directory, own: OwnMessages) -> None:
    """One message, whole; agencies by the names that they had when it came."""
    received = inbox_values.received_of(read)
    rows: list[Row] = (
        [] if received is None else list(_rows(received, message_words.names_at(directory, raw.appended_at), own))
    )
    if not isinstance(read, Received):
        said = "inbox-unproved" if isinstance(read, Unproved) else "inbox-unusable"
        rows.append((wording.say(said), [_sentence(finding) for finding in read.findings]))
    rows.append((wording.say("inbox-place"), f"{raw.topic}, {raw.partition}, {raw.offset}"))
    output.sheet(_title(received) if received else wording.say("inbox-unproved"), rows)


def _title(received: Received[object]) -> str:
    envelope = received.envelope
    if isinstance(envelope, ObligationSnapshot):
        return message_words.title({"type": envelope.type, "name": envelope.obligation.duty}.get)
    return message_words.title(lambda field: getattr(envelope, field, None))


def _rows(received: Received[object], names: AgencyNames, own: OwnMessages) -> Iterator[Row]:
    envelope = received.envelope
    yield wording.say("inbox-from"), message_words.agency(envelope.sender, names)
    yield wording.say("inbox-as"), [message_words.role(role) for role in received.roles]
    yield wording.say("spool-id"), str(envelope.id)
    yield from _case(envelope, names)
    yield wording.say("inbox-about"), _about(getattr(envelope, "regards", None), names, own)
    yield wording.say("inbox-received"), _received_at(received)
    delivered = received.delivered
    yield wording.say("inbox-recorded"), message_words.instant(delivered.recorded_at) if delivered else None
    yield from _from_bus(received)
    yield wording.say("inbox-instants"), list(_instants(envelope))
    yield wording.say("inbox-attributes"), list(_attributes(getattr(envelope, "attributes", {})))
    yield wording.say("inbox-body"), list(_body(received)) or _closed(received)
    yield wording.say("inbox-remarks"), [_sentence(finding) for finding in received.remarks]
    yield wording.say("inbox-proof"), ", ".join(filter(None, (received.sender_key, received.bus_key)))


def _case(envelope: object, names: AgencyNames) -> Iterator[Row]:
    """By what one case is told from another; an obligation also by who owes it towards whom."""
    if not isinstance(envelope, ObligationSnapshot):
        yield wording.say("inbox-occasion"), getattr(envelope, "occasion", None)
        return
    of = envelope.obligation
    yield wording.say("inbox-occasion"), ", ".join(filter(None, (of.occasion, of.period)))
    yield wording.say("outbox-debtor"), message_words.agency(envelope.debtor, names)
    towards = [message_words.role(of.recipient)] if of.recipient else []
    if envelope.recipient_agency is not None:
        towards.append(message_words.agency(envelope.recipient_agency, names))
    yield wording.say("outbox-told"), ": ".join(towards)
    yield wording.say("inbox-met-by"), str(envelope.met_by.id) if envelope.met_by else None


def _about(regards: MessageRef | ObligationRef | None, names: AgencyNames, own: OwnMessages) -> list[str]:
    match regards:
        case MessageRef():
            known = own(regards)
            return (
                [known, str(regards.id)] if known else [f"{message_words.agency(regards.sender, names)}: {regards.id}"]
            )
        case ObligationRef():
            return [message_words.duty(regards.duty), regards.occasion]
        case None:
            return []


def _received_at(received: Received[object]) -> str | None:
    """Of an answer of the bus: when what it answers was received."""
    answered: datetime | None = getattr(received.envelope, "received_at", None)
    at = received.delivered.received_at if received.delivered is not None else answered
    return message_words.instant(at) if at is not None else None


def _from_bus(received: Received[object]) -> Iterator[Row]:
    """What the bus, or a recipient, says of a record or of an obligation."""
    language = wording.language()
    match received.envelope:
        case Acceptance(disposition=disposition):
            yield wording.say("inbox-means"), message_words.meaning(disposition)
        case Rejection(code=code, field=field, meaning=meaning, remedy=remedy):
            yield (
                wording.say("inbox-rejected"),
                f"{code}: {field}: {meaning.in_(language)}" if field else f"{code}: {meaning.in_(language)}",
            )
            yield wording.say("inbox-remedy"), remedy.in_(language)
        case ObligationSnapshot(verdict=verdict, deadline=deadline):
            yield wording.say("verdict"), wording.say(f"verdict-{verdict}")
            yield wording.say("deadline-at"), message_words.instant(deadline) if deadline else None
        case Receipt(reason=str(reason)):
            yield wording.say("inbox-refused"), message_words.word("refusal", reason)
        case _:
            return


_INSTANTS = ("occurred_at", "told_at", "contacted_at", "since", "opens_at", "closes_at")


def _instants(envelope: object) -> Iterator[str]:
    own = {name: at for name in _INSTANTS if (at := getattr(envelope, name, None)) is not None}
    for name, at in (own | getattr(envelope, "instants", {})).items():
        yield f"{message_words.moment(name)}: {message_words.instant(at)}"


def _attributes(attributes: Mapping[str, Any]) -> Iterator[str]:
    for name, value in attributes.items():
        yield f"{message_words.word('attribute', name)}: {message_words.declared(value)}"


def _body(received: Received[object]) -> Iterator[str]:
    """A fact's statement stands in its envelope, and is shown as that."""
    if received.body is not None and not isinstance(received.body, Statement):
        items = message_words.items(str(getattr(received.envelope, "name", "")))
        yield from message_words.body(received.body, items)


def _closed(received: Received[object]) -> str | None:
    return wording.say("inbox-closed") if getattr(received.envelope, "seal", None) is not None else None


def _sentence(finding: Finding) -> str:
    return finding.sentence(wording.language())
