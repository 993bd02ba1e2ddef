"""What the commands share by which operators intervene: who signs, into which file, and what became of it."""

import asyncio
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, assert_never

import click

from habarshy.command import clients, enrolling, helping, output, wording

if TYPE_CHECKING:
    from schemas.interventions import Intervention, SignedIntervention
    from services.ledger.quarantine import Outcome

STILL: Final = 1
"""The exit code where a record fails again."""
FILE: Final = Path("intervention.json")
_PATH: Final = click.Path(path_type=Path)


def signing_options() -> list[click.Parameter]:
    """Of a command that writes an intervention."""
    return [
        helping.option("--reason", key="reason", metavar="FILE-NUMBER", required=True),
        helping.option("--key", "keys", key="operator-key", metavar="FILE", type=_PATH, multiple=True, required=True),
        helping.option("--out", "out", key="intervention-out", metavar="FILE", type=_PATH, default=FILE),
        *carrying_options(),
    ]


def carrying_options() -> list[click.Parameter]:
    return [
        enrolling.operator_option(),
        enrolling.ledger_option(),
        enrolling.json_option(),
    ]


def asked(  # noqa: PLR0913 - the options that all such commands have
    ask: "Callable[[str], Intervention]",
    keys: Sequence[Path],
    out: Path,
    *,
    folder: Path | None,
    ledger: str | None,
    as_json: bool,
) -> int:
    """Signed by each of these keys; and carried out at once, where the two operators stand at one machine."""
    from habarshy.administering import documents
    from schemas.interventions import SignedIntervention
    from services.administration import interventions
    from services.keys import keyring

    rings = [keyring.load(path) for path in keys]
    document = SignedIntervention(asked=_asked(ask, rings[0].network))
    for ring in rings:
        document = interventions.signed(document, ring.newest_signer())
    if len(rings) < interventions.NEEDED:
        documents.write(out, document)
        output.remark(wording.say("intervention-signed", path=out, number=len(document.signatures)))
        return 0
    return carried_out(document, folder=folder, ledger=ledger, as_json=as_json)


def _asked(ask: "Callable[[str], Intervention]", network: str) -> "Intervention":
    from pydantic import ValidationError

    from schemas.errors import translation
    from schemas.errors.tree import InterventionError

    try:
        return ask(network)
    except ValidationError as error:
        raise InterventionError(*translation.findings(error, {})) from error


def carried_out(document: "SignedIntervention", *, folder: Path | None, ledger: str | None, as_json: bool) -> int:
    from habarshy.running import ledgers
    from services.administration import interventions

    address = ledgers.address(ledger, os.environ)
    outcomes = asyncio.run(_carried_out(document, address, folder=enrolling.operators(folder)))
    if as_json:
        digest = interventions.digest(document.asked)
        output.as_json({"intervention": digest, "outcomes": [_value(one) for one in outcomes]})
    elif outcomes:
        output.table(
            [wording.say("quarantine-place"), wording.say("quarantine-became")], [_row(one) for one in outcomes]
        )
    if not outcomes:
        output.remark(wording.say("body-erased"))
    return STILL if any(_is_still(one) for one in outcomes) else 0


async def _carried_out(document: "SignedIntervention", address: str, *, folder: Path) -> "Sequence[Outcome]":
    from habarshy.administering import carrying_out
    from habarshy.enrolment.folders import READER, OperatorFolder

    profile = OperatorFolder(folder).profile(READER)
    state = await clients.log(profile)
    return await carrying_out.carry_out(document, address, network=profile.network, state=state)


def show(document: "SignedIntervention", *, as_json: bool) -> None:
    """All that is signed: nobody puts his name under what he has not seen."""
    if as_json:
        output.as_json(document.model_dump(mode="json"))
        return
    said = document.asked.model_dump(mode="json")
    rows: list[output.Row] = [(wording.say(f"intervention-{name}"), said[name]) for name in ("network", "at", "reason")]
    rows.append((wording.say("intervention-what"), _what(document.asked)))
    rows.append((wording.say("intervention-signatures"), [one.key for one in document.signatures]))
    output.sheet(wording.say(f"intervention-{said['kind']}"), rows)


def _what(asked: "Intervention") -> Sequence[str]:
    """The records or the message, as they are named in a call."""
    from schemas.interventions import Erasure, Replay
    from services.ledger.records import Place

    match asked:
        case Replay():
            return [str(Place.of(one)) for one in asked.records]
        case Erasure():
            return [f"{asked.message.sender}/{asked.message.id}"]
        case _:
            assert_never(asked)


def _is_still(one: "Outcome") -> bool:
    from services.ledger.quarantine import StillQuarantined

    return isinstance(one, StillQuarantined)


def _row(one: "Outcome") -> Sequence[str]:
    from services.ledger.quarantine import NotQuarantined, Replayed, StillQuarantined

    match one:
        case Replayed():
            return [str(one.place), " ".join((one.disposition, *one.codes))]
        case StillQuarantined():
            return [str(one.place), wording.say("quarantine-still", fault=one.fault)]
        case NotQuarantined():
            return [str(one.place), wording.say("quarantine-none", became=one.became or "–")]
        case _:
            assert_never(one)


def _value(one: "Outcome") -> dict[str, Any]:
    from services.ledger.quarantine import NotQuarantined, Replayed, StillQuarantined

    place = {"place": str(one.place)}
    match one:
        case Replayed():
            return {**place, "outcome": "replayed", "became": one.disposition, "codes": list(one.codes)}
        case StillQuarantined():
            return {**place, "outcome": "still-quarantined", "fault": one.fault}
        case NotQuarantined():
            return {**place, "outcome": "not-quarantined", "became": one.became}
        case _:
            assert_never(one)
