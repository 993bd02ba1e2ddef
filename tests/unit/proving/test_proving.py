"""What a record in a file proves, and what no record can be made to prove."""

import base64
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import orjson
import pytest

from consumers.inbox.records import RawRecord
from habarshy.proving import files, log, proving
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

    assert verdicts(here.one(here.notice()), here) == ["proved", "proved", "proved", "unproved"]


def test_what_the_bus_made_has_no_sender_to_prove() -> None:
    here = world()

    assert verdicts(here.one(here.from_bus("bus-accepts-the-notice-of-a-detention")), here) == [
        "proved",
        "proved",
        "none",
        "unproved",
    ]


def test_changed_bytes_are_refuted_and_nothing_is_built_on_them() -> None:
    here = world()
    raw = here.one(here.notice())
    body_changed = replace(raw, value=(raw.value or b"")[:-2] + b"x}")

    assert verdicts(body_changed, here) == ["refuted", *["not-looked-at"] * 3]


def test_a_record_of_another_inbox_was_not_delivered_here() -> None:
    here = world()
    raw = here.one(here.notice())

    assert verdicts(replace(raw, topic="inbox.agency-b"), here) == ["proved", "refuted", *["not-looked-at"] * 2]


def test_another_bus_proves_nothing_here() -> None:
    here = world()

    assert verdicts(here.one(here.notice()), here, network="another") == ["proved", "refuted", *["not-looked-at"] * 2]


def test_the_instant_and_the_place_that_a_file_names_are_never_proved() -> None:
    """A key that has ended is refuted by the instant that the file names; whoever edits it may make any of it."""
    here = world()
    raw = here.one(here.notice())
    late = replace(raw, appended_at=inbox_world.UNTIL + timedelta(days=1))
    edited = replace(late, appended_at=raw.appended_at, partition=7, offset=999_999)

    assert verdicts(late, here) == ["proved", "refuted", "not-looked-at", "not-looked-at"]
    assert verdicts(edited, here)[-1] == "unproved"


class LogOnTheWire:
    """A consumer that has the log; asked beyond its end it would never be done."""

    def __init__(self, records: list[RawRecord]) -> None:
        self._records, self._position = records, 0

    async def end_offsets(self, partitions: list[object]) -> dict[object, int]:
        return {partition: len(self._records) for partition in partitions}

    async def position(self, _partition: object) -> int:
        return self._position

    async def getmany(self, timeout_ms: int) -> dict[str, list[object]]:
        assert self._position < len(self._records), f"asked again beyond the end, for {timeout_ms} ms"
        one = self._records[self._position]
        self._position += 1
        instant = int(one.appended_at.timestamp() * 1000)
        return {
            "reference": [SimpleNamespace(**{name: getattr(one, name) for name in _SAME}, timestamp=instant)],
        }


_SAME = ("topic", "partition", "offset", "key", "value", "headers")


@pytest.mark.parametrize("entries", [0, 1, 3])
async def test_a_log_on_the_wire_is_read_to_its_end_and_an_empty_one_has_an_end_too(entries: int) -> None:
    here = world()
    records = here.delivered(*(here.notice() for _ in range(entries))) if entries else []

    assert await log._until_the_end(LogOnTheWire(records)) == records


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
