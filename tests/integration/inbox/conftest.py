"""An inbox of the test's own on the run's broker."""

from pathlib import Path

import pytest

from habarshy.stack.addresses import KafkaAddress
from tests import letterbox as letterboxes
from tests.letterbox import Letterbox


@pytest.fixture
async def letterbox(kafka: KafkaAddress, tmp_path: Path) -> Letterbox:
    return await letterboxes.letterbox(kafka, tmp_path)


@pytest.fixture
async def letterbox_of_another(kafka: KafkaAddress, tmp_path: Path) -> Letterbox:
    return await letterboxes.letterbox(kafka, tmp_path / "other")
