"""How a screen is written: tables and sheets for people, JSON for programs, on stdout; talk on stderr."""

import os
import sys
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, Final, Literal

import click

from habarshy.command import wording

if TYPE_CHECKING:
    from pydantic import BaseModel
    from rich.console import Console

    from schemas.errors.tree import Finding

PIPED_WIDTH: Final = 200
"""The width of a table that is piped into another program; what is longer is folded within its column."""

NARROW: Final = 140
NARROW_COLUMNS: Final = 2
"""A table of more columns than this is not set on a screen narrower than that."""

Row = tuple[str, str | Sequence[str] | None]


def console() -> "Console":
    from rich.console import Console

    class Plain(Console):
        """Rich's console, which would leave with an exit code of its own when nobody reads on."""

        def on_broken_pipe(self) -> None:
            raise BrokenPipeError

        def print(self, *objects: Any, **how: Any) -> None:  # noqa: ANN401 - as the library has it
            """Columns are filled up with blanks for a screen; whoever is piped to gets none at the ends of lines."""
            if terminal:
                super().print(*objects, **how)
                return
            with self.capture() as captured:
                super().print(*objects, **how)
            click.echo("\n".join(line.rstrip() for line in captured.get().split("\n")), nl=False)

    terminal = sys.stdout.isatty()
    colours: Literal["auto"] | None = None if os.environ.get("NO_COLOR") else "auto"
    return Plain(
        width=None if terminal else PIPED_WIDTH, color_system=colours, highlight=False, markup=False, emoji=False
    )


def as_json(value: Any) -> None:  # noqa: ANN401 - whatever JSON can say
    """One document, indented, keys in the order of the models."""
    import orjson

    click.echo(orjson.dumps(value, option=orjson.OPT_INDENT_2).decode())


def as_lines(values: Iterable[Any]) -> None:
    import orjson

    for value in values:
        click.echo(orjson.dumps(value).decode())


def documents(values: Sequence[Any], *, shape: str, name: str, head: dict[str, Any]) -> None:
    """A list for a program: one document with the list under its name, or a line for each."""
    if shape == "jsonl":
        as_lines(values)
    else:
        as_json({**head, name: values})


def entries(models: "Sequence[BaseModel]", *, shape: str, name: str, head: dict[str, Any]) -> None:
    documents([model.model_dump(mode="json", by_alias=True) for model in models], shape=shape, name=name, head=head)


def finding(said: "Finding") -> dict[str, str]:
    """For a program, with the sentences in the caller's language."""
    language = wording.language()
    meaning, remedy = said.meaning(language), said.remedy(language)
    return {"code": said.code, "where": said.where, "meaning": meaning, "remedy": remedy}


def table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Columns where they fit; on a narrow screen one card for each row."""
    if not rows:
        remark(wording.say("nothing-found"))
        return
    out = console()
    if len(headings) > NARROW_COLUMNS and out.width < NARROW:
        _cards(out, headings, rows)
        return
    from rich.table import Table

    grid = Table(box=None, pad_edge=False, show_header=any(headings), header_style="bold", padding=(0, 2, 0, 0))
    for number, heading in enumerate(headings):
        grid.add_column(heading, no_wrap=number == 0, overflow="fold")
    for row in rows:
        grid.add_row(*row)
    out.print(grid)


def _cards(out: "Console", headings: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    from rich.padding import Padding
    from rich.text import Text

    for first, second, *others in rows:
        out.print(Text(first, style="bold"))
        out.print(Padding(second, (0, 0, 0, 2)))
        for heading_of, other in zip(headings[2:], others, strict=True):
            if other:
                out.print(Padding(f"{heading_of}: {', '.join(other.splitlines())}", (0, 0, 0, 2)))


def sheet(title: str, rows: Iterable[Row]) -> None:
    """One thing, whole: a title, and names with their values; a value that is a list is written line by line."""
    from rich.padding import Padding
    from rich.table import Table
    from rich.text import Text

    out = console()
    out.print(Text(title, style="bold"))
    grid = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
    grid.add_column(style="cyan", max_width=26)
    grid.add_column(overflow="fold")
    for name, value in rows:
        if value:
            grid.add_row(name, value if isinstance(value, str) else "\n".join(value))
    out.print(Padding(grid, (0, 0, 0, 2), expand=False))


def heading(text: str) -> None:
    from rich.text import Text

    console().print(Text("\n" + text, style="bold"))


def remark(text: str) -> None:
    """What is said about the output, not in it."""
    click.echo(text, err=True)
