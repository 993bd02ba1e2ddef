"""A duty whose law was amended shows when each state of it holds."""

from datetime import date

import pytest

from habarshy.command import duty as screen
from habarshy.command import wording
from habarshy.command.program import run
from habarshy.command.wording import Language
from schemas.catalogue.catalogue import Catalogue
from schemas.catalogue.entries import InForce


@pytest.mark.parametrize(
    ("language", "shown"),
    [
        ("en", "from 2026-01-01 until 2027-01-01"),
        ("kk", "2026-01-01 бастап 2027-01-01 дейін"),
        ("ru", "с 2026-01-01 до 2027-01-01"),
    ],
)
def test_dates_in_force_are_shown(language: Language, shown: str, catalogue: Catalogue) -> None:
    wording.use(language)
    dates = InForce.model_validate({"from": date(2026, 1, 1), "until": date(2027, 1, 1)})
    dated = catalogue.duties[0].model_copy(update={"in_force": dates})
    assert screen.in_force(dated) == shown


def test_a_duty_without_dates_holds_on_any_day(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["duty", "detention.release", "--on", "2020-01-01"]) == 0
    assert "the source gives no dates" in capsys.readouterr().out


def test_a_day_that_is_none_is_answered_with_how_a_day_looks(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["duty", "detention.release", "--on", "yesterday"]) == 2
    assert "2026-08-01" in capsys.readouterr().err
