"""How a message of an inbox, and a dead letter, are shown: to people in their language, to programs as JSON."""

import base64
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import orjson
from pydantic import BaseModel

from consumers.inbox.received import Reading, Received, Unproved, Unusable
from consumers.inbox.records import RawRecord
from consumers.inbox.store.port import KeptLetter
from habarshy.command import lookups, output, wording
from habarshy.command.output import Row
from schemas.codec import canonical
from schemas.errors.tree import Finding
from schemas.explanations import making, sentences
from schemas.fields import COUNTRY
from schemas.messages.bus import Acceptance, ObligationSnapshot, Rejection
from schemas.messages.envelope import Receipt


def value(raw: RawRecord, read: Reading) -> dict[str, Any]:
    """One document: the record as it lay there, and what it is. Whoever wants to prove something needs the first alone."""
    said: dict[str, Any] = {"record": record(raw), "proved": not isinstance(read, Unproved)}
    received = _received(read)
    if received is not None:
        said["envelope"] = orjson.loads(canonical.encode(received.envelope))
        body = received.body
        said["body"] = body.model_dump(mode="json", exclude_defaults=True) if body is not None else None
        said["roles"] = list(received.roles)
    findings = () if isinstance(read, Received) else read.findings
    said["findings"] = [_finding(finding) for finding in findings]
    return said


def record(raw: RawRecord) -> dict[str, Any]:
    """The bytes in base64; a header's name as text where it is one."""
    return {
        "topic": raw.topic,
        "partition": raw.partition,
        "offset": raw.offset,
        "received_at": making.in_utc(raw.appended_at),
        "key": _base64(raw.key),
        "value": _base64(raw.value),
        "headers": [[_text(name), _base64(content)] for name, content in raw.headers],
    }


def letter(kept: KeptLetter) -> dict[str, Any]:
    return {
        "number": kept.number,
        "because": kept.letter.because,
        "finding": _finding(kept.letter.finding),
        "kept_at": making.in_utc(kept.kept_at),
        "times": kept.times,
        "wanted_again": kept.wanted_again,
        "record": record(kept.letter.record),
    }


def letter_row(kept: KeptLetter) -> list[str]:
    raw, finding = kept.letter.record, kept.letter.finding
    why = f"{wording.say(f'letter-{kept.letter.because}')}: {finding.sentence(wording.language())}"
    place = f"{raw.topic}, {raw.partition}, {raw.offset}"
    return [str(kept.number), why, place, making.in_utc(kept.kept_at), str(kept.times)]


def sheet(raw: RawRecord, read: Reading) -> None:
    """One message, whole."""
    received = _received(read)
    rows: list[Row] = [] if received is None else list(_rows(received))
    if not isinstance(read, Received):
        said = "inbox-unproved" if isinstance(read, Unproved) else "inbox-unusable"
        rows.append((wording.say(said), [finding.sentence(wording.language()) for finding in read.findings]))
    rows.append((wording.say("inbox-place"), f"{raw.topic}, {raw.partition}, {raw.offset}"))
    output.sheet(_title(received) if received else wording.say("inbox-unproved"), rows)


def _rows(received: Received[object]) -> Iterator[Row]:
    envelope = received.envelope
    yield wording.say("inbox-from"), envelope.sender
    yield wording.say("inbox-as"), ", ".join(received.roles)
    yield wording.say("inbox-occasion"), getattr(envelope, "occasion", None)
    if received.delivered is not None:
        yield wording.say("inbox-received"), _instant(received.delivered.received_at)
    instants: dict[str, datetime] = getattr(envelope, "instants", {})
    yield wording.say("inbox-instants"), [f"{name}: {_instant(at)}" for name, at in instants.items()]
    yield wording.say("inbox-body"), list(_body(received)) or _closed(received) or list(_from_bus(received))
    yield wording.say("inbox-proof"), ", ".join(filter(None, (received.sender_key, received.bus_key)))


def _from_bus(received: Received[object]) -> Iterator[str]:
    """What the bus says: of a record, or of an obligation."""
    language = wording.language()
    match received.envelope:
        case Acceptance(regards=regards, disposition=disposition):
            yield f"{regards.id if regards else '?'}: {disposition}"
        case Rejection(regards=regards, code=code, field=field, meaning=meaning, remedy=remedy):
            yield f"{regards.id if regards else '?'}: {code} {field}: {meaning.in_(language)} {remedy.in_(language)}"
        case ObligationSnapshot(obligation=obligation, verdict=verdict, deadline=deadline):
            until = f", {_instant(deadline)}" if deadline else ""
            yield f"{obligation.duty}: {wording.say(f'verdict-{verdict}')}{until}"
        case Receipt(name=name, regards=about):
            yield f"{about.id}: {name}"
        case _:
            return


def _closed(received: Received[object]) -> str | None:
    return wording.say("inbox-closed") if getattr(received.envelope, "seal", None) is not None else None


def _title(received: Received[object]) -> str:
    envelope, catalogue = received.envelope, lookups.catalogue()
    name = str(getattr(envelope, "name", ""))
    duty, fact = catalogue.duty(name), catalogue.fact_by_code.get(name)
    known = duty.title if duty else fact.text if fact else None
    return f"{known.in_(wording.language())}  ({envelope.type} {name})" if known else f"{envelope.type} {name}".strip()


def _body(received: Received[object]) -> Iterator[str]:
    """Each content item under the words that the law has for it; whatever else there is under its own name."""
    duty = lookups.catalogue().duty(str(getattr(received.envelope, "name", "")))
    words = {item.code.replace("-", "_"): item.text.in_(wording.language()) for item in duty.content} if duty else {}
    for name, said in received.body or ():
        if said not in (None, (), ""):
            yield f"{words.get(name, name)}: {_plain(said)}"


def _plain(said: object) -> str:
    match said:
        case BaseModel():
            return ", ".join(_plain(value) for _, value in said if value not in (None, ()))
        case tuple():
            return "; ".join(_plain(value) for value in said)
        case datetime():
            return _instant(said)
        case date():
            return said.isoformat()
        case bool():
            return "✓" if said else "✗"
        case _:
            return str(said)


def _instant(at: datetime) -> str:
    return sentences.instant(at, wording.language(), COUNTRY)


def _received(read: Reading) -> Received[object] | None:
    match read:
        case Received():
            return read
        case Unusable(received):
            return received
        case _:
            return None


def _finding(finding: Finding) -> dict[str, Any]:
    language = wording.language()
    return {
        "code": finding.code,
        "where": finding.where,
        "meaning": finding.meaning(language),
        "remedy": finding.remedy(language),
    }


def _base64(content: bytes | None) -> str | None:
    return None if content is None else base64.b64encode(content).decode()


def _text(name: str | bytes) -> str:
    return name if isinstance(name, str) else name.decode("utf-8", "backslashreplace")
