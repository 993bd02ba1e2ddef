"""`habarshy asyncapi export`: the contract for programs, and the page for people."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from habarshy.command import program
from schemas import exporting
from tests.unit.command.terminal import Terminal


def test_the_document_goes_to_the_standard_output(habarshy: Terminal) -> None:
    answer = habarshy("asyncapi", "export")

    assert (answer.exit_code, answer.err) == (0, "")
    assert answer.document["asyncapi"] == "3.0.0"
    assert "receipt.v1" in answer.document["components"]["messages"]


def test_both_are_written_into_files_and_the_output_stays_empty(habarshy: Terminal, tmp_path: Path) -> None:
    document, page = tmp_path / "new" / "contract.json", tmp_path / "contract.html"

    answer = habarshy("asyncapi", "export", "--output", str(document), "--html", str(page), "--lang", "ru")

    assert (answer.exit_code, answer.out) == (0, "")
    assert answer.err.splitlines()[1] == f"Записано сообщений: {len(exporting.schemas())}, файл {document}."
    assert document.read_text(encoding="utf-8") == habarshy("asyncapi", "export").out
    assert page.read_text(encoding="utf-8").startswith('<!DOCTYPE html>\n<html lang="ru"')


def test_a_page_alone_is_written_alone(habarshy: Terminal, tmp_path: Path) -> None:
    answer = habarshy("asyncapi", "export", "--html", str(tmp_path / "contract.html"))

    assert (answer.exit_code, answer.out) == (0, "")
    assert [file.name for file in tmp_path.iterdir()] == ["contract.html"]


@pytest.mark.parametrize(("option", "language"), [("--output", "kk"), ("--html", "ru")])
def test_a_file_that_cannot_be_written_is_named(option: str, language: str, habarshy: Terminal, tmp_path: Path) -> None:
    answer = habarshy("asyncapi", "export", option, str(tmp_path), "--lang", language)

    assert (answer.exit_code, answer.out) == (program.FILES, "")
    assert answer.err.startswith("HB-6011: ")
    assert str(tmp_path) in answer.err


def test_a_folder_that_is_not_there_is_no_file_of_that_name(habarshy: Terminal, tmp_path: Path) -> None:
    answer = habarshy("asyncapi", "export", "--output", f"{tmp_path}/contract/")
    assert (answer.exit_code, "HB-6011" in answer.err, list(tmp_path.iterdir())) == (program.FILES, True, [])


def test_two_processes_write_the_same_bytes() -> None:
    """Sets have another order in each process, unless somebody sorted them."""
    call = [sys.executable, "-m", "habarshy", "asyncapi", "export"]
    written = [
        subprocess.run(call, env=os.environ | {"PYTHONHASHSEED": seed}, capture_output=True, check=True).stdout
        for seed in ("1", "2")
    ]
    assert written[0] == written[1] != b""
