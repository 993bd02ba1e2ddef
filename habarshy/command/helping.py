"""Help in three languages: click's own, with our words in place of its English ones."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, ClassVar, NoReturn, TypeVar

import click
from click.shell_completion import CompletionItem

from habarshy.command import wording
from habarshy.command.guessing import guess_of

T = TypeVar("T")


def language_option() -> click.Option:
    return click.Option(["--lang"], type=click.Choice(wording.LANGUAGES), help="lang", expose_value=True)


class Translated(click.Command):
    """A command whose help texts are keys of wording.py."""

    words = ""
    """By which its words are found, where another command has the same name."""
    beside: "Group | None" = None
    """The group whose own call this is."""

    @property
    def key(self) -> str:
        return self.words or self.name or ""

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        formatter.write_usage(
            ctx.command_path, " ".join(self.collect_usage_pieces(ctx)), prefix=wording.say("usage") + " "
        )

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        pieces = super().collect_usage_pieces(ctx)
        return [_translated_piece(piece) for piece in pieces if piece != "[ARGS]..."]

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - click's signature
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(wording.say(f"help-{self.key}"))

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        rows = [
            record
            for parameter in self.get_params(ctx)
            if isinstance(parameter, click.Option) and (record := parameter.get_help_record(ctx))
        ]
        if rows:
            with formatter.section(wording.say("options")):
                formatter.write_dl([(names, wording.say(f"option-{_key(text)}")) for names, text in rows])

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        if self.beside is not None:
            self.beside.format_commands(ctx, formatter)
        if wording.exists(f"epilog-{ctx.info_name}"):
            formatter.write_paragraph()
            formatter.write_text(wording.say(f"epilog-{ctx.info_name}"))

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Options with their help in the caller's language, where click would show our keys."""
        items = super().shell_complete(ctx, incomplete)
        return [CompletionItem(item.value, item.type, help=_help_of(item.help)) for item in items]

    def get_short_help_str(self, limit: int = 45) -> str:  # noqa: ARG002 - click's signature; our short texts are short
        return wording.say(f"short-{self.key}")

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = "help"
        return option


def _help_of(key: str | None) -> str | None:
    return wording.say(f"option-{key}") if key and wording.exists(f"option-{key}") else key


def _key(text: str) -> str:
    """The help of an option is its key; click adds what it finds noteworthy in brackets behind it."""
    return text.split("  [", maxsplit=1)[0].strip()


def _translated_piece(piece: str) -> str:
    """Click's own words for options and subcommands in a usage line, in the caller's language."""
    if "COMMAND" in piece:
        return wording.say("command-piece")
    return piece.replace("OPTIONS", wording.say("options-piece"))


class Group(Translated, click.Group):
    """A group whose list of commands is translated as well."""

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        Translated.format_options(self, ctx, formatter)
        self.format_commands(ctx, formatter)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section(wording.say("commands")):
            formatter.write_dl([(name, wording.say(f"short-{self._key_of(name)}")) for name in self.list_commands(ctx)])

    def _key_of(self, name: str) -> str:
        """The program's own commands are not imported for it: each has its words under its name."""
        below = self.commands.get(name)
        return below.key if isinstance(below, Translated) else name


def command(
    name: str, *, params: Sequence[click.Parameter] = (), words: str = ""
) -> Callable[[Callable[..., int | None]], Translated]:
    """Makes a function a command that understands --lang."""

    def made(function: Callable[..., int | None]) -> Translated:
        def call(*, lang: str | None, **given: Any) -> int | None:  # noqa: ANN401, ARG001 - click passes what the params say; lang was read before
            return function(**given)

        translated = Translated(name=name, callback=call, params=[*params, language_option()])
        translated.words = words
        return translated

    return made


class Option(click.Option):
    """An option whose kind of value is named in the caller's language."""

    def make_metavar(self, ctx: click.Context) -> str:
        shown = super().make_metavar(ctx)
        return wording.say(f"metavar-{shown.lower()}") if wording.exists(f"metavar-{shown.lower()}") else shown


