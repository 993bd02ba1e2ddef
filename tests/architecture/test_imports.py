"""Imports run one way, and the linter that holds it to that really bites."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture import source

FORBIDDEN = {
    "schemas imports services": ("schemas/texts.py", "import services"),
    "services import producers": ("services/__init__.py", "import producers"),
    "schemas import a client of Kafka": ("schemas/texts.py", "import aiokafka"),
    "services import faststream": ("services/__init__.py", "import faststream"),
    "schemas import the terminal": ("schemas/texts.py", "import click"),
}


def linted(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(("file", "line"), FORBIDDEN.values(), ids=FORBIDDEN.keys())
def test_a_forbidden_import_is_found(file: str, line: str, tmp_path: Path) -> None:
    for package in source.PACKAGES:
        shutil.copytree(
            source.ROOT / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__", "*.json", "*.yaml")
        )
    shutil.copy(source.ROOT / "pyproject.toml", tmp_path)
    (tmp_path / file).write_text(line + "\n" + (tmp_path / file).read_text(encoding="utf-8"), encoding="utf-8")
    answer = linted(tmp_path)
    assert answer.returncode == 1, answer.stdout + answer.stderr
    assert "BROKEN" in answer.stdout


def test_what_may_be_imported_by_whom_names_every_package() -> None:
    answer = linted(source.ROOT)
    assert answer.returncode == 0, answer.stdout + answer.stderr
    assert "3 kept, 0 broken" in answer.stdout
