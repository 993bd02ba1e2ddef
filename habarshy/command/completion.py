"""`habarshy completion SHELL`: the script by which a shell completes our words."""

import click
from click.shell_completion import get_completion_class

from habarshy.command import helping, program


@helping.command("completion", params=[helping.argument("shell", type=click.Choice(("bash", "zsh", "fish")))])
def command(*, shell: str) -> None:
    made_by = get_completion_class(shell)
    assert made_by is not None  # noqa: S101 - click knows the three shells that the argument allows
    click.echo(made_by(program.program(), {}, "habarshy", "_HABARSHY_COMPLETE").source())
