"""The terminal of these tests, in an environment that says nothing."""

import pytest

from tests.unit.command.terminal import Terminal

SPEAKING = ("HABARSHY_LANG", "LC_ALL", "LC_MESSAGES", "LANG", "HABARSHY_DEBUG", "NO_COLOR", "FORCE_COLOR", "COLUMNS")


@pytest.fixture(autouse=True)
def _silent_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in SPEAKING:
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def habarshy(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Terminal:
    return Terminal(capsys, monkeypatch)
