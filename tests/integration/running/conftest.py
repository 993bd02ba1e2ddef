"""What the tests of the bus's middle have: one at a time has it."""

from pathlib import Path

import pytest

from tests.integration.bus.conftest import alone, ledger, pair
from tests.stack import RUN

__all__ = ["alone", "ledger", "pair"]


@pytest.fixture
def folder(pytestconfig: pytest.Config) -> Path:
    """Of the run, where the next run finds what a killed one left."""
    return pytestconfig.stash[RUN]
