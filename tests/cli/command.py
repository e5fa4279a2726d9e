"""The command line, in this process by click's runner, or as a program of its own."""

import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result

from tests.conftest import ROOT
from tests.judging import Scripted
from tokenlint.cli.app import run
from tokenlint.policy import engine
from tokenlint.policy.engine import Engine

AT = "2026-11-20T12:00:00Z"
USUAL = ("--no-config", "--at", AT)


class _Program(click.Command):
    """What the entry point runs, as a command that the runner can invoke."""

    def main(self, args: Sequence[str] | None = None, *_: Any, **__: Any) -> Any:
        sys.exit(run(list(args or ())))


def tokenlint(*arguments: str | Path, stdin: bytes | str = b"", **environ: str) -> Result:
    """Run one command line in this process."""
    runner = CliRunner(env=environ)
    return runner.invoke(_Program("tokenlint"), [str(each) for each in arguments], input=stdin)


def program(
    *arguments: str | Path,
    stdin: bytes = b"",
    environ: Mapping[str, str] | None = None,
    **more: Any,
) -> subprocess.CompletedProcess[bytes]:
    """Run one command line as a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "tokenlint", *map(str, arguments)],
        input=stdin,
        capture_output=True,
        check=False,
        timeout=120,
        env={**_environment(), **(environ or {})},
        cwd=more.get("cwd", ROOT),
    )


def _environment() -> dict[str, str]:
    import os

    return {**os.environ, "PYTHONPATH": str(ROOT)}


def use(patch: pytest.MonkeyPatch, scripted: Scripted) -> Scripted:
    """Let the commands of this test be answered by a scripted engine, which takes no time."""
    patch.setattr("tokenlint.cli.options.open_engine", lambda *_, **__: scripted)
    assert engine.open_engine
    return scripted


def use_running(patch: pytest.MonkeyPatch, running: Engine) -> Scripted:
    """Let them be answered by an engine that was started before and stays when they end.

    Its policies are the shipped ones, whatever the command line says.
    """
    return use(patch, Scripted(lambda document: running.evaluate([document])[0]))
