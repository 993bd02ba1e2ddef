"""`habarshy agency enrol|vouch|admit`: the agency asks, its superior vouches, the operator admits; `--demo` is all of it at once."""

import asyncio
import contextlib
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from habarshy.command import alarming, enrolling, helping, output, wording
from habarshy.command.output import Row
from schemas import fields
from schemas.directory import loading
from schemas.errors.tree import EnrolmentError, Finding, HabarshyError, KeysError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from habarshy.enrolment.demo import DemoBus
    from habarshy.enrolment.register import Register
    from producers.profile import ClientProfile
    from schemas.directory.agency import AgencyKey, AgencyVersion
    from schemas.directory.request import EnrolmentRequest

ALL: Final = "all"
DEMO_NETWORK: Final = "demo"


def _ids() -> Sequence[str]:
    return [*loading.sample().ids, ALL]


@helping.command(
    "enrol",
    params=[
        helping.argument("code", complete=_ids),
        helping.option("--network", key="network", metavar="NAME", type=enrolling.NetworkType()),
        helping.option("--entry", key="entry", metavar="FILE", type=click.Path(path_type=Path)),
        helping.option("--out", "folder", key="agency-out", metavar="FOLDER", type=click.Path(path_type=Path)),
        helping.option("--demo", "is_demo", key="demo", is_flag=True),
        enrolling.json_option(),
    ],
)
def enrol(  # noqa: PLR0913 - what an agency may say when it asks
    *, code: str, network: str | None, entry: Path | None, folder: Path | None, is_demo: bool, as_json: bool
) -> None:
    if is_demo:
        _demonstrate(code, as_json=as_json)
        return
    from habarshy.enrolment import agencies, request_files
    from habarshy.enrolment.folders import KEYS

    place = folder or Path(code)
    wanted = _wanted(code, entry)
    request = agencies.request(wanted, place, network=network or helping.missing("network"), at=enrolling.now())
    request_files.write(place / agencies.REQUEST, request)
    _show(request, as_json=as_json)
    output.remark(wording.say("enrol-asked", request=place / agencies.REQUEST, keys=place / KEYS))


@helping.command(
    "vouch",
    params=[
        helping.argument("request", type=click.Path(path_type=Path)),
        helping.option("--keys", key="keys", metavar="FILE", type=click.Path(path_type=Path), required=True),
        helping.option("--with", "key_id", key="vouch-with", metavar="KEY"),
        enrolling.json_option(),
    ],
)
def vouch(*, request: Path, keys: Path, key_id: str | None, as_json: bool) -> None:
    from habarshy.enrolment import request_files
    from services.directory_log import requests
    from services.keys import keyring

    asked, ring = request_files.read(request), keyring.load(keys)
    if ring.owner != asked.agency.superior:
        said = {"owner": ring.owner, "agency": asked.agency.id, "superior": asked.agency.superior or "-"}
        raise EnrolmentError(Finding("HB-8228", "", said))
    if not requests.is_signed(asked):
        raise EnrolmentError(Finding("HB-8221", "/signature", {"key": asked.key}))
    # A key that was made for a rotation is the newest of the file, and nobody's until that is admitted.
    signer = ring.newest_signer() if key_id is None else ring.signer(key_id)
    if signer is None:
        raise KeysError(Finding("HB-2607", "", {"owner": ring.owner, "key": key_id or "-"}))
    request_files.write(request, requests.vouched(asked, signer))
    _show(asked, as_json=as_json)
    output.remark(wording.say("enrol-vouched", owner=ring.owner, request=request))


@helping.command(
    "admit",
    params=[
        helping.argument("request", type=click.Path(path_type=Path)),
        enrolling.operator_option(),
        helping.option("--out", "out", key="profile-out", metavar="FOLDER", type=click.Path(path_type=Path)),
        helping.option("--environment", "as_environment", key="environment", is_flag=True),
        helping.option("--yes", "sure", key="admit-yes", is_flag=True),
        enrolling.json_option(),
    ],
)
def admit(  # noqa: PLR0913 - what an operator may say when it admits
    *, request: Path, folder: Path | None, out: Path | None, as_environment: bool, sure: bool, as_json: bool
) -> None:
    from habarshy.enrolment import admission, profiles, request_files
    from habarshy.enrolment.folders import PROFILE

    asked = request_files.read(request)
    with _aside(is_aside=as_environment and sure):
        register = _examined(asked, folder, as_json=as_json)
    if not sure:
        output.remark(wording.say("enrol-sure"))
        return
    said = asyncio.run(admission.admit(register, [asked]))[asked.agency.id]
    if as_environment:
        click.echo("\n".join(profiles.environment(said)))
    else:
        place = out or request.parent
        profiles.write(place, said)
        output.remark(wording.say("enrol-admitted", profile=place / PROFILE))


COMMANDS: Final = (enrol, vouch, admit)


