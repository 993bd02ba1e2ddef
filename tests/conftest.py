"""What every test may use: the packaged catalogue, directory and examples, and a marker from the folder a test stands in."""

from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import settings

from schemas.catalogue import loading as catalogue_loading
from schemas.catalogue.catalogue import Catalogue
from schemas.directory import loading as directory_loading
from schemas.directory.directory import Directory

pytest_plugins = ["tests.stack", "tests.bus", "tests.topology"]

ROOT = Path(__file__).resolve().parent.parent

# A failing case prints how to replay it. The long profile is what `make proof` runs.
settings.register_profile("test", max_examples=200, deadline=None, print_blob=True)
settings.register_profile("proof", max_examples=20_000, deadline=None, print_blob=True)
settings.load_profile("test")


def pytest_collection_modifyitems(items: Iterable[pytest.Item]) -> None:
    for item in items:
        level = item.path.relative_to(ROOT / "tests").parts[0]
        item.add_marker(level)


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return catalogue_loading.load()


@pytest.fixture(scope="session")
def directory() -> Directory:
    return directory_loading.sample()
