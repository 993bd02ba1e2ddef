"""`habarshy run bus|intake|relay|evidence`: the bus's processes, in the foreground, until they are told to stop."""

import os
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from habarshy.command import enrolling, helping

if TYPE_CHECKING:
    from collections.abc import Sequence

    from habarshy.running.endpoint import Address
    from habarshy.running.logs import Form
    from habarshy.running.processes import Part
    from producers.profile import ClientProfile

# What runs under each name, each part with the profile of its own principal.
PARTS: Final = {
    "bus": ("intake", "relay", "sequencer"),
    "intake": ("intake",),
    "relay": ("relay",),
    "evidence": ("sequencer",),
}
FORMS: Final = ("text", "json")


@helping.command(
    "run",
    params=[
        helping.argument("part", type=click.Choice(list(PARTS))),
        helping.option("--operator", "folder", key="bus-folder", metavar="FOLDER", type=click.Path(path_type=Path)),
        enrolling.ledger_option(),
        helping.option("--watch", key="watch", metavar="ADDRESS", envvar="HABARSHY_WATCH"),
        helping.option("--log", "form", key="log", type=click.Choice(FORMS), default="text", envvar="HABARSHY_LOG"),
    ],
)
def command(*, part: str, folder: Path | None, ledger: str | None, watch: str | None, form: "Form") -> None:
    import asyncio

    from habarshy.running import endpoint, ledgers, logs

    address = ledgers.address(ledger, os.environ)
    where = endpoint.address(watch)
    # Several principals have no profile in one environment: who runs the whole bus has the operator's folder.
    whole = enrolling.operators(folder) if part == "bus" else folder
    logs.begin(form)
    running = [one for name in PARTS[part] for one in _parts(name, whole, address)]
    asyncio.run(_run(running, where))


async def _run(parts: "Sequence[Part]", where: "Address") -> None:
    import time

    from habarshy.running import processes, shared

    await processes.until_stopped(shared.begun(monotonic=time.monotonic, clock=enrolling.now), *parts, where=where)


def _parts(name: str, folder: Path | None, address: str) -> "Sequence[Part]":
    from habarshy.enrolment.folders import OperatorFolder
    from habarshy.running import logins, processes

    profile, secrets = _profile(name, folder), OperatorFolder(folder).secrets if folder is not None else None
    own = logins.address_of(name, address, secrets)
    return [partial(run, profile, own) for run in processes.PARTS[name]]


def _profile(name: str, folder: Path | None) -> "ClientProfile":
    """As the operator's folder has it; without a folder as the environment says."""
    from habarshy.enrolment.folders import OperatorFolder
    from producers import profile

    if folder is not None:
        return OperatorFolder(folder).profile(name)
    return profile.from_environment(os.environ, folder=Path.cwd())
