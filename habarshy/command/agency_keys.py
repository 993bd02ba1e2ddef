"""`habarshy agency rotate-key|revoke-key|deny|disable`: an agency's keys and rights come and go, and one day the agency."""

import asyncio
from datetime import datetime
from pathlib import Path
from typing import Final, Literal

import click

from habarshy.command import clients, enrolling, helping, output, wording

Closed = Literal["merged", "renamed", "abolished"]
CLOSED: Final[tuple[Closed, ...]] = ("merged", "renamed", "abolished")


@helping.command(
    "rotate-key",
    params=[
        helping.option("--profile", key="client-profile", metavar="FILE", type=click.Path(path_type=Path)),
        helping.option("--out", "out", key="request-out", metavar="FILE", type=click.Path(path_type=Path)),
    ],
)
def rotate_key(*, profile: Path | None, out: Path | None) -> None:
    from habarshy.enrolment import agencies, request_files

    held = clients.profile(profile)
    state = asyncio.run(clients.log(held))
    request = agencies.rotation(held, state, at=enrolling.now())
    place = out or held.keys.parent / agencies.REQUEST
    request_files.write(place, request)
    output.remark(wording.say("rotate-asked", request=place, keys=held.keys))


@helping.command(
    "revoke-key",
    params=[
        helping.argument("key"),
        enrolling.operator_option(),
        helping.option("--since", "since", key="suspect-since", type=helping.InstantType()),
    ],
)
def revoke_key(*, key: str, folder: Path | None, since: datetime | None) -> None:
    from habarshy.enrolment import admission

    asyncio.run(admission.revoke_key(enrolling.register(folder), key, suspect_since=since))
    output.remark(wording.say("key-was-revoked", key=key))


@helping.command(
    "deny",
    params=[
        helping.argument("topic"),
        enrolling.operator_option(),
        helping.option("--lift", "lifted", key="lift", is_flag=True),
    ],
)
def deny(*, topic: str, folder: Path | None, lifted: bool) -> None:
    operators = enrolling.register(folder).folder
    from habarshy.enrolment import denial

    changed = denial.lift(operators, topic) if lifted else denial.deny(operators, topic)
    key = "topic-allowed" if lifted else "topic-denied"
    output.remark(wording.say(key if changed else f"{key}-already", topic=topic))


@helping.command(
    "disable",
    params=[
        helping.argument("code"),
        enrolling.operator_option(),
        helping.option("--closed", "closed", key="closed", type=click.Choice(CLOSED), default="abolished"),
        helping.option("--successor", key="successor", metavar="AGENCY"),
    ],
)
def disable(*, code: str, folder: Path | None, closed: Closed, successor: str | None) -> None:
    register = enrolling.register(folder)
    from habarshy.enrolment import admission

    asyncio.run(admission.disable(register, code, closed=closed, successor=successor))
    output.remark(wording.say("agency-disabled", agency=code))


COMMANDS: Final = (rotate_key, revoke_key, deny, disable)
