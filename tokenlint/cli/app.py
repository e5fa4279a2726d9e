"""The command group: each command's module is imported only when the command is used."""

import os
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

import click

from tokenlint import __version__
from tokenlint.errors import TokenlintError

_COMMANDS = {
    "check": "Lint workflow declarations, inventories and token files.",
    "token": "Decode, place and lint one credential.",
    "scan": "Find and judge all credentials in logs, dumps and archives.",
    "audit": "Access logs beside token facts: what was allowed, what was never used.",
    "least": "The least token for a workflow or for observed operations, with its proof.",
    "fix": "Repair what has one right text, proved before it is written.",
    "baseline": "Findings that were known before: write, show and prune them.",
    "frontier": "The price of a lifetime: load, work lost in an outage, exposure.",
    "compare": "Put credentials, needs and references in order, with proofs.",
    "can": "What a credential lets its bearer do at a service, and why.",
    "probe": "Ask a service with tokens that should and should not work; judge by what it did.",
    "explain": "What a rule means, why it matters and what to write instead.",
    "rules": "The catalogue of rules; test a site's own.",
    "schema": "The published JSON Schemas.",
}

_LONGEST = 32  # letters of a word that is shown; a token is longer


class _LazyGroup(click.Group):
    """Knows its commands by name, so that `--help` imports none of them."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        command: click.Command = import_module(f"tokenlint.cli.{cmd_name}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(_COMMANDS.items()))

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in _COMMANDS and not args[0].startswith("-"):
            ctx.fail(f"no such command {_shown(args[0])}{_meant(args[0])}")
        return super().resolve_command(ctx, args)


def _meant(word: str) -> str:
    from difflib import get_close_matches

    close = get_close_matches(word, _COMMANDS, 1)
    return f", did you mean {close[0]!r}?" if close else f"; there are {', '.join(_COMMANDS)}"


def _shown(word: str) -> str:
    """A word of the command line as it may be shown: a token pasted there is not repeated."""
    return repr(word) if len(word) <= _LONGEST else "(a long word; a token never goes there)"


@click.group(
    cls=_LazyGroup,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Exit codes: 0 clean, 1 findings, 2 usage, 3 nothing to check, 4 incomplete.",
)
@click.version_option(__version__, message="tokenlint %(version)s")
def group() -> None:
    """How far does a grid credential reach: where, what, and for how long?

    tokenlint reads captured tokens and declared workflows, places them in token-trust space
    and reports what is more than the work needs, with a proof, a fix and a source.
    It works offline and never prints a usable token.
    """


def run(arguments: Sequence[str]) -> int:
    """Run one command line and return its exit code; messages go to standard error."""
    try:
        result = group.main(list(arguments), prog_name="tokenlint", standalone_mode=False)
        sys.stdout.flush()
    except click.ClickException as error:
        _refuse(error)
        return 2
    except click.Abort:
        return interrupted()
    except TokenlintError as error:
        _show(error)
        return error.exit_code
    except (BrokenPipeError, SystemExit):  # click exits by itself when its own output breaks
        return _closed_pipe()
    except Exception as error:  # noqa: BLE001 - Python would exit with 1, which means findings
        return _crashed(error)
    return result if isinstance(result, int) else 0


def interrupted() -> int:
    """Somebody pressed Ctrl-C: what was judged until then is not reported."""
    _say("tokenlint: interrupted; the analysis is incomplete")
    return 4


def _say(text: str) -> None:
    """To standard error, line by line as it may be shown: paths and options may hold a token."""
    from tokenlint.report.escape import visible

    click.echo("\n".join(map(visible, text.splitlines())), err=True)


def _refuse(error: click.ClickException) -> None:
    """What click says of a slip of the pen; like click, with the usage of the command."""
    context = getattr(error, "ctx", None)
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        error.show()
        return
    if context is not None:
        _say(f"{context.get_usage()}\nTry '{context.command_path} --help' for help.\n\n")
    _say(f"Error: {error.format_message()}")


def _show(error: TokenlintError) -> None:
    place = f"{error.source}: " if error.source else ""
    _say(f"tokenlint: {place}{error.reason}")
    for problem in getattr(error, "problems", ()):
        _say(f"  {problem.source}: {problem.reason}")
        if problem.advice:
            _say(f"    {problem.advice}")
    if error.advice:
        _say(f"  {error.advice}")


def _crashed(error: Exception) -> int:
    """Says where, and not what: the message of an error may hold a part of the input."""
    from traceback import extract_tb

    if isinstance(error.__cause__, KeyboardInterrupt):  # in the midst of making a class
        return interrupted()
    kind = type(error).__name__
    _say(f"tokenlint: internal error: {kind}; the analysis is incomplete")
    for frame in extract_tb(error.__traceback__):
        _say(f"  {Path(frame.filename).name}:{frame.lineno} {frame.name}")
    _say("  please report these lines; no input is in them")
    return 4


def _closed_pipe() -> int:
    """The reader went away (`| head`): nothing more can be said, and that is no crash."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 4
