"""`make bench`: what a message and a deadline cost, and how long a person waits for the command. Ratios hold on any machine; figures are this one's."""

import platform
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import orjson

from benchmarks import deadlines, judging, measuring
from schemas import contract
from schemas.catalogue import loading
from schemas.codec import canonical, record
from schemas.codec.record import Record, Signature
from schemas.examples import reading
from schemas.messages import registry

BIN = Path(sys.executable).parent


def main() -> None:
    print(
        f"Python {platform.python_version()}, {platform.machine()}; medians of {measuring.ROUNDS} rounds of {measuring.CALLS} calls, in turn\n"
    )
    for name in ("detention-protocol-drawn-at-night", "prosecutor-told-of-a-detention"):
        measuring.table(
            f"A message: {name}", measuring.per_call(message_work(name)), "µs", base="plain JSON, read and written"
        )
    measuring.table("A deadline", measuring.per_call(deadlines.work()), "µs", base="plain JSON, read and written")
    measuring.table(
        "A verdict", measuring.per_call(judging.work(), calls=judging.CALLS), "µs", base="plain JSON, read and written"
    )
    measuring.table("The command, whole process", per_process(), "ms", base="Python alone")
    # In a process of its own: it starts servers, and has its own way to be told to end.
    subprocess.run([sys.executable, "-m", "benchmarks.core", "--short"], check=True)


def message_work(name: str) -> Mapping[str, Callable[[], object]]:
    """What is done to a message, beside what the JSON library alone takes for the same bytes."""
    made = as_record(name)
    catalogue = loading.load()
    return {
        "plain JSON, read and written": lambda: orjson.dumps(
            orjson.loads(made.envelope_line), option=orjson.OPT_SORT_KEYS
        ),
        "encode the envelope": lambda: canonical.encode(made.envelope),
        "decode the envelope, check its form": lambda: registry.read_envelope(made.envelope_line),
        "decode the record, key, headers and body": lambda: record.decode(
            key=made.key, value=made.value, headers=made.headers
        ),
        "check against the catalogue": lambda: contract.findings(made.envelope, catalogue),
    }


def as_record(name: str) -> Record:
    example = reading.example(name)
    body = sealed() if example.body is not None else b""
    raw = example.envelope
    if body:
        raw = raw | {"seal": raw["seal"] | {"body_digest": record.digest(body)}}
    signature = Signature("A" * 86 + "==", raw["sender"] + "/sign-2026-01")
    return record.encode(registry.read_envelope(orjson.dumps(raw, option=orjson.OPT_SORT_KEYS)), body, signature)


def sealed() -> bytes:
    """A body line of the size that a short notice has."""
    wrap = {
        "agency": "prosecutor-bostandyk",
        "encapsulated": "A" * 43 + "=",
        "key": "prosecutor-bostandyk/seal-2026-01",
        "wrapped": "A" * 63 + "=",
    }
    return orjson.dumps(
        {"ciphertext": "A" * 1200, "nonce": "A" * 16, "wraps": [wrap, wrap]}, option=orjson.OPT_SORT_KEYS
    )


def per_process() -> dict[str, float]:
    """Milliseconds for a whole process."""
    commands = {
        "Python alone": [sys.executable, "-c", "pass"],
        "Python with pydantic, click and rich": [
            sys.executable,
            "-c",
            "import click, orjson, rich.table; from pydantic import BaseModel",
        ],
        "habarshy --version": [str(BIN / "habarshy"), "--version"],
        "habarshy --help": [str(BIN / "habarshy"), "--help"],
        "habarshy explain HB-2104": [str(BIN / "habarshy"), "explain", "HB-2104"],
        "habarshy duties": [str(BIN / "habarshy"), "duties"],
        "habarshy duty detention.prosecutor-notice": [str(BIN / "habarshy"), "duty", "detention.prosecutor-notice"],
    }
    rounds: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(measuring.ROUNDS):
        for name, command in commands.items():
            started = time.perf_counter()
            subprocess.run(command, capture_output=True, check=True)
            rounds[name].append((time.perf_counter() - started) * 1e3)
    return {name: statistics.median(times) for name, times in rounds.items()}


if __name__ == "__main__":
    main()
