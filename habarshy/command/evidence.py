"""`habarshy evidence audit`: the ledger's evidence against what the bus signed and published."""

import os
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from habarshy.command import enrolling, helping, output, wording

if TYPE_CHECKING:
    from consumers.witness.auditing import Audited
    from services.ledger.verifying import Verified

WRONG: Final = 1

command = helping.Group(
    name="evidence",
    params=[helping.language_option()],
    callback=helping.help_without_command,
    invoke_without_command=True,
)


@helping.command(
    "audit",
    params=[
        helping.option("--operator", "folder", key="audit-folder", metavar="FOLDER", type=click.Path(path_type=Path)),
        enrolling.ledger_option(),
        enrolling.json_option(),
    ],
    words="evidence-audit",
)
def audit(*, folder: Path | None, ledger: str | None, as_json: bool) -> int:
    import asyncio

    from habarshy.running import ledgers

    verified, audited = asyncio.run(_looked(enrolling.operators(folder), ledgers.address(ledger, os.environ)))
    if as_json:
        output.as_json(_document(verified, audited))
    else:
        _show(verified, audited)
    return WRONG if verified.bad or audited.bad else 0


async def _looked(folder: Path, address: str) -> "tuple[Verified, Audited]":
    """The rows by themselves, and then what they are compared with."""
    from habarshy.enrolment.folders import READER, OperatorFolder
    from habarshy.running import auditing
    from services.ledger import verifying

    profile = OperatorFolder(folder).profile(READER)
    return await verifying.verify(address), await auditing.audited(profile, address)


def _show(verified: "Verified", audited: "Audited") -> None:
    if verified.bad:
        output.remark(wording.say(f"ledger-bad-{verified.bad.kind}", where=verified.bad.where))
    if audited.bad:
        output.remark(audited.bad.sentence(wording.language()))
    if not verified.bad and not audited.bad:
        counted = {"leaves": audited.leaves, "heads": audited.heads, "published": audited.published}
        output.remark(wording.say("evidence-whole", **counted, records=verified.records))


def _document(verified: "Verified", audited: "Audited") -> dict[str, object]:
    bad = audited.bad
    return {
        "leaves": audited.leaves,
        "heads": audited.heads,
        "published": audited.published,
        "records": verified.records,
        "bad": {"code": bad.code, **bad.particulars} if bad else None,
        "bad_row": verified.bad._asdict() if verified.bad else None,
    }


command.add_command(audit)
