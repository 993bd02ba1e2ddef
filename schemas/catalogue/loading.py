"""Reads the catalogue from its YAML."""

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any, Final, TypeVar

from pydantic import BaseModel, TypeAdapter, ValidationError

from schemas import packaged
from schemas.catalogue.catalogue import Catalogue, CatalogueVersion
from schemas.catalogue.duty import Duty
from schemas.catalogue.entries import Document, FactEntry, RoleEntry
from schemas.errors import translation
from schemas.errors.tree import CatalogueError, Finding
from schemas.unreadable import UnreadableError

LAW = packaged.ROOT / "catalogue" / "law"

Entry = TypeVar("Entry", bound=BaseModel)


def from_yaml(folder: Path = LAW) -> Catalogue:
    """The catalogue of a folder; CatalogueError with every finding, each naming file, entry and field."""
    findings: list[Finding] = []
    documents = _entries(folder, ["documents.yaml"], kind="document", model=Document, findings=findings)
    roles = _entries(folder, ["roles.yaml"], kind="role", model=RoleEntry, findings=findings)
    facts = _entries(folder, _family_files(folder, "facts", findings), kind="fact", model=FactEntry, findings=findings)
    duties = _entries(folder, _family_files(folder, "duties", findings), kind="duty", model=Duty, findings=findings)
    version = _version(folder, findings)
    if findings:
        raise CatalogueError(*findings)
    places = documents | roles | facts | duties
    catalogue = Catalogue(
        version=version,
        documents=tuple(documents.values()),
        roles=tuple(roles.values()),
        facts=tuple(facts.values()),
        duties=tuple(duties.values()),
    )
    problems = [
        Finding(p.code, f"{_file_of(places, p.entry)}: {p.entry}: {p.field}", p.particulars)
        for p in catalogue.problems()
    ]
    if problems:
        raise CatalogueError(*problems)
    return catalogue


@cache
def load() -> Catalogue:
    """The packaged catalogue."""
    return from_yaml()


def _family_files(folder: Path, part: str, findings: list[Finding]) -> list[str]:
    try:
        return [f"{part}/{file.name}" for file in packaged.names(folder / part, ".yaml")]
    except OSError as error:
        findings.append(Finding("HB-3001", part, {"what": error.strerror or str(error)}))
        return []


UNREAD: Final = object()
"""What a file says that could not be read, or whose folder is missing; not null, for a file may say null."""


def _read(folder: Path, name: str, findings: list[Finding]) -> Any:  # noqa: ANN401 - bytes become values here
    try:
        return packaged.yaml_value(folder / name, name)
    except UnreadableError as error:
        findings.append(translation.unreadable(error))
    return UNREAD


def _entries(
    folder: Path, files: list[str], *, kind: str, model: type[Entry], findings: list[Finding]
) -> dict[tuple[str, str, int], Entry]:
    """The entries of some files, by file, name and place; what does not fit goes to the findings."""
    entries: dict[tuple[str, str, int], Entry] = {}
    for name in files:
        rows = _read(folder, name, findings)
        if rows is UNREAD:
            continue
        if not isinstance(rows, list):
            findings.append(Finding("HB-3003", name, {}))
            continue
        for number, row in enumerate(rows):
            code = row.get("code") if isinstance(row, dict) else None
            entry = f"{kind} {code or f'number {number + 1}'}"
            try:
                entries[name, entry, number] = model.model_validate(row)
            except ValidationError as error:
                findings.extend(_findings(error, row, f"{name}: {entry}"))
    return entries


def _findings(error: ValidationError, raw: object, place: str) -> Iterator[Finding]:
    for finding in translation.findings(error, raw):
        untranslated = finding.code == "HB-2101" and finding.where.endswith(("/en", "/kk", "/ru"))
        yield translation.placed(replace(finding, code="HB-3007") if untranslated else finding, place)


def _version(folder: Path, findings: list[Finding]) -> str:
    raw = _read(folder, "version.yaml", findings)
    if raw is UNREAD:
        return ""
    try:
        return TypeAdapter(CatalogueVersion).validate_python(raw)
    except ValidationError as error:
        findings.extend(_findings(error, raw, "version.yaml"))
        return ""


def _file_of(places: dict[tuple[str, str, int], Any], entry: str) -> str:
    return ", ".join(sorted({file for file, name, _ in places if name == entry}))
