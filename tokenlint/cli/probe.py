"""`tokenlint probe`: does a service enforce what the profile says? Also `issuer` and `diff`."""

from importlib import import_module

import click

_COMMANDS = {"issuer": "probe_issuer", "diff": "probe_diff"}  # name -> module
_RUN = "run"
_HELP = frozenset({"-h", "--help"})


class _Probe(click.Group):
    """A group whose first word may be a URL: what is no command is probed."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [_RUN, *_COMMANDS]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name == _RUN:
            from tokenlint.cli.probe_run import run

            return run
        if cmd_name not in _COMMANDS:
            return None
        module = import_module(f"tokenlint.cli.{_COMMANDS[cmd_name]}")
        command: click.Command = module.command
        return command

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        known = {_RUN, *_COMMANDS, *_HELP}
        if args and args[0] not in known:
            args = [_RUN, *args]
        return super().parse_args(ctx, args)


@click.group(name="probe", cls=_Probe)
def command() -> None:
    """Ask a service, with tokens that should and should not work, and look at what it did.

    `tokenlint probe URL...` is short for `tokenlint probe run URL...`.
    """
