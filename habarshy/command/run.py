"""`habarshy run bus|intake|relay`: the bus's processes, in the foreground, until they are told to stop."""

import os
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from habarshy.command import helping

if TYPE_CHECKING:
    from habarshy.running.processes import Part
    from producers.profile import ClientProfile

# What runs under each name, each part with the profile of its own principal.
PARTS: Final = {"bus": ("intake", "relay"), "intake": ("intake",), "relay": ("relay",)}


@helping.command(
    "run",
    params=[
        helping.argument("part", type=click.Choice(list(PARTS))),
        helping.option("--folder", key="bus-folder", metavar="FOLDER"),
        helping.option("--ledger", key="ledger", metavar="ADDRESS"),
    ],
)
def command(*, part: str, folder: str | None, ledger: str | None) -> None:
    import asyncio

    from habarshy.running import ledgers, logs, processes

    if part == "bus" and folder is None:
        helping.missing("folder")
    address = ledgers.address(ledger, os.environ)
    running = [_running(name, _profile(name, folder), address) for name in PARTS[part]]
    logs.begin()
    asyncio.run(processes.until_stopped(*running))


def _running(name: str, profile: "ClientProfile", address: str) -> "Part":
    from habarshy.running import processes

    run = processes.PARTS[name]
    return lambda stopping: run(profile, address, stopping)


def _profile(name: str, folder: str | None) -> "ClientProfile":
    """As the operator's folder has it; without a folder as the environment says."""
    from habarshy.enrolment.folders import OperatorFolder
    from producers import profile

    if folder is not None:
        return OperatorFolder(Path(folder)).profile(name)
    return profile.from_environment(os.environ, folder=Path.cwd())
