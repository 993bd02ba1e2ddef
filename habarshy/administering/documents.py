"""Interventions and operators' keys as files: what one operator hands to another. What they say is signed, so they are read strictly."""

from pathlib import Path
from typing import Final, TypeVar

from pydantic import BaseModel, TypeAdapter

from habarshy.stack import files
from schemas.codec import canonical
from schemas.directory.bus_keys import OperatorKey
from schemas.errors import translation
from schemas.errors.tree import Finding, InterventionError, RefusedError
from schemas.interventions import SignedIntervention

_KEY: Final = TypeAdapter(OperatorKey)
_DOCUMENT: Final = TypeAdapter(SignedIntervention)
_Read = TypeVar("_Read", bound=BaseModel)


def write(path: Path, said: BaseModel) -> None:
    files.write(path, canonical.encode(said), mode=files.EVERYBODY_READS)


def key(path: Path) -> OperatorKey:
    return _read(path, _KEY)


def intervention(path: Path) -> SignedIntervention:
    return _read(path, _DOCUMENT)


def _read(path: Path, adapter: TypeAdapter[_Read]) -> _Read:
    try:
        return canonical.decode(path.read_bytes(), adapter)
    except OSError as error:
        raise InterventionError(Finding("HB-8546", "", {"path": str(path)})) from error
    except RefusedError as error:
        raise InterventionError(*(translation.placed(finding, path.name) for finding in error.findings)) from error
