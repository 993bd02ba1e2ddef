"""What a body says lies nowhere in the spool: not as it is, and in none of the forms that bytes are written in."""

import base64
from pathlib import Path

import pytest

from tests.security import canaries
from tests.unit.outbox.saying import notice, somewhere
from tests.unit.outbox.world import Bench


@pytest.mark.parametrize("before", ["", "a", "ab"])
def test_the_search_finds_what_is_written_in_base64_wherever_it_begins(before: str, tmp_path: Path) -> None:
    canary, file = canaries.fresh(), tmp_path / "file"
    file.write_bytes(base64.b64encode(f'{before}{{"number":"{canary.word}"}}'.encode()))

    assert canaries.found(canary, [file])


async def test_no_body_lies_in_the_spool_in_any_form(tmp_path: Path) -> None:
    canary = canaries.fresh()
    async with Bench(tmp_path).outbox() as outbox:
        await outbox.send(notice(canary.word), somewhere(outbox))
        assert found_in(tmp_path, canary) == set()
    assert found_in(tmp_path, canary) == set()


def found_in(folder: Path, canary: canaries.Canary) -> set[str]:
    files = sorted(folder.iterdir())
    assert folder / "spool.sqlite3" in files
    return canaries.found(canary, files)
