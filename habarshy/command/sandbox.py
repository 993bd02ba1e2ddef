"""`habarshy sandbox up|down|status`: a whole bus on this machine, to try it out."""

import os
from typing import TYPE_CHECKING, Final

import click

from habarshy.command import helping, output, wording

if TYPE_CHECKING:
    from habarshy.sandbox.sandbox import Sandbox, Stage

STOPPED: Final = 1
# A message that anybody can send at once, and the two agencies that it concerns.
EXAMPLE: Final = "prosecutor-told-of-a-detention"
SENDER: Final = "investigation-bostandyk"
RECIPIENT: Final = "prosecutor-bostandyk"

command = helping.Group(
    name="sandbox",
    params=[helping.language_option()],
    callback=helping.help_without_command,
    invoke_without_command=True,
)


def _ids() -> tuple[str, ...]:
    from schemas.directory import loading

    return loading.sample().ids


@helping.command("up", words="sandbox-up", params=[helping.argument("agency", nargs=-1, required=False, complete=_ids)])
def up(*, agency: tuple[str, ...]) -> None:
    from habarshy.command import tour
    from habarshy.command.stack import progress

    sandbox = _sandbox()
    with progress(sandbox.settings) as arrived:
        profiles = sandbox.up(agency, os.environ, arrived=arrived)
    output.remark(wording.say("sandbox-is-up", number=len(profiles), folder=sandbox.settings.home))
    if {SENDER, RECIPIENT} <= profiles.keys():
        output.remark(wording.say("sandbox-try"))
        called = tour.how_it_was_called()
        click.echo(f"  {called} example {EXAMPLE} | {called} publish - --profile {sandbox.profile(SENDER)}")
        click.echo(f"  {called} inbox --profile {sandbox.profile(RECIPIENT)}")


@helping.command("down", words="sandbox-down")
def down() -> None:
    ended = _sandbox().down()
    output.remark(wording.say("stack-ended", names=", ".join(ended)) if ended else wording.say("stack-was-down"))


@helping.command(
    "status", words="sandbox-status", params=[helping.option("--json", "as_json", key="json", is_flag=True)]
)
def status(*, as_json: bool) -> int | None:
    from habarshy.command.stack import show

    parts = _sandbox().status()
    show(parts, as_json=as_json)
    return STOPPED if any(part.condition == "stopped" for part in parts) else None


for _below in (up, down, status):
    command.add_command(_below)


def _say_begun(stage: "Stage", number: int) -> None:
    output.remark(wording.say(f"sandbox-{stage}", number=number))


def _sandbox() -> "Sandbox":
    from habarshy.command import alarming, enrolling, stack
    from habarshy.sandbox.sandbox import Sandbox

    enrolling.check_tools()
    return Sandbox(stack.settings_of_call(), alarming.shown, _say_begun)
