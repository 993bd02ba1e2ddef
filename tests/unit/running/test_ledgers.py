"""Where the ledger is said to be, and what is said of it."""

import logging

import psycopg
import pytest

from habarshy.running import ledgers
from services.ledger import connecting

_HIDDEN = "n0body-sees"


@pytest.mark.parametrize("address", [f"host=localhost password={_HIDDEN} dbname", f"postgresql://u:{_HIDDEN}@[bad/x"])
async def test_a_malformed_address_is_said_without_its_password(address: str) -> None:
    with pytest.raises(psycopg.ProgrammingError) as malformed:
        await connecting.connect(address)

    said = connecting.unreachable(address, malformed.value)
    assert said.findings[0].code == "HB-8501"
    assert _HIDDEN not in said.findings[0].sentence("en")


def test_a_password_on_the_command_line_is_warned_of(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        ledgers.address(f"host=localhost password={_HIDDEN}", {})
        ledgers.address(f"postgresql://u:{_HIDDEN}@localhost/x", {})
    assert [getattr(record, "action", "") for record in caplog.records] == ["ledger.password-shown"] * 2
    assert _HIDDEN not in caplog.text


def test_a_password_in_the_environment_is_not(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        ledgers.address("host=localhost dbname=x", {})
        ledgers.address(None, {"HABARSHY_POSTGRES": f"host=localhost password={_HIDDEN}"})
    assert caplog.records == []
