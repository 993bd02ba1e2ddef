"""A group that is also a call of its own: `habarshy calendar 2026` beside `habarshy calendar diff`."""

import itertools
from typing import Any

import click

from habarshy.command import helping


class CallOrCommand(helping.Group):
    """A group whose own call, where it names none of its commands, is another command's."""

    own: helping.Translated
    valued: tuple[str, ...] = ("--lang",)
    """The options of the own call after which a value stands."""

    def answered_by(self, own: helping.Translated) -> None:
        """Its help names the commands of the group: whoever asks for help finds them there."""
        self.own, own.beside = own, self
        options = [param for param in own.params if isinstance(param, click.Option) and not param.is_flag]
        self.valued = tuple(name for option in options for name in option.opts)

    @property
    def _own_takes_words(self) -> bool:
        return any(isinstance(param, click.Argument) for param in self.own.params)

    def make_context(
        self,
        info_name: str | None,
        args: list[str],
        parent: click.Context | None = None,
        **extra: Any,  # noqa: ANN401 - click's signature
    ) -> click.Context:
        words = [word for before, word in itertools.pairwise(["", *args]) if before not in self.valued]
        words = [word for word in words if word[:1] != "-"]
        if words and (words[0] in self.commands or not self._own_takes_words):
            return super().make_context(info_name, args, parent, **extra)
        return self.own.make_context(info_name, args, parent, **extra)
