"""The reference of the command line, from the commands themselves."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import click

from scripts.markdown import fence, page, table
from tokenlint.cli.app import group

FILE = "docs/reference/command-line.md"
WIDTH = 78
EXIT_CODES = [
    ["0", "Nothing at or above `--fail-on` (default: medium)."],
    ["1", "Findings at or above `--fail-on`."],
    ["2", "The command line or the configuration is wrong."],
    ["3", "Nothing to check: no file that tokenlint knows, or no token found."],
    ["4", "The analysis is incomplete: something could not be read or judged. Never a pass."],
]


def command_page(root: Path) -> Mapping[str, str]:
    """One page with the help text of each command, and the exit codes."""
    _ = root
    parts = [f"## `{name}`\n\n{fence(text, 'text')}" for name, text in _helps(group, "tokenlint")]
    codes = f"## Exit codes\n\n{table(['code', 'meaning'], EXIT_CODES)}"
    return {FILE: page("Command line", "A token is never an argument.", *parts, codes)}


def _helps(command: click.Command, name: str) -> Iterator[tuple[str, str]]:
    settings = {**group.context_settings, "terminal_width": WIDTH, "max_content_width": WIDTH}
    context = click.Context(command, info_name=name, **settings)
    yield name, command.get_help(context)
    if isinstance(command, click.Group):
        for each in command.list_commands(context):
            found = command.get_command(context, each)
            if found is not None:
                yield from _helps(found, f"{name} {each}")
