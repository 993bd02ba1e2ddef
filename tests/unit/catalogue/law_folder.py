"""Makes a copy of the packaged law in which a test breaks one thing."""

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from schemas import yaml_text
from schemas.catalogue import loading
from schemas.catalogue.catalogue import Catalogue
from schemas.errors import registry
from schemas.errors.tree import CatalogueError, Finding
from tests.unit.changing import put


@dataclass(frozen=True)
class LawFolder:
    """A folder of the law's form. Every change is written at once."""

    root: Path

    @classmethod
    def copied_to(cls, root: Path) -> "LawFolder":
        shutil.copytree(loading.LAW, root)
        return cls(root)

    def rows(self, file: str) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = yaml_text.value((self.root / file).read_bytes(), file)
        return rows

    def row(self, file: str, code: str) -> dict[str, Any]:
        return next(row for row in self.rows(file) if row["code"] == code)

    def change(self, file: str, code: str, path: str, value: object) -> None:
        """Sets what stands at the path (`term/unit`, `sources/0/lines`) of one entry, or takes it away."""
        rows = self.rows(file)
        row = next(row for row in rows if row["code"] == code)
        put(row, path, value)
        self._write_rows(file, rows)

    def add(self, file: str, row: dict[str, Any]) -> None:
        self._write_rows(file, [*self.rows(file), row])

    def _write_rows(self, file: str, rows: list[dict[str, Any]]) -> None:
        self.write(file, yaml.dump(rows, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False))

    def write(self, file: str, text: str) -> None:
        (self.root / file).write_text(text, encoding="utf-8")

    def reword(self, file: str, old: str, new: str) -> None:
        """Replaces the first place where the file says the old words."""
        text = (self.root / file).read_text(encoding="utf-8")
        if old not in text:
            message = f"{file} does not say {old!r}"
            raise ValueError(message)
        self.write(file, text.replace(old, new, 1))

    def loaded(self) -> Catalogue:
        return loading.from_yaml(self.root)

    def findings(self) -> tuple[Finding, ...]:
        """What loading objects to; nothing for a sound law."""
        try:
            self.loaded()
        except CatalogueError as error:
            return error.findings
        return ()


def places(findings: tuple[Finding, ...]) -> list[tuple[str, str]]:
    return [(finding.code, finding.where) for finding in findings]


def fills_in_its_sentence(finding: Finding) -> bool:
    """Whether the finding knows all the particulars that its sentence mentions."""
    return registry.load()[finding.code].particulars() <= set(finding.particulars)
