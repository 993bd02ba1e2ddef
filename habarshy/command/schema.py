"""`habarshy schema export DIR`: the contract as JSON Schema."""

from pathlib import Path

import click

from habarshy.command import files, helping, output, wording
from schemas.errors.tree import CallError, Finding


def _lang_was_read_before(lang: str | None) -> None:
    """The language is taken from the arguments before anything is parsed."""


command = helping.Group(
    name="schema", params=[helping.language_option()], callback=_lang_was_read_before, no_args_is_help=True
)


@helping.command("export", params=[helping.argument("folder", type=click.Path(path_type=Path, file_okay=False))])
def export(*, folder: Path) -> None:
    from schemas import exporting

    exported = exporting.files()
    try:
        for name, content in exported.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
    except OSError as error:
        raise CallError(Finding("HB-6011", "", {"name": str(folder), "what": files.reason(error)})) from error
    output.remark(wording.say("exported", number=len(exported), folder=folder))


command.add_command(export)
