"""Records in files: one as it was exported, or the reference log as one line for each."""

import base64
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import orjson
from pydantic import ValidationError

from consumers.inbox.records import RawRecord
from schemas.errors.tree import Finding, WireError
from schemas.record_file import RecordFile


def record(content: bytes, name: str) -> RawRecord:
    """The record of a file; the whole document of an inbox may stand in it, or the record alone."""
    return _record(_document(content, name), name)


def with_what_is_beside(content: bytes, name: str) -> tuple[RawRecord, dict[str, Any]]:
    """The record, and the document of an inbox that it stands in; of a record alone nothing."""
    said = _document(content, name)
    return _record(said, name), said if isinstance(said, dict) and "record" in said else {}


def _document(content: bytes, name: str) -> Any:  # noqa: ANN401 - whatever JSON can say
    try:
        return orjson.loads(content)
    except ValueError as error:
        raise WireError(Finding("HB-8507", "", {"name": name})) from error


def _record(said: object, name: str) -> RawRecord:
    try:
        return _raw(RecordFile.model_validate(said.get("record", said) if isinstance(said, dict) else said))
    except (ValueError, ValidationError) as error:
        raise WireError(Finding("HB-8507", "", {"name": name})) from error


def saved(path: Path) -> list[RawRecord]:
    """The reference log as it was saved; FileNotFoundError and its like where it cannot be read."""
    return [record(line, path.name) for line in path.read_bytes().splitlines()]


def save(path: Path, records: Sequence[RawRecord]) -> None:
    path.write_bytes(b"".join(_lines(records)))


def _lines(records: Sequence[RawRecord]) -> Iterator[bytes]:
    for one in records:
        headers = tuple((name if isinstance(name, str) else name.decode(), _text(value)) for name, value in one.headers)
        said = RecordFile(
            topic=one.topic,
            partition=one.partition,
            offset=one.offset,
            received_at=one.appended_at,
            key=_text(one.key),
            value=_text(one.value),
            headers=headers,
        )
        yield said.model_dump_json().encode() + b"\n"


def _raw(said: RecordFile) -> RawRecord:
    headers = tuple((name, _bytes(value)) for name, value in said.headers)
    return RawRecord(
        said.topic, said.partition, said.offset, said.received_at, _bytes(said.key), _bytes(said.value), headers
    )


def _bytes(text: str | None) -> bytes | None:
    return None if text is None else base64.b64decode(text, validate=True)


def _text(content: bytes | None) -> str | None:
    return None if content is None else base64.b64encode(content).decode()
