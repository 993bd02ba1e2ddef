"""The batch as a process: it answers before its caller has said everything, and fails only where it cannot read at all."""

import os
import subprocess
import sys

import orjson

BATCH = (sys.executable, "-m", "habarshy", "deadline", "--batch")
ASKED = b'{"id": "a", "term": {"unit": "hours", "value": 1}, "event": "2024-01-01T00:00:00Z"}\n'
ANSWERED = {"id": "a", "deadline": "2024-01-01T01:00:00Z", "basis": "law", "provisional": False}


def test_a_line_is_answered_while_the_caller_still_holds_the_stream_open() -> None:
    with subprocess.Popen(BATCH, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as running:
        assert running.stdin is not None
        assert running.stdout is not None
        for _ in range(3):
            running.stdin.write(ASKED)
            running.stdin.flush()
            # Blocks for ever where the answer waits for more questions; the suite's own limit would end it.
            assert orjson.loads(running.stdout.readline()) == ANSWERED
        running.stdin.close()
        assert running.stdout.read() == b""
    assert running.returncode == 0


def test_a_stream_that_cannot_be_read_is_an_error_of_files() -> None:
    unreadable = os.open(os.devnull, os.O_WRONLY)
    environment = {**os.environ, "HABARSHY_LANG": "en"}
    came = subprocess.run(BATCH, stdin=unreadable, capture_output=True, env=environment, check=False)
    os.close(unreadable)

    assert (came.returncode, came.stdout) == (4, b"")
    assert came.stderr.startswith(b"HB-6010: - cannot be read: ")


def test_no_stream_at_all_is_an_error_of_files() -> None:
    came = subprocess.run(["/bin/sh", "-c", f"{' '.join(BATCH)} <&-"], capture_output=True, check=False)

    assert (came.returncode, came.stdout) == (4, b"")
    assert b"HB-6010" in came.stderr


def test_a_reader_that_leaves_early_is_no_error() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "wb") as closed:
        came = subprocess.run(BATCH, input=ASKED * 10, stdout=closed, stderr=subprocess.PIPE, check=False)

    assert (came.returncode, came.stderr) == (0, b"")
