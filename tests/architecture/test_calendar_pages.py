"""The pages about the calendar say what the calendar, its files and its command say."""

import doctest
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import get_args

import pytest

from schemas.calendar import loading
from schemas.calendar.override import Override
from services.law.calendar import Kind
from tests.architecture import source
from tests.architecture.test_docs import flat

REFERENCE = (source.ROOT / "docs" / "reference" / "calendar.md").read_text(encoding="utf-8")
HOW_TO = (source.ROOT / "docs" / "how-to" / "override-the-calendar.md").read_text(encoding="utf-8")


def blocks(kind: str) -> list[str]:
    return re.findall(rf"^```{kind}\n(.*?)^```", HOW_TO, re.MULTILINE | re.DOTALL)


def first_cells(heading: str, page: str = REFERENCE) -> list[str]:
    """The words in the first column of the table under a heading."""
    table = page.split(f"## {heading}\n")[1].split("\n## ", maxsplit=1)[0]
    return re.findall(r"^\| `(.+?)` \|", table, re.MULTILINE)


@pytest.mark.parametrize("shown", blocks("text"), ids=lambda block: block.splitlines()[0])
def test_the_file_of_the_page_changes_what_the_page_shows(shown: str, tmp_path: Path) -> None:
    (file,) = blocks("yaml")
    (tmp_path / "example.yaml").write_text(file, encoding="utf-8")
    command, _, expected = shown.removeprefix("$ ").partition("\n")
    environment = os.environ | {"HABARSHY_LANG": "en"}

    answer = subprocess.run(
        [str(Path(sys.executable).parent / "habarshy"), *command.split()[1:]],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )

    said = flat(answer.stdout + answer.stderr)
    assert answer.returncode == 0, said
    assert doctest.OutputChecker().check_output(flat(expected), said, doctest.ELLIPSIS), said


def test_the_table_of_years_is_that_of_the_data() -> None:
    said = re.findall(r"^\| (\d{4}) \| complete \| `(\w+)` \|$", REFERENCE, re.MULTILINE)

    complete = [year for year in loading.load().years if year.complete]
    assert said == [(str(year.year), act) for year in complete for act in {transfer.act for transfer in year.transfers}]


def test_every_kind_of_day_has_its_row_in_the_order_in_which_they_decide() -> None:
    assert first_cells("What a day can be") == list(get_args(Kind))


def test_every_field_of_an_override_has_its_row() -> None:
    assert first_cells("An override file") == list(Override.model_fields)


def test_every_act_that_we_name_is_told_on_the_page() -> None:
    assert [act.code for act in loading.load().acts if f"`{act.code}`" not in REFERENCE] == []


def test_every_code_of_the_calendar_is_told_on_the_page() -> None:
    registry = (source.ROOT / "schemas" / "errors" / "registry.yaml").read_text(encoding="utf-8")
    codes = set(re.findall(r"^- code: (HB-51\d\d)", registry, re.MULTILINE))
    command = (source.ROOT / "docs" / "reference" / "command.md").read_text(encoding="utf-8")

    assert codes == set(re.findall(r"HB-51\d\d", REFERENCE + command))
