"""A server outlives who started it, and is known by the lock it holds: never by a process number, which may be anybody's."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from habarshy.stack import servers, waiting
from habarshy.stack.errors import StackError
from habarshy.stack.servers import Server

SLEEPS = ["/bin/sleep", "60"]
DEAF = [
    sys.executable,
    "-c",
    "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('deaf', flush=True); signal.pause()",
]


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    made = Server("one", lock=tmp_path / "lock", output=tmp_path / "out")
    yield made
    made.stop(0)


def test_a_server_that_was_never_started_does_not_run(server: Server) -> None:
    assert (server.runs(), server.number(), server.stop()) == (False, None, False)


def test_a_started_server_runs_under_its_number(server: Server) -> None:
    assert server.start(SLEEPS)

    number = server.number()
    assert server.runs()
    assert number is not None
    os.kill(number, 0)


def test_it_is_started_once(server: Server) -> None:
    server.start(SLEEPS)
    number = server.number()

    assert not server.start(SLEEPS)
    assert server.number() == number


def test_it_outlives_the_process_that_started_it(server: Server) -> None:
    program = (
        "import sys; from pathlib import Path; from habarshy.stack.servers import Server;"
        f"Server('one', lock=Path({str(server.lock)!r}), output=Path({str(server.output)!r})).start({SLEEPS!r})"
    )
    subprocess.run([sys.executable, "-c", program], check=True)

    assert server.runs()
    assert os.getsid(server.number() or 0) != os.getsid(0)


def test_a_stopped_server_is_gone(server: Server) -> None:
    server.start(SLEEPS)

    assert server.stop()
    assert (server.runs(), server.number()) == (False, None)


def test_a_server_that_does_not_listen_is_killed(server: Server) -> None:
    server.start(DEAF)
    waiting.until(lambda: server.output.exists() and "deaf" in server.output.read_text(), seconds=10)

    assert server.stop(0.2)
    assert not server.runs()


def test_a_server_that_was_killed_is_seen_to_be_gone(server: Server) -> None:
    server.start(SLEEPS)
    os.kill(server.number() or 0, signal.SIGKILL)

    assert waiting.until(lambda: not server.runs(), seconds=10)
    assert server.start(SLEEPS)


def test_a_stranger_with_the_number_of_a_dead_server_is_left_alone(server: Server) -> None:
    with subprocess.Popen(SLEEPS) as stranger:
        server.lock.write_text(f"{stranger.pid}\n")

        assert (server.runs(), server.number(), server.stop()) == (False, None, False)
        assert stranger.poll() is None
        stranger.kill()


def test_a_program_that_is_not_there_leaves_a_word_and_no_server(server: Server) -> None:
    server.start(["/no/such/program"])

    assert waiting.until(lambda: not server.runs(), seconds=10)
    assert "/no/such/program" in server.output.read_text()


def test_a_server_is_told_nothing_of_its_callers_environment(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HABARSHY_KAFKA_PASSWORD", "secret")
    server.start(["/usr/bin/env"])

    assert waiting.until(lambda: not server.runs(), seconds=10)
    said = server.output.read_text()
    assert "LC_ALL=C.UTF-8" in said
    assert "secret" not in said


def test_a_program_that_does_not_end_in_time_is_ended_and_called_so(tmp_path: Path) -> None:
    with pytest.raises(StackError, match="HB-8007: The server one did not answer within 0 seconds"):
        servers.finished("one", SLEEPS, seconds=0.1, log=tmp_path / "one.log")


def test_a_program_that_ends_answers_whatever_it_came_to(tmp_path: Path) -> None:
    answer = servers.finished("one", ["/bin/sh", "-c", "echo said; exit 3"], seconds=60, log=tmp_path / "one.log")

    assert (answer.returncode, answer.stdout) == (3, "said\n")
