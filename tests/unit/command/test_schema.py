"""`habarshy schema export DIR`: the contract as JSON Schema."""

from pathlib import Path

import pytest

from habarshy.command import program
from schemas import packaged
from tests.unit.command.terminal import Terminal

EXPORTED = packaged.ROOT / "exported"


def contents(folder: Path) -> dict[str, bytes]:
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*.json")}


def test_the_files_are_those_that_ship(habarshy: Terminal, tmp_path: Path) -> None:
    folder = tmp_path / "new" / "folder"

    answer = habarshy("schema", "export", str(folder), "--lang", "ru")

    assert (answer.exit_code, answer.out) == (0, "")
    assert answer.err == f"Записано файлов: {len(contents(EXPORTED))}, папка {folder}.\n"
    assert contents(folder) == contents(EXPORTED) != {}


@pytest.mark.parametrize(("where", "language"), [("file", "kk"), ("file/below", "ru")], ids=str)
def test_a_folder_that_cannot_be_written_is_named(
    where: str, language: str, habarshy: Terminal, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("in the way")

    answer = habarshy("schema", "export", str(tmp_path / where), "--lang", language)

    assert (answer.exit_code, answer.out) == (program.FILES, "")
    assert answer.err.startswith("HB-6011: ")
    assert str(tmp_path / where) in answer.err
    assert (tmp_path / "file").read_text() == "in the way"