class Argument(click.Argument):
    """An argument that is named in the caller's language."""

    @property
    def human_readable_name(self) -> str:
        return wording.say(f"metavar-{self.name}")

    def make_metavar(self, ctx: click.Context) -> str:  # noqa: ARG002 - click's signature
        name = wording.say(f"metavar-{self.name}") + ("..." if self.nargs < 0 else "")
        return name if self.required else f"[{name}]"


def option(*names: str, key: str, **more: Any) -> click.Option:  # noqa: ANN401 - passed on to click
    return Option(list(names), help=key, **more)


def _completing(
    known: Callable[[], Sequence[str]],
) -> Callable[[click.Context, click.Parameter, str], list[str | CompletionItem]]:
    """Completes from what there is, read only when the shell asks."""

    def completions(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[str | CompletionItem]:
        return [value for value in known() if value.startswith(incomplete)]

    return completions


def known_option(name: str, known: Callable[[], Sequence[str]], *, key: str, **more: Any) -> click.Option:  # noqa: ANN401 - passed on to click
    """An option whose values are those that there are; the shell completes them."""
    names = [name, more.pop("dest")] if "dest" in more else [name]
    return Option(names, help=key, callback=one_of(known), shell_complete=_completing(known), **more)


def argument(name: str, *, complete: Callable[[], Sequence[str]] | None = None, **more: Any) -> click.Argument:  # noqa: ANN401 - passed on to click
    """An argument; the shell completes it from what exists."""
    return Argument([name], shell_complete=_completing(complete) if complete else None, **more)


def output_options() -> list[click.Parameter]:
    """One parameter, shape: json, jsonl, or None for people."""
    return [option(f"--{shape}", "shape", key=shape, flag_value=shape) for shape in ("json", "jsonl")]


class Misfit(click.BadParameter):
    """The value of an option is of no use; expected is a sentence that says what is."""

    def __init__(self, value: str, param: click.Parameter | None, expected: str) -> None:
        super().__init__(value, param=param)
        self.value, self.expected = value, expected


def one_of(known: Callable[[], Sequence[str]]) -> Callable[[click.Context, click.Parameter, str | None], str | None]:
    """Checks a value against what the catalogue knows, read only when the option is used."""

    def check(_ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
        if value is not None and value not in (values := known()):
            raise Misfit(value, param, guess_of(value, values) or wording.say("one-of", choices=", ".join(values)))
        return value

    return check


def kato(_ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    if value is not None and not (value.isdigit() and len(value) == len("750000000")):
        raise Misfit(value, param, wording.say("nine-digits"))
    return value


class Readable(click.ParamType[T]):
    """What is read from one word of the call."""

    expected: ClassVar[str]
    """The key of the sentence that says what would do in its place."""

    def read(self, text: str) -> T:
        """ValueError where it cannot be read."""
        raise NotImplementedError

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> T:  # noqa: ARG002 - click's signature
        try:
            return self.read(str(value))
        except ValueError:
            raise Misfit(str(value), param, wording.say(self.expected)) from None


class InstantType(Readable[datetime]):
    """An instant with its zone, or a day, which begins in Kazakhstan."""

    name = "instant"
    expected = "an-instant"

    def read(self, text: str) -> datetime:
        from schemas.fields import COUNTRY

        instant = datetime.fromisoformat(text)
        return instant if instant.tzinfo else instant.replace(tzinfo=COUNTRY)


def help_without_command(lang: str | None) -> None:  # noqa: ARG001 - it was read from the arguments before anything was parsed
    """What a group does by itself: where no command of it is named, it shows its help."""
    context = click.get_current_context()
    if context.invoked_subcommand is None:
        click.echo(context.get_help())


def parameter(name: str) -> click.Parameter:
    """The parameter of that name of the command that is called."""
    return next(param for param in click.get_current_context().command.params if param.name == name)


def missing(name: str) -> NoReturn:
    raise click.MissingParameter(ctx=click.get_current_context(), param=parameter(name))
