"""Reads the catalogue from its YAML, or from the compiled copy when that was made from the very same YAML."""

import hashlib
from collections.abc import Iterator
from functools import cache
from importlib.resources.abc import Traversable
from typing import Any, TypeVar

import orjson
import yaml
from pydantic import BaseModel, ValidationError

from schemas import packaged
from schemas.catalogue.catalogue import Catalogue
from schemas.catalogue.duty import Duty
from schemas.catalogue.entries import Document, FactEntry, RoleEntry
from schemas.errors import translation
from schemas.errors.tree import CatalogueError, Finding

LAW = packaged.ROOT / "catalogue" / "law"
COMPILED = packaged.ROOT / "catalogue" / "compiled.json"

Entry = TypeVar("Entry", bound=BaseModel)


def from_yaml(folder: Traversable = LAW) -> Catalogue:
    """The catalogue of a folder; CatalogueError with every finding, each naming file, entry and field."""
    findings: list[Finding] = []
    documents = _entries(folder, ["documents.yaml"], kind="document", model=Document, findings=findings)
    roles = _entries(folder, ["roles.yaml"], kind="role", model=RoleEntry, findings=findings)
    facts = _entries(folder, _family_files(folder, "facts"), kind="fact", model=FactEntry, findings=findings)
    duties = _entries(folder, _family_files(folder, "duties"), kind="duty", model=Duty, findings=findings)
    version = _read(folder, "version.yaml", findings)
    if findings:
        raise CatalogueError(*findings)
    places = documents | roles | facts | duties
    try:
        catalogue = Catalogue(
            version=version,
            documents=tuple(_values(documents)),
            roles=tuple(_values(roles)),
            facts=tuple(_values(facts)),
            duties=tuple(_values(duties)),
        )
    except ValidationError as error:
        raise CatalogueError(*_findings(error, {}, "version.yaml")) from error
    problems = [
        Finding(p.code, f"{_file_of(places, p.entry)}: {p.entry}: {p.field}", p.particulars)
        for p in catalogue.problems()
    ]
    if problems:
        raise CatalogueError(*problems)
    return catalogue


@cache
def load() -> Catalogue:
    """The packaged catalogue. The compiled copy only saves the reading of YAML: it was checked when it was made."""
    if COMPILED.is_file():
        compiled = orjson.loads(COMPILED.read_bytes())
        if compiled["made_from"] == digest_of_sources():
            return Catalogue.model_validate(compiled["catalogue"])
    return from_yaml()


def compiled() -> bytes:
    """What the compiled copy must hold."""
    content = {
        "made_from": digest_of_sources(),
        "catalogue": from_yaml().model_dump(mode="json", by_alias=True, exclude_defaults=True),
    }
    return orjson.dumps(content, option=orjson.OPT_SORT_KEYS)


def digest_of_sources(folder: Traversable = LAW) -> str:
    """One SHA-256 over the names and bytes of all YAML files."""
    digest = hashlib.sha256()
    for name in [
        "documents.yaml",
        "roles.yaml",
        "version.yaml",
        *_family_files(folder, "facts"),
        *_family_files(folder, "duties"),
    ]:
        file = folder.joinpath(*name.split("/"))
        content = file.read_bytes() if file.is_file() else b""
        digest.update(f"{name} {len(content)}\n".encode() + content)
    return digest.hexdigest()


def _family_files(folder: Traversable, part: str) -> list[str]:
    return [f"{part}/{file.name}" for file in packaged.names(folder / part, ".yaml")]


def _read(folder: Traversable, name: str, findings: list[Finding]) -> Any:  # noqa: ANN401 - bytes become values here
    try:
        return packaged.yaml_value(folder.joinpath(*name.split("/")).read_bytes())
    except packaged.DuplicateKeyError as error:
        findings.append(Finding("HB-3002", name, {"what": str(error)}))
    except (yaml.YAMLError, UnicodeDecodeError, OSError) as error:
        findings.append(Finding("HB-3001", name, {"what": " ".join(str(error).split())}))
    return None


def _entries(
    folder: Traversable, files: list[str], *, kind: str, model: type[Entry], findings: list[Finding]
) -> dict[tuple[str, str, int], Entry]:
    """The entries of some files, by file, name and place; what does not fit goes to the findings."""
    entries: dict[tuple[str, str, int], Entry] = {}
    for name in files:
        rows = _read(folder, name, findings)
        if not isinstance(rows, list):
            if rows is not None:
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
        field = finding.where.removeprefix("/")
        yield Finding(
            "HB-3007" if untranslated else finding.code, f"{place}: {field}" if field else place, finding.particulars
        )


def _values(entries: dict[tuple[str, str, int], Entry]) -> list[Entry]:
    return list(entries.values())


def _file_of(places: dict[tuple[str, str, int], Any], entry: str) -> str:
    return ", ".join(sorted({file for file, name, _ in places if name == entry}))
