"""Which command is which module, which errors give which exit code, and in which language all of it is said."""

import itertools
import os
import sys
from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Final

import click

from habarshy.command import helping, logs, wording
from habarshy.command.guessing import guess_of
from habarshy.command.wording import Language

if TYPE_CHECKING:
    from schemas.errors.tree import Finding

# Exit codes. They are documented in docs/reference/command.md and never change their meaning.
DONE: Final = 0
OBJECTIONS: Final = 1
WRONG_CALL: Final = 2
NOT_FOUND: Final = 3
FILES: Final = 4
KEPT: Final = 5
UNREACHED: Final = 6
OUR_FAULT: Final = 70

# Errors that are no objections to what was asked. Of several findings the first that stands here decides.
_EXIT_CODES: Final[Mapping[str, int]] = {
    **dict.fromkeys(("HB-2604", "HB-6010", "HB-6011", "HB-8107", "HB-8111", "HB-8217", "HB-8224"), FILES),
    **dict.fromkeys(("HB-8234", "HB-8309", "HB-8310", "HB-8415", "HB-8546", "HB-8601", "HB-8619", "HB-8709"), FILES),
    **dict.fromkeys(
        ("HB-8101", "HB-8102", "HB-8103", "HB-8211", "HB-8212", "HB-8214", "HB-8314", "HB-8409"), UNREACHED
    ),
    **dict.fromkeys(("HB-8501", "HB-8605", "HB-8606", "HB-8607", "HB-8608", "HB-8609", "HB-8610"), UNREACHED),
    **dict.fromkeys(("HB-8522", "HB-8611", "HB-8615", "HB-8616"), UNREACHED),
    **dict.fromkeys(("HB-8520",), WRONG_CALL),
    **dict.fromkeys(("HB-8523",), OUR_FAULT),
}

_LOG: Final = logs.ForAPerson()

# Each command, and the module whose `command` it is. It is imported when it is called: a person waits for it.
COMMANDS: Final[Mapping[str, str]] = {
    "tour": "tour",
    "duties": "duties",
    "duty": "duty",
    "deadline": "deadline",
    "judge": "judge",
    "facts": "facts",
    "calendar": "calendar",
    "agencies": "agencies",
    "agency": "agency",
    "bus": "bus",
    "example": "example",
    "validate": "validate",
    "schema": "schema",
    "asyncapi": "asyncapi",
    "explain": "explain",
    "topology": "topology",
    "stack": "stack",
    "sandbox": "sandbox",
    "publish": "publish",
    "spool": "spool",
    "inbox": "inbox",
    "ledger": "ledger",
    "evidence": "evidence",
    "quarantine": "quarantine",
    "operator": "operator",
    "run": "run",
    "witness": "witness",
    "verify": "verify",
    "completion": "completion",
}


class Program(helping.Group):
    """The command itself."""

    def invoke(self, ctx: click.Context) -> object:
        """Click would turn a reader that leaves early into an exit code that means something else."""
        try:
            answer = super().invoke(ctx)
            sys.stdout.flush()
        except BrokenPipeError:
            # Whoever read us has seen enough; nothing more can be written, the flush at exit included.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return DONE
        return answer

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's signature
        if cmd_name not in COMMANDS:
            return None
        command = import_module(f"habarshy.command.{COMMANDS[cmd_name]}").command
        assert isinstance(command, click.Command)  # noqa: S101 - a test holds every module to it
        return command


def program() -> Program:
    version = click.Option(
        ["--version"], is_flag=True, is_eager=True, expose_value=False, callback=_show_version, help="version"
    )
    return Program(
        name="habarshy",
        params=[helping.language_option(), version],
        no_args_is_help=False,
        invoke_without_command=True,
        callback=helping.help_without_command,
    )


def _show_version(ctx: click.Context, _: click.Parameter, value: bool) -> None:  # noqa: FBT001 - click's signature
    if value:
        from importlib.metadata import version

        click.echo(f"habarshy {version('habarshy')}")
        ctx.exit()


