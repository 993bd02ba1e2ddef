"""Reads a directory from YAML: the sample that ships with the package, or a folder of the same form."""

from collections.abc import Iterator
from functools import cache
from importlib.resources.abc import Traversable

import yaml
from pydantic import ValidationError

from schemas import packaged
from schemas.catalogue import loading as catalogue_loading
from schemas.catalogue.catalogue import Catalogue
from schemas.directory.agency import AgencyVersion
from schemas.directory.directory import Directory
from schemas.errors import translation
from schemas.errors.tree import DirectoryError, Finding

SAMPLE = packaged.ROOT / "directory" / "sample"


def from_yaml(folder: Traversable, catalogue: Catalogue) -> Directory:
    """The directory of a folder; DirectoryError with every finding, each naming file, agency and field."""
    findings: list[Finding] = []
    versions: list[AgencyVersion] = []
    for file in packaged.names(folder, ".yaml"):
        for row in _rows(file, findings):
            try:
                versions.append(AgencyVersion.model_validate(row))
            except ValidationError as error:
                place = f"{file.name}: {row.get('id') if isinstance(row, dict) else '?'}"
                found = translation.findings(error, row)
                findings.extend(Finding(f.code, f"{place}: {f.where.removeprefix('/')}", f.particulars) for f in found)
    if findings:
        raise DirectoryError(*findings)
    return Directory.of(versions, catalogue)


def _rows(file: Traversable, findings: list[Finding]) -> Iterator[object]:
    try:
        rows = packaged.yaml_value(file.read_bytes())
    except packaged.DuplicateKeyError as error:
        findings.append(Finding("HB-3002", file.name, {"what": str(error)}))
    except (yaml.YAMLError, UnicodeDecodeError, OSError) as error:
        findings.append(Finding("HB-3001", file.name, {"what": " ".join(str(error).split())}))
    else:
        if isinstance(rows, list):
            yield from rows
        else:
            findings.append(Finding("HB-3003", file.name, {}))


@cache
def sample() -> Directory:
    """The packaged sample, checked against the packaged catalogue."""
    return from_yaml(SAMPLE, catalogue_loading.load())
