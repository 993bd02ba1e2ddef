"""Copies of the project, in which bugs are planted and tests are asked."""

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent.parent
PLACE: Final = ROOT / "build" / "proof"
COPIED: Final = ("schemas", "services", "producers", "consumers", "habarshy", "tests", "pyproject.toml")
WORKERS: Final = os.environ.get("WORKERS", "auto")


def made(number: int) -> list[Path]:
    """So many copies that are alike, whatever happens to the project meanwhile."""
    folders = [PLACE / f"copy-{place}" for place in range(number)]
    for old in PLACE.glob("copy-*"):
        shutil.rmtree(old)
    for name in COPIED:
        source, target = ROOT / name, folders[0] / name
        if source.is_dir():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, target)
    for folder in folders[1:]:
        shutil.copytree(folders[0], folder)
    return folders


def digest(folder: Path) -> str:
    """Of everything in a copy that nobody has used yet."""
    found = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        content = path.read_bytes()
        found.update(f"{path.relative_to(folder)} {len(content)}\n".encode() + content)
    return found.hexdigest()


def answered(
    folder: Path, *arguments: str, workers: str = WORKERS, told: Mapping[str, str] = MappingProxyType({})
) -> subprocess.CompletedProcess[str]:
    """The answer of pytest in a copy, which stands before the checkout on the path."""
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", "-n", workers, *arguments]
    environment = os.environ | {"PYTHONPATH": str(folder), **told}
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
