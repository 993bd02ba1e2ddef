"""What a test run leaves behind when it is killed is ended by the next, whatever signal it ignores."""

import fcntl
from pathlib import Path

from habarshy.stack.servers import Server
from tests import stack as runs


def test_a_bus_that_a_killed_run_left_is_ended_with_its_folder(tmp_path: Path) -> None:
    run = tmp_path / "run"
    bus = Server("bus", lock=run / "one" / "bus.lock", output=run / "one" / "bus.log")
    bus.start(["/bin/sleep", "60"])

    with bus.lock.open("rb") as lock:
        runs.end_run(run)

        assert not run.exists()
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)


def test_what_cannot_be_ended_keeps_its_folder_and_is_found_again(tmp_path: Path) -> None:
    run = tmp_path / "run"
    for name in ("one", "two"):
        (run / name).mkdir(parents=True)
    (run / "one" / "bus.lock").write_text("")
    (run / "two" / "state.json").write_text("damaged")

    runs.end_run(run)

    assert [path.name for path in run.iterdir()] == ["two"]
