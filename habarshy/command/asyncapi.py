"""`habarshy asyncapi export`: the contract for programs as AsyncAPI, for people as a page."""

from pathlib import Path
from typing import Any

import click

from habarshy.command import files, helping, output, wording
from schemas.errors.tree import CallError, Finding

command = helping.Group(
    name="asyncapi",
    params=[helping.language_option()],
    callback=helping.help_without_command,
    invoke_without_command=True,
)


class _File(click.Path):
    """A name that ends with a slash means a folder, and a file of that name is not what was meant."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:  # noqa: ANN401 - as click has it
        if str(value).endswith("/"):
            what = wording.say("file-is-folder")
            raise CallError(Finding("HB-6011", "", {"name": str(value), "what": what}))
        return super().convert(value, param, ctx)


_FILE = _File(path_type=Path)


@helping.command(
    "export",
    params=[
        helping.option("--output", "document_file", key="asyncapi-output", metavar="FILE", type=_FILE),
        helping.option("--html", "page", key="asyncapi-html", metavar="FILE", type=_FILE),
    ],
    words="asyncapi-export",
)
def export(*, document_file: Path | None, page: Path | None) -> None:
    from schemas.asyncapi import document

    said = _document()
    if page is not None:
        from habarshy.contract_page import page as contract_page

        _write(page, contract_page.written(said, language=wording.language()), said)
    if document_file is not None:
        _write(document_file, document.written(said), said)
    if document_file is None and page is None:
        click.echo(document.written(said), nl=False)


def _document() -> dict[str, Any]:
    from importlib.metadata import version

    from schemas.asyncapi import document
    from schemas.catalogue import loading
    from schemas.permissions import model

    return document.document(loading.load(), model.load(), version=version("habarshy"))


def _write(file: Path, content: bytes, said: dict[str, Any]) -> None:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    except OSError as error:
        raise CallError(Finding("HB-6011", "", {"name": str(file), "what": files.reason(error)})) from error
    messages = sum(not key.endswith(".delivered") for key in said["components"]["messages"])
    output.remark(wording.say("asyncapi-written", messages=messages, file=file))


command.add_command(export)
