"""A copy of the law that a test may break."""

from pathlib import Path

import pytest

from tests.unit.catalogue.law_folder import LawFolder


@pytest.fixture
def law(tmp_path: Path) -> LawFolder:
    return LawFolder.copied_to(tmp_path / "law")
