"""A file is written whole or not at all, and what the disk objects to is said with its remedy."""

import errno
import stat
from pathlib import Path

import pytest

from habarshy.stack import files
from habarshy.stack.errors import StackError


def test_a_file_is_for_its_owner_alone(tmp_path: Path) -> None:
    files.write(tmp_path / "below" / "secret", "said")

    assert (tmp_path / "below" / "secret").read_text() == "said"
    assert stat.S_IMODE((tmp_path / "below" / "secret").stat().st_mode) == 0o600


def test_a_file_is_replaced_and_nothing_is_left_beside_it(tmp_path: Path) -> None:
    files.write(tmp_path / "state", "before, and longer")
    files.write(tmp_path / "state", "after")

    assert (tmp_path / "state").read_text() == "after"
    assert [path.name for path in tmp_path.iterdir()] == ["state"]


@pytest.mark.parametrize(
    ("number", "code"),
    [(errno.ENOSPC, "HB-8005"), (errno.EDQUOT, "HB-8005"), (errno.EACCES, "HB-8004"), (errno.EROFS, "HB-8004")],
)
def test_what_the_disk_objects_to_is_said_in_our_words(number: int, code: str, tmp_path: Path) -> None:
    with pytest.raises(StackError) as refused, files.writing_in(tmp_path):
        raise OSError(number, "said by the system")

    assert [(f.code, f.particulars) for f in refused.value.findings] == [(code, {"path": str(tmp_path)})]


def test_another_error_of_the_system_is_not_explained_away(tmp_path: Path) -> None:
    with pytest.raises(TimeoutError), files.writing_in(tmp_path):
        raise TimeoutError(errno.ETIMEDOUT, "said by the system")


def test_a_full_disk_is_noticed_when_a_file_is_written() -> None:
    with pytest.raises(StackError, match="HB-8005"), files.writing_in(Path("/dev")):
        Path("/dev/full").write_text("said")


def test_a_folder_below_a_file_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    with pytest.raises(StackError, match="HB-8004"):
        files.write(tmp_path / "file" / "below", "said")


def test_the_end_of_a_log_is_its_last_lines(tmp_path: Path) -> None:
    (tmp_path / "log").write_text("".join(f"line {n}\n" for n in range(10_000)))

    assert files.last_lines(tmp_path / "log", 2) == ["line 9998", "line 9999"]
    assert files.last_lines(tmp_path / "none", 2) == []
