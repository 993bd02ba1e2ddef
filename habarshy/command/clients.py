"""What every command of an agency's own begins with: its profile."""

import os
import shlex
from pathlib import Path
from typing import TYPE_CHECKING

import click

from habarshy.command import helping

if TYPE_CHECKING:
    from producers.profile import ClientProfile
    from services.directory_log.state import LogState


def profile_option() -> click.Option:
    return helping.option("--profile", "path", key="client-profile", metavar="FILE", type=click.Path(path_type=Path))


def profile(path: Path | None) -> "ClientProfile":
    """The file that is named, else what the environment says."""
    from producers import profile as profiles

    if path is not None:
        return profiles.load(path)
    return profiles.from_environment(os.environ, folder=Path.cwd())


def call(words: str, path: Path | None) -> str:
    """How the next command is called by whoever called this one."""
    return f"habarshy {words}" + (f" --profile {shlex.quote(str(path))}" if path is not None else "")


async def log(profile: "ClientProfile") -> "LogState":
    """What the reference log says to the holder of this profile."""
    from habarshy.command import alarming
    from habarshy.enrolment import reading

    await reached(profile)
    return await reading.state_of(profile, alarming.shown)


async def reached(profile: "ClientProfile") -> None:
    """Raises why the brokers cannot be used, at once: a client would go on trying."""
    from producers import diagnosis
    from schemas.errors.tree import WireError

    cause = await diagnosis.of_connection(profile)
    if cause is not None:
        raise WireError(cause)
