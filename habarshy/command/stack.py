"""`habarshy stack up|down|status|logs|reset`: a real Kafka and a real PostgreSQL on this machine."""

import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

import click

from habarshy.command import helping, output, wording

if TYPE_CHECKING:
    from rich.progress import Progress

    from habarshy.stack.jars import Arrived, Jar
    from habarshy.stack.settings import Settings
    from habarshy.stack.stack import Part

SHOWN_LINES: Final = 20
STOPPED: Final = 1

command = helping.Group(
    name="stack",
    params=[helping.language_option()],
    callback=helping.help_without_command,
    invoke_without_command=True,
)


def _json() -> click.Option:
    return helping.option("--json", "as_json", key="json", is_flag=True)


@helping.command(
    "up",
    params=[
        helping.option("--brokers", key="brokers", type=click.Choice(["1", "3"])),
        helping.option("--profile", key="profile", type=click.Choice(["secured", "plaintext"])),
        helping.option("--kafka", "source", key="kafka", type=click.Choice(["packages", "testcontainers"])),
        _json(),
    ],
)
def up(*, as_json: bool, **made_of: str | None) -> None:
    from habarshy.stack import stack

    settings = settings_of_call(**made_of)
    if settings.profile == "plaintext":
        output.remark(wording.say("stack-plaintext"))
    with progress(settings) as arrived:
        stack.up(settings, datetime.now(UTC), arrived=arrived)
    show(stack.status(settings), as_json=as_json)
    if not as_json and settings.kafka is None:
        output.remark(wording.say("stack-is-up", folder=settings.home))


@helping.command("down")
def down() -> None:
    from habarshy.stack import stack

    stopped = stack.down(settings_of_call())
    output.remark(wording.say("stack-ended", names=", ".join(stopped)) if stopped else wording.say("stack-was-down"))


@helping.command("status", params=[_json()])
def status(*, as_json: bool) -> int | None:
    from habarshy.stack import stack

    parts = stack.status(settings_of_call())
    show(parts, as_json=as_json)
    return STOPPED if any(part.condition == "stopped" for part in parts) else None


@helping.command(
    "logs",
    params=[helping.option("--lines", key="lines", metavar="NUMBER", type=click.IntRange(1), default=SHOWN_LINES)],
)
def logs(*, lines: int) -> None:
    from habarshy.stack import files, stack

    for part in stack.status(settings_of_call()):
        if part.log is not None:
            output.remark(f"{part.name}: {part.log}")
            for line in files.last_lines(part.log, lines):
                click.echo(line)


@helping.command("reset", params=[helping.option("--yes", "sure", key="yes", is_flag=True)])
def reset(*, sure: bool) -> None:
    from habarshy.stack import stack
    from habarshy.stack.errors import broken

    settings = settings_of_call()
    if not sure:
        raise broken("HB-8016", home=str(settings.home))
    stack.reset(settings)
    output.remark(wording.say("stack-deleted", folder=settings.home))


for _below in (up, down, status, logs, reset):
    command.add_command(_below)


def settings_of_call(**made_of: str | None) -> "Settings":
    """What is not said is as the stack was made, and at first as it is usual."""
    from habarshy.stack import settings, state

    usual = settings.from_environment(os.environ)
    kept = state.State.read(state.state_file(usual))
    made = {} if kept is None else {"profile": kept.profile, "brokers": kept.brokers, "source": kept.source}
    said: dict[str, Any] = {name: value for name, value in made_of.items() if value is not None}
    if "brokers" in said:
        said["brokers"] = int(said["brokers"])
    return settings.from_environment(os.environ, **{**made, **said})


@contextmanager
def progress(settings: "Settings") -> "Iterator[Arrived]":
    """What the waiting is for: a bar while the jars arrive, where somebody watches, and a line for what comes after."""
    from rich.console import Console
    from rich.progress import Progress

    from habarshy.stack import jars, stack

    bar, one_at_a_time = Progress(console=Console(stderr=True), transient=True), threading.Lock()

    def arrived(_jar: jars.Jar, more: int) -> None:
        with one_at_a_time:
            if not bar.tasks:
                _begin(bar, jars.missing(settings.cache, jars.load()))
            bar.advance(bar.task_ids[0], more)
            if bar.finished and bar.tasks[0].visible:
                bar.update(bar.task_ids[0], visible=False)
                _end(bar)
                output.remark(wording.say("stack-fetched"))

    parts = stack.status(settings)
    if not parts or any(part.condition == "stopped" for part in parts):
        output.remark(wording.say("stack-starting"))
    try:
        yield arrived
    finally:
        _end(bar)


def _end(bar: "Progress") -> None:
    """One that nobody watches never began, and to end it would leave an empty line."""
    if bar.live.is_started:
        bar.stop()


def _begin(bar: "Progress", missing: "tuple[Jar, ...]") -> None:
    size = sum(jar.size for jar in missing)
    bar.add_task(wording.say("stack-jars"), total=size)
    if sys.stderr.isatty():
        bar.start()
    else:
        output.remark(wording.say("stack-fetching", number=len(missing), size=_megabytes(size)))


def _megabytes(size: int) -> str:
    return f"{size / 1_000_000:.0f} MB"


def show(parts: "tuple[Part, ...]", *, as_json: bool) -> None:
    if as_json:
        output.as_json({"servers": [_value(part) for part in parts]})
        return
    headings = [wording.say(key) for key in ("stack-server", "stack-condition", "stack-address", "stack-process")]
    rows = [
        (part.name, wording.say(f"stack-{part.condition}"), part.address or "—", str(part.number or "—"))
        for part in parts
    ]
    output.table(headings, rows)


def _value(part: "Part") -> dict[str, Any]:
    return {
        "name": part.name,
        "condition": part.condition,
        "address": part.address,
        "process": part.number,
        "log": str(part.log) if part.log else None,
    }
