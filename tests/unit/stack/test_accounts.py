"""Where we are root, PostgreSQL runs as another account, which must be able to enter what it needs."""

import os
from pathlib import Path

import pytest

from habarshy.stack.accounts import Account

STRANGER = Account("nobody", user=os.getuid() + 1, group=os.getgid() + 1)
OWNER = Account("owner", user=os.getuid(), group=os.getgid())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "a" / "b"
    made.mkdir(parents=True)
    return made


def enters(account: Account, folder: Path, modes: tuple[int, int]) -> bool:
    """Looks at two folders only: those above are pytest's."""
    for place, mode in zip((folder.parent, folder), modes, strict=True):
        place.chmod(mode)
    answer = all(account._enters(place) for place in (folder, folder.parent))
    folder.parent.chmod(0o700)
    return answer


@pytest.mark.parametrize(
    ("modes", "enters_it"),
    [((0o711, 0o711), True), ((0o755, 0o700), False), ((0o700, 0o755), False), ((0o744, 0o755), False)],
)
def test_a_stranger_enters_where_everybody_may(modes: tuple[int, int], enters_it: bool, folder: Path) -> None:  # noqa: FBT001 - what is expected
    assert enters(STRANGER, folder, modes) is enters_it


def test_an_owner_enters_what_is_his_alone(folder: Path) -> None:
    assert enters(OWNER, folder, (0o700, 0o700))


def test_a_path_is_reached_only_through_all_above_it(folder: Path) -> None:
    folder.parent.chmod(0o700)

    assert not STRANGER.reaches(folder)
