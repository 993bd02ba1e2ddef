"""The law before and after an amendment: two entries of one code."""

from datetime import date

import pytest

from schemas.catalogue.catalogue import Catalogue
from schemas.catalogue.entries import InForce
from tests.unit.catalogue.law_folder import LawFolder, places

OFFICE = ("duties/office.yaml", "office.removal-executed")


def in_force(start: date | None, end: date | None) -> InForce:
    return InForce.model_validate({"from": start, "until": end})


def amended(law: LawFolder, *, old_until: str | None, new_from: str | None) -> LawFolder:
    """The duty twice: three days until the amendment, five days from it on."""
    old = law.row(*OFFICE)
    law.change(*OFFICE, "in_force", {"from": None, "until": old_until})
    law.add(
        OFFICE[0],
        {**old, "term": {"unit": "tauliq", "value": 5}, "in_force": {"from": new_from, "until": None}},
    )
    return law


def term_on(catalogue: Catalogue, day: date | None) -> int | None:
    duty = catalogue.duty("office.removal-executed", on=day)
    return None if duty is None else duty.term.model_dump()["value"]


def test_two_entries_of_one_code_with_disjoint_dates_are_allowed(law: LawFolder) -> None:
    assert amended(law, old_until="2026-07-01", new_from="2026-07-01").findings() == ()


@pytest.mark.parametrize(
    ("day", "days"),
    [
        pytest.param(date(1990, 1, 1), 3, id="long before"),
        pytest.param(date(2026, 6, 30), 3, id="the last day of the old law"),
        pytest.param(date(2026, 7, 1), None, id="the first day without a law"),
        pytest.param(date(2026, 7, 31), None, id="the last day without a law"),
        pytest.param(date(2026, 8, 1), 5, id="the first day of the new law"),
        pytest.param(date(2199, 1, 1), 5, id="long after"),
        pytest.param(None, 5, id="no day asked for"),
    ],
)
def test_a_day_picks_the_law_of_that_day(law: LawFolder, day: date | None, days: int | None) -> None:
    catalogue = amended(law, old_until="2026-07-01", new_from="2026-08-01").loaded()

    assert term_on(catalogue, day) == days


@pytest.mark.parametrize(
    ("old_until", "new_from"),
    [
        pytest.param("2026-07-02", "2026-07-01", id="one day too long"),
        pytest.param(None, "2026-07-01", id="the old law never ends"),
        pytest.param("2026-07-01", None, id="the new law began long ago"),
        pytest.param(None, None, id="both always"),
    ],
)
def test_overlapping_dates_are_an_error(law: LawFolder, old_until: str | None, new_from: str | None) -> None:
    findings = amended(law, old_until=old_until, new_from=new_from).findings()

    assert places(findings) == [("HB-3004", "duties/office.yaml: duty office.removal-executed: code")]


def test_both_entries_stand_under_their_code(law: LawFolder) -> None:
    catalogue = amended(law, old_until="2026-07-01", new_from="2026-07-01").loaded()

    assert len(catalogue.duties_by_code["office.removal-executed"]) == 2


def test_an_unknown_code_has_no_duty(catalogue: Catalogue) -> None:
    assert catalogue.duty("office.unheard") is None
    assert catalogue.duty("office.unheard", on=date(2026, 1, 1)) is None


JANUARY, JUNE, DECEMBER = date(2026, 1, 1), date(2026, 6, 1), date(2026, 12, 1)


@pytest.mark.parametrize(
    ("one", "other", "overlap"),
    [
        pytest.param((None, None), (None, None), True, id="always and always"),
        pytest.param((None, JUNE), (JUNE, None), False, id="one ends as the other begins"),
        pytest.param((JANUARY, JUNE), (JUNE, DECEMBER), False, id="neighbours"),
        pytest.param((JANUARY, DECEMBER), (JUNE, None), True, id="crossing"),
        pytest.param((JANUARY, None), (JUNE, DECEMBER), True, id="one inside the other"),
        pytest.param((None, JANUARY), (JUNE, DECEMBER), False, id="apart"),
    ],
)
def test_overlapping_is_mutual(
    one: tuple[date | None, date | None], other: tuple[date | None, date | None], *, overlap: bool
) -> None:
    assert in_force(*one).overlaps(in_force(*other)) is overlap
    assert in_force(*other).overlaps(in_force(*one)) is overlap


def test_the_day_of_until_is_no_longer_covered() -> None:
    span = in_force(JANUARY, JUNE)

    assert span.covers(JANUARY)
    assert span.covers(date(2026, 5, 31))
    assert not span.covers(JUNE)
    assert not span.covers(date(2025, 12, 31))
