"""`habarshy verify FILE`: what a record of an inbox proves, and by which keys."""

import asyncio
from collections.abc import Sequence
from datetime import UTC
from pathlib import Path
from typing import TYPE_CHECKING, Any

from habarshy.command import clients, files, helping, output, wording
from schemas.errors.tree import CallError, Finding, KeysError, WireError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from consumers.inbox.records import RawRecord
    from habarshy.proving.proving import Proof
    from producers.profile import ClientProfile
    from services.directory_log.state import LogState

REFUTED = 1


@helping.command(
    "verify",
    params=[
        helping.argument("file"),
        clients.profile_option(),
        helping.option("--reference", key="reference", metavar="FILE"),
        helping.option("--save-reference", key="save-reference", metavar="FILE"),
        helping.option("--save-record", key="save-record", metavar="FILE"),
        helping.option("--json", "as_json", key="json", is_flag=True),
    ],
)
def command(
    *, file: str, path: Path | None, reference: str | None, as_json: bool, **saved_as: str | None
) -> int | None:
    from habarshy.command import lookups
    from habarshy.proving import files as record_files
    from habarshy.proving import log, proving

    profile = clients.profile(path)
    raw, said = record_files.with_what_is_beside(_read(Path(file)), file)
    entries = _entries(profile, reference)
    _save(saved_as["save_reference"], entries)
    _save(saved_as["save_record"], [raw])
    known = log.state(entries, profile)
    proofs = [
        *proving.prove(raw, known, network=profile.network, catalogue=lookups.catalogue()),
        *_beside(raw, said, profile, known=known),
    ]
    _show(raw, proofs, as_json=as_json)
    return REFUTED if any(proof.verdict == "refuted" for proof in proofs) else None


def _beside(
    raw: "RawRecord", said: "dict[str, Any]", profile: "ClientProfile", *, known: "LogState"
) -> "Iterator[Proof]":
    """Nobody needs keys to verify a record; whoever has those of its reader has its clear body compared too."""
    from consumers.inbox.reading import Reader
    from habarshy.command import lookups
    from habarshy.proving import beside, proving

    try:
        openers = tuple(profile.keyring().openers)
    except (KeysError, WireError):
        openers = ()
    reader = Reader(profile.network, proving.reader_of(raw), openers, lookups.catalogue())
    if (proof := beside.compared(said, reader.read(raw, known))) is not None:
        yield proof


def _save(file: str | None, records: "Sequence[RawRecord]") -> None:
    from habarshy.proving import files as record_files

    if file is None:
        return
    try:
        record_files.save(Path(file), records)
    except OSError as error:
        raise CallError(Finding("HB-6011", "", {"name": file, "what": files.reason(error)})) from error


def _entries(profile: "ClientProfile", reference: str | None) -> "list[RawRecord]":
    """From a file that was saved before, or from the wire as it stands now."""
    from habarshy.proving import files as record_files

    if reference is None:
        return asyncio.run(_from_the_wire(profile))
    try:
        return record_files.saved(Path(reference))
    except OSError as error:
        raise _unreadable(Path(reference), error) from error


async def _from_the_wire(profile: "ClientProfile") -> "list[RawRecord]":
    from habarshy.proving import log

    await clients.reached(profile)
    return await log.read(profile)


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise _unreadable(path, error) from error


def _unreadable(path: Path, error: OSError) -> CallError:
    return CallError(Finding("HB-6010", "", {"name": str(path), "what": files.reason(error)}))


def _show(raw: "RawRecord", proofs: "Sequence[Proof]", *, as_json: bool) -> None:
    if as_json:
        output.as_json({"topic": raw.topic, "unproved": _unproved(raw), "proofs": [_value(proof) for proof in proofs]})
        return
    rows = [(wording.say(f"proof-{proof.point}"), list(_said(proof, raw))) for proof in proofs]
    output.sheet(raw.topic, rows)


def _said(proof: "Proof", raw: "RawRecord") -> "Iterator[str]":
    yield wording.say(f"proof-{proof.verdict}") + (f" ({proof.key})" if proof.key else "")
    for finding in proof.findings:
        yield finding.sentence(wording.language())
    if proof.verdict == "unproved":
        said = _unproved(raw)
        yield wording.say(
            "proof-of-the-file", at=said["received_at"], partition=said["partition"], offset=said["offset"]
        )


def _unproved(raw: "RawRecord") -> dict[str, Any]:
    """What the file says and nobody signs."""
    at = raw.appended_at.astimezone(UTC).isoformat().replace("+00:00", "Z")
    return {"partition": raw.partition, "offset": raw.offset, "received_at": at}


def _value(proof: "Proof") -> dict[str, Any]:
    findings = [
        {"code": f.code, "meaning": f.meaning(wording.language()), "remedy": f.remedy(wording.language())}
        for f in proof.findings
    ]
    return {"point": proof.point, "verdict": proof.verdict, "key": proof.key, "findings": findings}
