"""A mistyped territory does not make a message unlawful: it goes to the overseer and counts, and its sender is told aloud."""

from dataclasses import replace
from pathlib import Path

import pytest

from producers.outbox.drafting import About
from schemas.errors.tree import Finding
from schemas.texts import LANGUAGES, Language
from tests.unit.outbox.saying import alert, notice, somewhere
from tests.unit.outbox.test_packing import HERE, packed, readers
from tests.unit.outbox.world import POLICE, Bench

HOME, SLIP, ELSEWHERE = "751310000", "571310000", "991999999"


def doubts(about: About) -> list[tuple[str, str]]:
    return [(doubt.code, doubt.where) for doubt in packed(notice(), about).doubts]


def at(territory: str) -> About:
    return replace(HERE, territory=territory)


def test_a_territory_that_the_directory_knows_raises_no_doubt() -> None:
    assert (doubts(at(HOME)), doubts(HERE)) == ([], [])


def test_a_mistyped_territory_is_doubted_with_its_field_its_role_and_what_was_perhaps_meant() -> None:
    made = packed(notice(), at(SLIP))
    strange, unheld = made.doubts
    assert (strange.code, strange.where, HOME in strange.near) == ("HB-8316", "/territory", True)
    assert (unheld.code, unheld.where, HOME in unheld.near) == ("HB-8315", "/territory", True)
    assert unheld.particulars == {"role": "prosecutor", "overseer": readers(made)[0][1]}


def test_of_a_territory_that_is_like_none_nothing_is_guessed() -> None:
    assert [doubt.near for doubt in packed(notice(), at(ELSEWHERE)).doubts] == [(), ()]


def test_a_smaller_place_is_doubted_and_goes_to_whoever_is_responsible_above_it() -> None:
    made = packed(notice(), at("751310100"))
    assert [doubt.code for doubt in made.doubts] == ["HB-8316"]
    assert readers(made) == [("prosecutor", "prosecutor-bostandyk")]


def test_a_mistyped_agency_is_doubted_where_it_is_named() -> None:
    about = replace(HERE, parties={"prosecutor": "prosecutor-bostandik"})
    (doubt,) = packed(notice(), about).doubts
    assert (doubt.code, doubt.where, doubt.near[0]) == ("HB-8315", "/parties/prosecutor", "prosecutor-bostandyk")


def test_a_fact_that_nobody_reads_is_doubted_for_its_territory() -> None:
    assert [d.code for d in packed(alert(), at(SLIP), agency=POLICE).doubts] == ["HB-8316"]


async def test_whoever_sends_hears_the_doubts_with_the_answer(tmp_path: Path) -> None:
    async with Bench(tmp_path).outbox() as outbox:
        answer = await outbox.send(notice(), replace(somewhere(outbox), territory=SLIP))
    assert [doubt.code for doubt in answer.doubts] == ["HB-8316", "HB-8315"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_doubt_names_the_role_the_overseer_and_the_near_territories(language: Language) -> None:
    unheld: Finding = packed(notice(), at(SLIP)).doubts[1]
    said = unheld.sentence(language)
    assert all(word in said for word in ("/territory", "prosecutor", str(unheld.particulars["overseer"]), HOME))
