"""What `habarshy verify` shows: what nobody signs stands in no heading, and is called what it is."""

from dataclasses import replace

import orjson
import pytest

from habarshy.command import verify, wording
from habarshy.proving.proving import Proof
from tests.inbox_world import world

PROOFS = (Proof("form", "proved"), Proof("bus", "proved", "bus/relay-2026-01"), Proof("place", "unproved"))


def test_the_screen_names_the_instant_and_the_place_as_the_files_own_word(capsys: pytest.CaptureFixture[str]) -> None:
    here = world()
    raw = here.one(here.notice())

    wording.use("en")
    verify._show(replace(raw, offset=999), PROOFS, as_json=False)

    shown = capsys.readouterr().out
    assert "999" not in shown.splitlines()[0]
    assert "offset 999" in shown
    assert "NOT PROVED: nobody signs it" in shown
    assert "2026-03-06T04:05:15Z" in shown


def test_programs_find_it_apart_from_what_is_proved(capsys: pytest.CaptureFixture[str]) -> None:
    here = world()
    verify._show(here.one(here.notice()), PROOFS, as_json=True)

    said = orjson.loads(capsys.readouterr().out)
    assert "offset" not in said
    assert said["unproved"] == {"partition": 0, "offset": 0, "received_at": "2026-03-06T04:05:15Z"}
    assert [proof["verdict"] for proof in said["proofs"]] == ["proved", "proved", "unproved"]
