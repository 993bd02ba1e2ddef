"""The document, made once for all tests: a newcomer's program would read it as these tests do."""

from typing import Any

import pytest

from schemas.asyncapi import document
from schemas.catalogue.catalogue import Catalogue
from schemas.permissions import model

VERSION = "9.8.7"


@pytest.fixture(scope="session")
def contract(catalogue: Catalogue) -> dict[str, Any]:
    return document.document(catalogue, model.load(), version=VERSION)
