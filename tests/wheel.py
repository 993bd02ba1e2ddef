"""Builds the wheel and runs the unit tests against what is in it: a file that the wheel lacks is found here."""

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PLACE = ROOT / "build" / "wheel"
# Each package must come from the wheel: the checkout, which an editable install adds behind it, would stand in for one that is missing.
CHECK = """
import importlib, pathlib, sys
place = pathlib.Path(sys.argv[1])
sys.exit(any(pathlib.Path(importlib.import_module(name).__file__).parents[1] != place for name in sys.argv[2:]))
"""
PACKAGES = ("schemas", "services", "producers", "consumers", "habarshy")


def main() -> int:
    shutil.rmtree(PLACE, ignore_errors=True)
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", PLACE],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    (wheel,) = PLACE.glob("*.whl")
    unpacked, run = PLACE / "unpacked", PLACE / "run"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(unpacked)
    # The tests stand alone beside the wheel, so that nothing of the checkout can help them.
    shutil.copytree(ROOT / "tests", run / "tests", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", run)
    environment = os.environ | {"PYTHONPATH": str(unpacked)}
    subprocess.run([sys.executable, "-c", CHECK, str(unpacked), *PACKAGES], cwd=run, env=environment, check=True)
    tests = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-n",
        os.environ.get("WORKERS", "auto"),
        # Who has nothing left takes from whoever has: the last minute needs both cores too.
        "--dist",
        "worksteal",
        "-p",
        "no:cacheprovider",
        "tests/unit",
    ]
    return subprocess.run(tests, cwd=run, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
