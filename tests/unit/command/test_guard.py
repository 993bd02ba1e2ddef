"""A stranger's package of one of our names is named at once; any other folder does not matter."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

OURS = ("schemas", "services", "producers", "consumers")


def start(*, cwd: Path, python_path: Path | None = None, code: str | None = None) -> subprocess.CompletedProcess[str]:
    # Our own folder stands behind the stranger's, wherever the tests run.
    root = Path(__file__).parents[3]
    paths = [str(path) for path in (python_path, root) if path is not None]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(paths)}
    call = ["-c", code] if code else ["-m", "habarshy", "explain", "HB-9001"]
    return subprocess.run(
        [sys.executable, *call], cwd=cwd, env=environment, capture_output=True, encoding="utf-8", check=False
    )


def package(folder: Path, name: str) -> Path:
    (folder / name).mkdir()
    (folder / name / "__init__.py").touch()
    return folder / name


@pytest.mark.parametrize("name", OURS)
def test_a_strange_package_in_the_working_folder_is_named(name: str, tmp_path: Path) -> None:
    stranger = package(tmp_path, name)

    came = start(cwd=tmp_path)

    assert came.returncode != 0
    assert f'HB-9001: The package "{name}"' in came.stderr
    assert str(stranger) in came.stderr


def test_a_strange_package_on_the_path_is_named(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "cwd").mkdir()
    stranger = package(tmp_path / "elsewhere", "services")

    came = start(cwd=tmp_path / "cwd", python_path=tmp_path / "elsewhere")

    assert came.returncode != 0
    assert str(stranger) in came.stderr


def test_a_strange_package_that_was_imported_before_is_named(tmp_path: Path) -> None:
    stranger = package(tmp_path, "services")

    came = start(cwd=tmp_path, code="import services, habarshy")

    assert came.returncode != 0
    assert str(stranger) in came.stderr


def test_a_strange_module_is_named_by_its_file(tmp_path: Path) -> None:
    (tmp_path / "services.py").touch()

    came = start(cwd=tmp_path)

    assert came.returncode != 0
    assert str(tmp_path / "services.py") in came.stderr


def test_an_unrelated_folder_does_not_matter(tmp_path: Path) -> None:
    package(tmp_path, "reports")
    (tmp_path / "services").mkdir()
    (tmp_path / "services" / "notes.txt").touch()

    came = start(cwd=tmp_path)

    assert (came.returncode, came.stderr) == (0, "")
    assert came.stdout.startswith("HB-9001")


def test_a_folder_of_modules_without_an_init_is_a_namesake_too(tmp_path: Path) -> None:
    """Ours would answer to its owner's imports: better to say so at once."""
    (tmp_path / "services").mkdir()
    (tmp_path / "services" / "billing.py").touch()

    came = start(cwd=tmp_path)

    assert came.returncode != 0
    assert str(tmp_path / "services") in came.stderr
    assert "HB-9001" in came.stderr
