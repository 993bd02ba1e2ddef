"""`from habarshy import Outbox` is one line, and whoever does not ask for it does not wait for it."""

import subprocess
import sys

import pytest

import habarshy
from habarshy import client
from tests.architecture import source


def test_the_front_door_gives_the_outbox_of_the_composition() -> None:
    assert habarshy.Outbox is client.Outbox


def test_what_is_not_there_is_missed_as_in_any_module() -> None:
    with pytest.raises(AttributeError, match="has no attribute 'Nonsense'"):
        _ = habarshy.Nonsense


def test_the_package_by_itself_loads_no_client_of_kafka() -> None:
    asked = "import sys, habarshy; print(sorted({'aiokafka', 'pydantic', 'cryptography'} & sys.modules.keys()))"
    answer = subprocess.run([sys.executable, "-c", asked], cwd=source.ROOT, capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == "[]"
