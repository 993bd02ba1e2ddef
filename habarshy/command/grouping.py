"""A group that is also a call of its own: `habarshy calendar 2026` beside `habarshy calendar diff`."""

import itertools
from typing import Any

import click

from habarshy.command import helping


class CallOrCommand(helping.Group):
    """A group whose own call, where it names none of its commands, is another command's."""

    own: click.Command
    valued: tuple[str, ...] = ("--lang",)
    """The options of the own call after which a value stands."""

    def make_context(
        self,
        info_name: str | None,
        args: list[str],
        parent: click.Context | None = None,
        **extra: Any,  # noqa: ANN401 - click's signature
    ) -> click.Context:
        words = [word for before, word in itertools.pairwise(["", *args]) if before not in self.valued]
        words = [word for word in words if word[:1] != "-"]
        if words and words[0] in self.commands:
            return super().make_context(info_name, args, parent, **extra)
        return self.own.make_context(info_name, args, parent, **extra)
