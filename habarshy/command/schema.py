"""`habarshy schema export DIR`: the contract as JSON Schema."""

from pathlib import Path

import click

from habarshy.command import files, helping, output, wording
from schemas.errors.tree import CallError, Finding

command = helping.Group(
    name="schema",
    params=[helping.language_option()],
    callback=helping.help_without_command,
    invoke_without_command=True,
)


@helping.command("export", params=[helping.argument("folder", type=click.Path(path_type=Path))])
def export(*, folder: Path) -> None:
    from schemas import exporting

    try:
        folder.mkdir(parents=True, exist_ok=True)
        exported = exporting.files()
        for name, content in exported.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
    except OSError as error:
        raise CallError(Finding("HB-6011", "", {"name": str(folder), "what": files.reason(error)})) from error
    output.remark(wording.say("exported", number=len(exported), folder=folder))


command.add_command(export)
