"""`habarshy operator enrol|admit|revoke-key|sign|carry-out`: the keys of those who administer, and what two of them sign."""

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from habarshy.command import enrolling, helping, intervening, output, wording

if TYPE_CHECKING:
    from schemas.directory.bus_keys import OperatorKey

_PATH: Final = click.Path(path_type=Path)

command = helping.Group(
    name="operator",
    params=[helping.language_option()],
    callback=helping.help_without_command,
    invoke_without_command=True,
)


class OperatorNameType(helping.Readable[str]):
    """What stands behind `operator-` in the ids of his keys."""

    name = "name"
    expected = "an-operators-name"

    def read(self, text: str) -> str:
        from pydantic import TypeAdapter

        from schemas import fields
        from services.administration.operators import PREFIX

        TypeAdapter[str](fields.Agency).validate_python(f"{PREFIX}{text}")
        return text


@helping.command(
    "enrol",
    params=[
        helping.argument("name", type=OperatorNameType()),
        helping.option("--network", key="network", metavar="NAME", type=enrolling.NetworkType(), required=True),
        helping.option("--out", "out", key="operator-out", metavar="FOLDER", type=_PATH),
        enrolling.json_option(),
    ],
    words="operator-enrol",
)
def enrol(*, name: str, network: str, out: Path | None, as_json: bool) -> None:
    from habarshy.administering import documents
    from habarshy.enrolment import operators
    from habarshy.enrolment.folders import KEYS

    folder = out or Path(f"operator-{name}")
    key = operators.request(name, folder, network=network, at=enrolling.now())
    documents.write(folder / operators.REQUEST, key)
    _show(key, as_json=as_json)
    output.remark(wording.say("operator-asked", request=folder / operators.REQUEST, keys=folder / KEYS))


@helping.command(
    "admit",
    params=[
        helping.argument("request", type=_PATH),
        enrolling.operator_option(),
        helping.option("--yes", "sure", key="operator-yes", is_flag=True),
        enrolling.json_option(),
    ],
    words="operator-admit",
)
def admit(*, request: Path, folder: Path | None, sure: bool, as_json: bool) -> None:
    from habarshy.administering import documents
    from habarshy.enrolment import operators

    key = documents.key(request)
    _show(key, as_json=as_json)
    if not sure:
        output.remark(wording.say("operator-sure"))
        return
    asyncio.run(operators.admit(enrolling.register(folder), key))
    output.remark(wording.say("operator-admitted", key=key.id))


@helping.command(
    "revoke-key",
    params=[helping.argument("key"), enrolling.operator_option()],
    words="operator-revoke-key",
)
def revoke_key(*, key: str, folder: Path | None) -> None:
    from habarshy.enrolment import operators

    asyncio.run(operators.revoke(enrolling.register(folder), key))
    output.remark(wording.say("operator-revoked", key=key))


@helping.command(
    "sign",
    params=[
        helping.argument("intervention", type=_PATH),
        helping.option("--key", "keys", key="operator-key", metavar="FILE", type=_PATH, required=True),
        helping.option("--yes", "sure", key="sign-yes", is_flag=True),
        enrolling.json_option(),
    ],
    words="operator-sign",
)
def sign(*, intervention: Path, keys: Path, sure: bool, as_json: bool) -> None:
    from habarshy.administering import documents
    from services.administration import interventions
    from services.keys import keyring

    document, ring = documents.intervention(intervention), keyring.load(keys)
    intervening.show(document, as_json=as_json)
    if not sure:
        output.remark(wording.say("sign-sure"))
        return
    document = interventions.signed(document, ring.newest_signer())
    documents.write(intervention, document)
    output.remark(wording.say("intervention-signed", path=intervention, number=len(document.signatures)))


@helping.command(
    "carry-out",
    params=[helping.argument("intervention", type=_PATH), *intervening.carrying_options()],
    words="operator-carry-out",
)
def carry_out(*, intervention: Path, folder: Path | None, ledger: str | None, as_json: bool) -> int:
    from habarshy.administering import documents

    document = documents.intervention(intervention)
    return intervening.carried_out(document, folder=folder, ledger=ledger, as_json=as_json)


def _show(key: "OperatorKey", *, as_json: bool) -> None:
    if as_json:
        output.as_json(key.model_dump(mode="json"))
        return
    days = f"{key.valid_from:%Y-%m-%d} – {key.valid_until:%Y-%m-%d}"
    output.sheet(key.operator, [(wording.say("keys"), [f"{key.id}  {key.public}  {days}"])])


for _below in (enrol, admit, revoke_key, sign, carry_out):
    command.add_command(_below)
