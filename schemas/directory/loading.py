"""Reads a directory from YAML: the sample that ships with the package, or a folder of the same form."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from pydantic import ValidationError

from schemas import packaged
from schemas.catalogue import loading as catalogue_loading
from schemas.catalogue.catalogue import Catalogue
from schemas.directory.agency import AgencyVersion
from schemas.directory.directory import Directory
from schemas.errors import translation
from schemas.errors.tree import DirectoryError, Finding
from schemas.unreadable import UnreadableError

SAMPLE = packaged.ROOT / "directory" / "sample"


def from_yaml(folder: Path, catalogue: Catalogue) -> Directory:
    """The directory of a folder; DirectoryError with every finding, each naming file, agency and field."""
    findings: list[Finding] = []
    versions: list[AgencyVersion] = []
    for file in packaged.names(folder, ".yaml"):
        for row in _rows(file, findings):
            try:
                versions.append(AgencyVersion.model_validate(row))
            except ValidationError as error:
                place = f"{file.name}: {row.get('id') if isinstance(row, dict) else '?'}"
                findings.extend(translation.placed(f, place) for f in translation.findings(error, row))
    if findings:
        raise DirectoryError(*findings)
    return Directory.of(versions, catalogue)


def _rows(file: Path, findings: list[Finding]) -> Iterator[object]:
    try:
        rows = packaged.yaml_value(file, file.name)
    except UnreadableError as error:
        findings.append(translation.unreadable(error))
        return
    if isinstance(rows, list):
        yield from rows
    else:
        findings.append(Finding("HB-3003", file.name, {}))


@cache
def sample() -> Directory:
    """The packaged sample, checked against the packaged catalogue."""
    return from_yaml(SAMPLE, catalogue_loading.load())