def run(arguments: Sequence[str]) -> int:
    """Runs one call and answers its exit code; every error is said in the caller's language, on stderr."""
    wording.use(language_of(arguments, os.environ))
    if not os.environ.get("HABARSHY_DEBUG"):
        # The bus's processes keep a log of their own; whoever imports us has his own logging, which only a command touches.
        _LOG.begin()
    try:
        answer = program().main(args=list(arguments), prog_name="habarshy", standalone_mode=False)
    except click.exceptions.Exit as leaving:
        return leaving.exit_code
    except click.ClickException as error:
        return _complain(*_call_finding(error, arguments), code=WRONG_CALL)
    except click.Abort:
        return 130
    except Exception as error:  # noqa: BLE001 - the last door: what comes here is translated or is our fault
        return _complain_of(error)
    return answer if isinstance(answer, int) else DONE


def language_of(arguments: Sequence[str], environment: Mapping[str, str]) -> Language:
    """--lang wherever it stands, else HABARSHY_LANG, else the language of the terminal, else English."""
    given = [following for argument, following in itertools.pairwise(arguments) if argument == "--lang"]
    given += [argument.removeprefix("--lang=") for argument in arguments if argument.startswith("--lang=")]
    # Of the terminal's own variables the first that is set decides, whatever it says.
    terminal = next((environment[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if environment.get(name)), "")
    wishes = [*given, environment.get("HABARSHY_LANG", ""), terminal]
    return next((language for wish in wishes if (language := wording.known(wish[:2].lower()))), "en")


def _complain_of(error: Exception) -> int:
    from schemas.errors.tree import CallError, HabarshyError

    if isinstance(error, CallError):
        return _complain_each(error.findings, otherwise=NOT_FOUND)
    if isinstance(error, HabarshyError):
        return _complain_each(error.findings, otherwise=OBJECTIONS)
    if os.environ.get("HABARSHY_DEBUG"):
        raise error
    return _complain("HB-9002", {"what": f"{type(error).__name__}: {error}"}, code=OUR_FAULT)


def _complain_each(findings: "Sequence[Finding]", *, otherwise: int) -> int:
    for finding in findings:
        click.echo(finding.sentence(wording.language()), err=True)
    return next((_EXIT_CODES[finding.code] for finding in findings if finding.code in _EXIT_CODES), otherwise)


def _complain(finding: str, particulars: dict[str, str | int], *, code: int) -> int:
    from schemas.errors.tree import Finding

    click.echo(Finding(finding, "", particulars).sentence(wording.language()), err=True)
    return code


def _call_finding(error: click.ClickException, arguments: Sequence[str]) -> tuple[str, dict[str, str | int]]:
    """What of ours click's complaint is."""
    match error:
        case click.NoSuchOption():
            guess = guess_of(error.option_name, list(error.possibilities or ()))
            return "HB-6002", {"name": error.option_name, "guess": guess}
        case click.BadOptionUsage():
            return "HB-6014", {"name": error.option_name}
        case click.MissingParameter():
            return "HB-6003", {"name": _name_of(error.param)}
        case helping.Misfit():
            return "HB-6004", {"value": error.value, "name": _option_of(error), "expected": error.expected}
        case click.BadParameter():
            choices = getattr(error.param.type, "choices", ()) if error.param else ()
            value = next((a for a in arguments if a and f"'{a}'" in error.message), "")
            expected = wording.say("one-of", choices=", ".join(map(str, choices))) if choices else ""
            return "HB-6004", {"value": value, "name": _option_of(error), "expected": expected}
        case click.UsageError() if error.ctx is not None and (unknown := _unknown_command(error, arguments)):
            group = error.ctx.command
            known = group.list_commands(error.ctx) if isinstance(group, click.Group) else []
            return "HB-6001", {"name": unknown, "guess": guess_of(unknown, known), "call": error.ctx.command_path}
        case click.UsageError() if error.ctx is not None:
            return "HB-6013", {"call": error.ctx.command_path}
        case _:
            return "HB-6013", {"call": "habarshy"}


def _name_of(param: click.Parameter | None) -> str:
    """An option by the word that a person types, an argument by the name that the help gives it."""
    match param:
        case None:
            return "?"
        case click.Option():
            return param.opts[0]
        case _:
            return param.human_readable_name


def _option_of(error: click.BadParameter) -> str:
    return error.param.opts[0] if error.param else "?"


def _unknown_command(error: click.UsageError, arguments: Sequence[str]) -> str | None:
    group = error.ctx.command if error.ctx else None
    if isinstance(group, click.Group) and error.ctx is not None:
        return next(
            (a for a in arguments if f"'{a}'" in error.message and a not in group.list_commands(error.ctx)), None
        )
    return None
