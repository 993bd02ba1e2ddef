"""A stack makes itself at home in its own folder alone, and what is deleted leaves nothing behind that nobody finds again."""

import fcntl
import stat
from datetime import UTC, datetime
from pathlib import Path

import pytest

from habarshy.stack import layout, settings, stack
from habarshy.stack.errors import StackError
from habarshy.stack.settings import Settings
from habarshy.stack.state import State, state_file


def of(home: Path) -> Settings:
    return Settings(home=home, cache=home.parent / "cache")


@pytest.fixture
def strangers(tmp_path: Path) -> Path:
    folder = tmp_path / "work"
    folder.mkdir(mode=0o700)
    (folder / "thesis.txt").write_text("years of work")
    return folder


def test_a_folder_that_holds_no_stack_is_never_deleted(strangers: Path) -> None:
    with pytest.raises(StackError, match="HB-8018"):
        stack.reset(of(strangers))

    assert [path.name for path in strangers.iterdir()] == ["thesis.txt"]


def test_no_stack_is_made_among_the_files_of_somebody_else(strangers: Path) -> None:
    with pytest.raises(StackError, match="HB-8018"):
        stack.up(of(strangers), datetime.now(UTC))

    assert [path.name for path in strangers.iterdir()] == ["thesis.txt"]
    assert stat.S_IMODE(strangers.stat().st_mode) == 0o700


def test_another_programs_file_of_the_same_name_makes_no_stack_of_a_folder(strangers: Path) -> None:
    (strangers / "state.json").write_text('{"version": 4, "resources": []}')

    with pytest.raises(StackError, match="HB-8008"):
        stack.reset(of(strangers))
    assert (strangers / "thesis.txt").exists()


@pytest.mark.parametrize("there", [True, False])
def test_an_empty_folder_or_none_is_nothing_to_be_asked_about(there: bool, tmp_path: Path) -> None:  # noqa: FBT001 - a row of the table
    home = tmp_path / "stack"
    if there:
        home.mkdir()

    stack.reset(of(home))

    assert not home.exists()


def test_a_bus_that_runs_beside_the_servers_is_ended_before_its_folder_goes(tmp_path: Path) -> None:
    here = of(tmp_path / "stack")
    State(profile="plaintext", brokers=1, source="packages").write(state_file(here))
    bus = layout.bus(here)
    bus.start(["/bin/sleep", "60"])

    with bus.lock.open("rb") as lock:
        stack.reset(here)

        assert not here.home.exists()
        # Nobody else holds it any more, although no name leads to it.
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)


@pytest.mark.parametrize("name", ["HABARSHY_KAFKA_CA", "HABARSHY_KAFKA_PASSWORD"])
def test_a_login_without_a_user_is_refused_and_not_taken_for_plaintext(name: str) -> None:
    with pytest.raises(StackError, match=rf"HB-8019: {name} is given"):
        settings.from_environment({"HABARSHY_KAFKA": "kafka.example:9093", name: "x"})
