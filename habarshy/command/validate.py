"""`habarshy validate FILE|-`: is this a message, and does the law allow it?"""

import sys
from pathlib import Path
from typing import Any

import click

from habarshy.command import checking, files, helping, output, wording
from habarshy.command.checking import Sound
from habarshy.command.program import OBJECTIONS
from schemas.catalogue import vocabulary
from schemas.codec import canonical
from schemas.errors.tree import CallError, Finding, HabarshyError, NotSayableError, RefusedError
from schemas.messages.registry import Envelope


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
        sound = checking.check(content)
    except (RefusedError, NotSayableError) as error:
        _object(error, as_json=as_json)
        if show_canonical and not as_json and (form := checking.canonical_form(content)):
            click.echo(form)
        return OBJECTIONS
    output.remark(_said_of(sound))
    lines = [canonical.encode(envelope) for envelope in sound.envelopes] if show_canonical else []
    if as_json:
        canonical_lines = {"canonical": [line.decode() for line in lines]} if show_canonical else {}
        output.as_json({"sound": True, "findings": [], **canonical_lines})
    else:
        for line in lines:
            click.echo(line)
    return 0


def _said_of(sound: Sound) -> str:
    if sound.story is not None:
        title = sound.story.in_(wording.language())
        return wording.say("valid-steps", message=title, steps=len(sound.envelopes))
    sentences = [wording.say("valid", message=_what(sound.envelopes[0]))]
    sentences += [wording.say("valid-unsealed")] if sound.digest_differs else []
    sentences += [wording.say("valid-no-headers")] if sound.from_record else []
    sentences += [wording.say("valid-record")] if sound.sealed else []
    return " ".join(sentences)


def _what(envelope: Envelope) -> str:
    kind = vocabulary.word("type", envelope.type, wording.language())
    name = getattr(envelope, "name", None)
    return f"{kind} {name}" if name else kind


def _object(error: HabarshyError, *, as_json: bool) -> None:
    language = wording.language()
    if as_json:
        output.as_json({"sound": False, "findings": [_as_value(finding) for finding in error.findings]})
        return
    for finding in error.findings:
        output.remark(finding.sentence(language))


def _as_value(finding: Finding) -> dict[str, Any]:
    language = wording.language()
    return {
        "code": finding.code,
        "where": finding.where,
        "meaning": finding.meaning(language),
        "remedy": finding.remedy(language),
    }


def _read(file: str) -> bytes:
    """At most one byte more than a file may have: enough to know that it is too long."""
    try:
        if file == "-":
            return sys.stdin.buffer.read(checking.FILE_LIMIT + 1)
        with Path(file).open("rb") as opened:
            return opened.read(checking.FILE_LIMIT + 1)
    except OSError as error:
        raise CallError(Finding("HB-6010", "", {"name": file, "what": files.reason(error)})) from error
