"""Requests and wanted entries as files: what one side hands to the next."""

from pathlib import Path
from typing import Final

from pydantic import TypeAdapter, ValidationError

from habarshy.stack import files
from schemas.codec import canonical
from schemas.directory.agency import AgencyVersion
from schemas.directory.request import EnrolmentRequest
from schemas.errors import translation
from schemas.errors.tree import EnrolmentError, Finding, RefusedError
from schemas.unreadable import UnreadableError
from schemas.yaml_text import value as yaml_value

_REQUEST: Final = TypeAdapter(EnrolmentRequest)


def write(path: Path, request: EnrolmentRequest) -> None:
    files.write(path, canonical.encode(request), mode=files.EVERYBODY_READS)


def read(path: Path) -> EnrolmentRequest:
    """In its canonical form alone, for its very bytes are signed."""
    try:
        return canonical.decode(_bytes(path), _REQUEST)
    except RefusedError as error:
        raise EnrolmentError(*(translation.placed(finding, path.name) for finding in error.findings)) from error


def entry(path: Path) -> AgencyVersion:
    """What an agency wants the directory to say of it, as YAML or JSON; keys are not its to write."""
    try:
        said = yaml_value(_bytes(path), path.name)
        return AgencyVersion.model_validate(said)
    except UnreadableError as error:
        raise EnrolmentError(translation.unreadable(error)) from error
    except ValidationError as error:
        found = (translation.placed(finding, path.name) for finding in translation.findings(error, said))
        raise EnrolmentError(*found) from error


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise EnrolmentError(Finding("HB-8224", "", {"path": str(path)})) from error
