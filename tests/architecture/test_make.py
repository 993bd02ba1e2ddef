"""`make test` never passes for want of tests."""

import os
import shutil
import subprocess
from pathlib import Path

MAKEFILE = Path(__file__).parents[2] / "Makefile"
MAKE = shutil.which("make") or "make"


def test_a_level_without_a_test_fails(tmp_path: Path) -> None:
    shutil.copy(MAKEFILE, tmp_path)
    for made in ("requirements/dev.txt", "pyproject.toml", ".venv/bin/habarshy"):
        (tmp_path / made).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / made).touch()
    ended = subprocess.run(
        [MAKE, "test"], cwd=tmp_path, capture_output=True, text=True, check=False, env={"PATH": os.environ["PATH"]}
    )

    assert ended.returncode != 0
    assert "tests/architecture holds no test" in ended.stdout
