"""A message of an inbox, and a dead letter, as JSON for programs."""

import base64
from typing import Any

import orjson

from consumers.inbox.received import Reading, Received, Unproved, Unusable
from consumers.inbox.records import RawRecord
from consumers.inbox.store.port import KeptLetter
from habarshy.command import wording
from schemas.codec import canonical
from schemas.errors.tree import Finding
from schemas.explanations import making


def value(raw: RawRecord, read: Reading) -> dict[str, Any]:
    """One document: the record as it lay there, and what it is. Whoever wants to prove something needs the first alone."""
    said: dict[str, Any] = {"record": record(raw), "proved": not isinstance(read, Unproved)}
    received = received_of(read)
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


def received_of(read: Reading) -> Received[object] | None:
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
