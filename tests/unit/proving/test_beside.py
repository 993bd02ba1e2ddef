"""A line of `inbox --json` holds the opened body in clear: whoever changes it there does not get it proved."""

from pathlib import Path
from typing import Any

import orjson

from consumers.inbox.reading import Reader
from consumers.inbox.received import Reading
from consumers.inbox.records import RawRecord
from habarshy.command import inbox_values
from habarshy.proving import beside, files
from habarshy.proving.proving import Proof
from schemas.catalogue import loading
from services.directory_log.state import LogState
from tests.inbox_world import NETWORK, World, world


def read(here: World, raw: RawRecord, *, with_keys: bool = True) -> Reading:
    state = LogState(directory=here.state.directory, bus_keys=here.state.bus_keys)
    openers = here.reader().openers if with_keys else ()
    return Reader(NETWORK, here.recipient, openers, loading.load()).read(raw, state)


def line_of(here: World, raw: RawRecord) -> dict[str, Any]:
    said: dict[str, Any] = orjson.loads(orjson.dumps(inbox_values.value(raw, read(here, raw))))
    return said


def codes(proof: Proof | None) -> tuple[str | None, list[tuple[str, str]]]:
    return (proof.verdict, [(f.code, f.where) for f in proof.findings]) if proof else (None, [])


def test_a_whole_line_is_compared_with_what_its_record_holds() -> None:
    here = world()
    raw = here.one(here.notice())
    assert codes(beside.compared(line_of(here, raw), read(here, raw))) == ("proved", [])


def test_a_changed_clear_body_is_refuted() -> None:
    here = world()
    raw = here.one(here.notice())
    said = line_of(here, raw)
    said["body"]["protocol_number_and_time"]["number"] = "115"
    assert codes(beside.compared(said, read(here, raw))) == ("refuted", [("HB-8554", "/body")])


def test_a_changed_clear_envelope_is_refuted_by_whoever_has_no_key() -> None:
    here = world()
    raw = here.one(here.notice())
    said = line_of(here, raw)
    said["envelope"]["territory"] = "711110000"
    found = beside.compared(said, read(here, raw, with_keys=False))
    assert codes(found) == ("refuted", [("HB-8554", "/envelope")])


def test_without_a_key_the_clear_body_is_not_looked_at_and_that_is_said() -> None:
    here = world()
    raw = here.one(here.notice())
    found = beside.compared(line_of(here, raw), read(here, raw, with_keys=False))
    assert codes(found) == ("not-looked-at", [("HB-8555", "/body")])


def test_a_record_that_is_written_alone_has_nothing_beside_it(tmp_path: Path) -> None:
    here = world()
    raw = here.one(here.notice())
    files.save(tmp_path / "record.json", [raw])
    again, said = files.with_what_is_beside((tmp_path / "record.json").read_bytes(), "record.json")
    assert (again, beside.compared(said, read(here, again))) == (raw, None)
