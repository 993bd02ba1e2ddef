"""`habarshy validate FILE|-`: is this a message, and does the law allow it?"""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import click
import orjson
from pydantic import TypeAdapter

from habarshy.command import files, helping, lookups, output, wording
from schemas import contract
from schemas.catalogue import vocabulary
from schemas.codec import canonical, record
from schemas.errors.tree import CallError, Finding, HabarshyError, NotSayableError, RefusedError
from schemas.examples import reading
from schemas.messages import registry
from schemas.messages.registry import Envelope

OBJECTIONS: Final = 1
FILE_LIMIT: Final = 10 * record.RECORD_LIMIT
"""No file that a person checks is longer; the rest of a longer one is not read."""


@helping.command(
    "validate",
    params=[
        helping.argument("file"),
        helping.option("--canonical", "show_canonical", key="canonical", is_flag=True),
        helping.option("--json", "as_json", key="json", is_flag=True),
    ],
)
def command(*, file: str, show_canonical: bool, as_json: bool) -> int:
    content = _read(file)
    try:
        envelopes, remark = check(content)
    except (RefusedError, NotSayableError) as error:
        _object(error, as_json=as_json)
        return OBJECTIONS
    output.remark(remark)
    if as_json:
        output.as_json({"sound": True, "findings": []})
    for envelope in envelopes if show_canonical else ():
        click.echo(canonical.encode(envelope))
    return 0


def check(content: bytes) -> tuple[Sequence[Envelope], str]:
    """The messages of a file, and what to say of them; RefusedError or NotSayableError where they are none."""
    value = _document(content)
    if value is None:
        return _check_record(content)
    if "steps" in value:
        steps = [_check_document(step, f"/steps/{number}") for number, step in enumerate(value["steps"])]
        return steps, wording.say(
            "valid-steps", message=value.get("story", {}).get(wording.language(), ""), steps=len(steps)
        )
    envelope = _check_document(value if "envelope" in value else {"envelope": value}, "")
    return [envelope], wording.say("valid", message=_what(envelope))


def _document(content: bytes) -> dict[str, Any] | None:
    """The JSON object that the file holds; None where it holds the lines of a record."""
    if _is_record(content):
        return None
    canonical.check_depth(content)
    value, problem = canonical.plain(content)
    if problem is not None:
        raise RefusedError(problem)
    if twice := canonical.doubled_key(content):
        raise RefusedError(Finding("HB-1016", "", {"field": twice}))
    if not isinstance(value, dict) or not {"envelope", "type", "steps"} & set(value):
        raise RefusedError(Finding("HB-6012", "", {}))
    return value


def _is_record(content: bytes) -> bool:
    """Whether the first line is an envelope by itself; a document holds one under that name."""
    line, newline, _ = content.partition(b"\n")
    if not newline or not line.startswith(b"{"):
        return False
    canonical.check_depth(line)
    value, _ = canonical.plain(line)
    return isinstance(value, dict) and "type" in value and "envelope" not in value


def _check_document(value: dict[str, Any], place: str) -> Envelope:
    try:
        said = _DOCUMENT.validate_python({"situation": _NO_SITUATION, **value})
        return reading.check(said, lookups.catalogue())[0]
    except HabarshyError as error:
        raise NotSayableError(
            *(Finding(f.code, place + _in_document(f.where), f.particulars) for f in error.findings)
        ) from error


def _in_document(where: str) -> str:
    return where if where.startswith("/body") else f"/envelope{where}"


def _check_record(content: bytes) -> tuple[Sequence[Envelope], str]:
    line, _, body_line = content.removesuffix(b"\n").partition(b"\n")
    envelope = registry.read_envelope(line)
    if body_line and b'"ciphertext"' not in body_line:
        body, _ = canonical.plain(body_line)
        reading.check(
            _DOCUMENT.validate_python({"situation": _NO_SITUATION, "envelope": orjson.loads(line), "body": body}),
            lookups.catalogue(),
        )
        return [envelope], wording.say("valid", message=_what(envelope))
    record.check_value(envelope, line, body_line)
    if found := contract.findings(envelope, lookups.catalogue()):
        raise NotSayableError(*found)
    remarks = [wording.say("valid", message=_what(envelope)), wording.say("valid-no-headers")]
    return [envelope], " ".join([*remarks, wording.say("valid-record")] if body_line else remarks)


def _what(envelope: Envelope) -> str:
    kind = vocabulary.word("type", envelope.type, wording.language())
    name = getattr(envelope, "name", None)
    return f"{kind} {name}" if name else kind


def _object(error: HabarshyError, *, as_json: bool) -> None:
    if not as_json:
        for finding in error.findings:
            output.remark(finding.sentence(wording.language()))
        return
    findings = [
        {
            "code": f.code,
            "where": f.where,
            "meaning": f.meaning(wording.language()),
            "remedy": f.remedy(wording.language()),
        }
        for f in error.findings
    ]
    output.as_json({"sound": False, "findings": findings})


def _read(file: str) -> bytes:
    try:
        if file == "-":
            return sys.stdin.buffer.read(FILE_LIMIT)
        with Path(file).open("rb") as opened:
            return opened.read(FILE_LIMIT)
    except OSError as error:
        raise CallError(Finding("HB-6010", "", {"name": file, "what": files.reason(error)})) from error


_NO_SITUATION: Final = {"en": "-", "kk": "-", "ru": "-"}
_DOCUMENT: Final = TypeAdapter(reading.Example)
