"""Which agencies are wanted on the wire: those of the bus's own reference log, or of a folder where one is named."""

import asyncio
import contextlib
import os
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from habarshy.command import enrolling, files
from schemas.errors.tree import CallError, Finding

if TYPE_CHECKING:
    from collections.abc import Sequence

    from habarshy.enrolment.folders import OperatorFolder
    from schemas.directory.agency import AgencyVersion
    from schemas.directory.directory import Directory

SAMPLE: Final = "sample"
NAMED: Final = 6
"""So many agencies are named in an error, which is one sentence."""


def bus(folder: Path | None) -> "OperatorFolder | None":
    """The operator's side of the bus on these brokers, where there is one: as named, or the one beside the stack of this machine if its brokers are meant."""
    from habarshy.enrolment.folders import PROFILE, READER, OperatorFolder
    from habarshy.stack import settings

    place = OperatorFolder(enrolling.operators(folder))
    if folder is not None or os.environ.get("HABARSHY_OPERATOR"):
        return place
    if settings.from_environment(os.environ).kafka is not None:
        return None
    # What may not even be looked at is said by whoever reads it.
    with contextlib.suppress(PermissionError):
        return place if (place.of(READER) / PROFILE).exists() else None
    return place


def open_agencies(name: str | None, operator: Path | None, *, at: datetime) -> "tuple[AgencyVersion, ...]":
    if name is not None:
        return _of_folder(name).open_agencies(at)
    from habarshy.topology.errors import broken

    place = bus(operator)
    if place is None:
        raise broken("HB-8112")
    return _of_log(place).open_agencies(at)


def refuse_to_undo(name: str, operator: Path | None, *, at: datetime, named: "Sequence[AgencyVersion]") -> None:
    """A folder that lacks agencies which were admitted would take away their rights and users."""
    from habarshy.topology.errors import broken

    place = bus(operator)
    if place is None:
        return
    ids = {agency.id for agency in named}
    lacking = [agency.id for agency in _of_log(place).open_agencies(at) if agency.id not in ids]
    if lacking:
        more = f" … ({len(lacking)})" if len(lacking) > NAMED else ""
        raise broken("HB-8113", directory=name, agencies=", ".join(lacking[:NAMED]) + more)


def _of_log(place: "OperatorFolder") -> "Directory":
    return asyncio.run(enrolling.register(place.root).read()).directory


def _of_folder(name: str) -> "Directory":
    from schemas.catalogue import loading as catalogue
    from schemas.directory import loading

    if name == SAMPLE:
        return loading.sample()
    try:
        return loading.from_yaml(Path(name), catalogue.load())
    except OSError as error:
        raise CallError(Finding("HB-6010", "", {"name": name, "what": files.reason(error)})) from error
