"""What a record in a file proves, and what no record can be made to prove."""

import base64
from dataclasses import replace
from pathlib import Path
from typing import Any

import orjson
import pytest

from consumers.inbox.records import RawRecord
from habarshy.proving import files, proving
from schemas.catalogue import loading
from schemas.errors.tree import WireError
from services.directory_log.state import LogState
from tests import inbox_world
from tests.inbox_world import NETWORK, World, world


def verdicts(raw: RawRecord, of: World, *, network: str = NETWORK) -> list[str]:
    state = LogState(directory=of.state.directory, bus_keys=of.state.bus_keys)
    return [proof.verdict for proof in proving.prove(raw, state, network=network, catalogue=loading.load())]


def test_a_notice_proves_its_form_its_delivery_and_its_sender_without_being_opened() -> None:
    here = world()

    assert verdicts(here.one(here.notice()), here) == ["proved", "proved", "proved"]


def test_what_the_bus_made_has_no_sender_to_prove() -> None:
    here = world()

    assert verdicts(here.one(here.from_bus("bus-accepts-the-notice-of-a-detention")), here) == [
        "proved",
        "proved",
        "none",
    ]


def test_changed_bytes_are_refuted_and_nothing_is_built_on_them() -> None:
    here = world()
    raw = here.one(here.notice())
    body_changed = replace(raw, value=(raw.value or b"")[:-2] + b"x}")

    assert verdicts(body_changed, here) == ["refuted", "not-looked-at", "not-looked-at"]


def test_a_record_of_another_inbox_was_not_delivered_here() -> None:
    here = world()
    raw = here.one(here.notice())

    assert verdicts(replace(raw, topic="inbox.agency-b"), here) == ["proved", "refuted", "not-looked-at"]


def test_another_bus_proves_nothing_here() -> None:
    here = world()

    assert verdicts(here.one(here.notice()), here, network="another") == ["proved", "refuted", "not-looked-at"]


def _document(raw: RawRecord) -> dict[str, Any]:
    return {
        "topic": raw.topic,
        "partition": raw.partition,
        "offset": raw.offset,
        "received_at": raw.appended_at.isoformat(),
        "key": base64.b64encode(raw.key or b"").decode(),
        "value": base64.b64encode(raw.value or b"").decode(),
        "headers": [[name, base64.b64encode(value or b"").decode()] for name, value in raw.headers],
    }


@pytest.mark.parametrize("whole", [True, False])
def test_a_file_holds_the_record_alone_or_the_whole_document_of_an_inbox(whole: bool) -> None:  # noqa: FBT001 - a row of the table
    here = inbox_world.world()
    raw = here.one(here.notice())
    said = {"record": _document(raw), "proved": True} if whole else _document(raw)

    assert files.record(orjson.dumps(said), "x.json") == raw


@pytest.mark.parametrize("content", [b"", b"[]", b"{}", b'{"topic": 1}', b"\xff", b'{"record": null}'])
def test_what_is_no_record_is_refused_by_the_name_of_its_file(content: bytes) -> None:
    with pytest.raises(WireError, match=r"HB-8507: letter.json is not a file of one record"):
        files.record(content, "letter.json")


def test_a_saved_log_comes_back_as_it_was(tmp_path: Path) -> None:
    here = world()
    records = here.delivered(here.notice(), here.notice())

    files.save(tmp_path / "log.jsonl", records)

    assert files.saved(tmp_path / "log.jsonl") == records
