"""`habarshy run bus|intake|relay`: the bus's processes, in the foreground, until they are told to stop."""

import os
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from habarshy.command import enrolling, helping

if TYPE_CHECKING:
    from habarshy.running.processes import Part
    from producers.profile import ClientProfile

# What runs under each name, each part with the profile of its own principal.
PARTS: Final = {"bus": ("intake", "relay"), "intake": ("intake",), "relay": ("relay",)}


@helping.command(
    "run",
    params=[
        helping.argument("part", type=click.Choice(list(PARTS))),
        helping.option("--operator", "folder", key="bus-folder", metavar="FOLDER", type=click.Path(path_type=Path)),
        helping.option("--ledger", key="ledger", metavar="ADDRESS"),
    ],
)
def command(*, part: str, folder: Path | None, ledger: str | None) -> None:
    import asyncio

    from habarshy.running import ledgers, logs, processes

    address = ledgers.address(ledger, os.environ)
    # Several principals have no profile in one environment: who runs the whole bus has the operator's folder.
    whole = enrolling.operators(folder) if part == "bus" else folder
    logs.begin()
    running = [_running(name, _profile(name, whole), address) for name in PARTS[part]]
    asyncio.run(processes.until_stopped(*running))


def _running(name: str, profile: "ClientProfile", address: str) -> "Part":
    from habarshy.running import processes

    run = processes.PARTS[name]
    return lambda stopping: run(profile, address, stopping)


def _profile(name: str, folder: Path | None) -> "ClientProfile":
    """As the operator's folder has it; without a folder as the environment says."""
    from habarshy.enrolment.folders import OperatorFolder
    from producers import profile

    if folder is not None:
        return OperatorFolder(folder).profile(name)
    return profile.from_environment(os.environ, folder=Path.cwd())