def _wanted(code: str, entry: Path | None) -> "AgencyVersion":
    """What its file says of the agency, or the sample directory where it knows one of that name."""
    from habarshy.enrolment import request_files

    said = loading.sample().agency(code, enrolling.now()) if entry is None else request_files.entry(entry)
    if said is None or said.id != code:
        raise EnrolmentError(Finding("HB-8229", "", {"agency": code}))
    return said.model_copy(update={"keys": ()})


def _aside(*, is_aside: bool) -> "contextlib.AbstractContextManager[object]":
    """What is shown goes beside the output, which is then for a shell to read: `--environment > FILE`."""
    return contextlib.redirect_stdout(sys.stderr) if is_aside else contextlib.nullcontext()


def _examined(asked: "EnrolmentRequest", folder: Path | None, *, as_json: bool) -> "Register":
    """Shows the request, and refuses what would be refused, whether or not it shall be admitted now."""
    from habarshy.enrolment import admission

    try:
        register = enrolling.register(folder)
        state, findings = asyncio.run(admission.rehearse(register, [asked]))
    except HabarshyError:
        # It can be read all the same; that nobody examined it is no reason to hide it.
        _show(asked, as_json=as_json)
        raise
    _show(asked, as_json=as_json, standing=state.directory.agency(asked.agency.id, enrolling.now()))
    if findings:
        raise EnrolmentError(*findings)
    return register


def _show(request: "EnrolmentRequest", *, as_json: bool, standing: "AgencyVersion | None" = None) -> None:
    if as_json:
        output.as_json(request.model_dump(mode="json"))
        return
    title = f"{request.agency.names.in_(wording.language())}  ({request.agency.id})"
    output.sheet(title, [(wording.say("network"), request.network), *rows(request.agency, standing)])


def rows(asked: "AgencyVersion", standing: "AgencyVersion | None" = None) -> Iterator[Row]:
    """All that is asked for, and beside what differs, what stands in the directory: it is signed as it is shown."""
    before = dict(_said(standing)) if standing is not None else {}
    for name, values in _said(asked):
        stood = before.get(name, values)
        yield name, values if stood == values else [*values, *_stood(stood)]


def _stood(values: Sequence[str]) -> Sequence[str]:
    return [wording.say("stood", value=value) for value in values or ("—",)]


def _said(agency: "AgencyVersion") -> Iterator[tuple[str, Sequence[str]]]:
    """Every field, so that none is admitted unseen."""
    yield wording.say("names"), [agency.names.en, agency.names.kk, agency.names.ru]
    yield wording.say("valid-from"), [agency.valid_from.astimezone(fields.COUNTRY).isoformat(timespec="minutes")]
    yield wording.say("roles"), list(agency.roles)
    yield wording.say("territory"), [agency.territory]
    yield wording.say("zone"), [agency.zone]
    yield wording.say("superior"), [agency.superior] if agency.superior else []
    yield wording.say("overseer"), [agency.overseer] if agency.overseer else []
    yield wording.say("languages"), list(agency.languages)
    modes = (f"{duty}: {mode}" for duty, mode in sorted(agency.duties.items()))
    yield wording.say("mode"), [agency.mode, *modes]
    yield wording.say("closed"), [" ".join((agency.closed, agency.successor or ""))] if agency.closed else []
    yield wording.say("keys"), [_key(key) for key in agency.keys]
    yield wording.say("vouched-by"), sorted({key.vouched_by for key in agency.keys if key.vouched_by})


def _key(key: "AgencyKey") -> str:
    days = f"{key.valid_from:%Y-%m-%d} – {key.valid_until:%Y-%m-%d}"
    revoked = f"  {wording.say('revoked-at', at=f'{key.revoked_at:%Y-%m-%d %H:%M}Z')}" if key.revoked_at else ""
    return f"{key.id}  {key.public}  {days}{revoked}"


def _demonstrate(code: str, *, as_json: bool) -> None:
    enrolling.check_tools()
    from habarshy.enrolment import demo
    from habarshy.enrolment.folders import PROFILE

    at = enrolling.now()
    wanted = demo.with_those_above(loading.sample(), None if code == ALL else [code], at)
    if not wanted:
        raise EnrolmentError(Finding("HB-8229", "", {"agency": code}))
    output.remark(wording.say("demo"))
    bus, profiles = asyncio.run(_demonstrated(wanted))
    if as_json:
        output.as_json({
            "network": bus.network, "operator": str(bus.operator.root), "agencies": {name: str(bus.of(name)) for name in profiles}
        })  # fmt: skip
        return
    output.table(
        [wording.say("agency"), wording.say("profile")],
        [[name, str(bus.of(name) / PROFILE)] for name in profiles],
    )


async def _demonstrated(wanted: "Sequence[AgencyVersion]") -> "tuple[DemoBus, Mapping[str, ClientProfile]]":
    from habarshy.enrolment import demo

    bus = await demo.begin(
        enrolling.super_user(), enrolling.home(), network=DEMO_NETWORK, clock=enrolling.now, alarm=alarming.shown
    )
    return bus, await demo.enrol(bus, wanted)
