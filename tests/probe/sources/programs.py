"""Small real programs that stand in for the client of an issuer.

No oidc-agent runs here: it needs an account at an issuer, and a person who logs in.
"""

import sys
from pathlib import Path
from typing import Any

from tokenlint.probe.sources.command import CommandSource, read_command


def program(folder: Path, body: str) -> str:
    """A command line, up to its arguments, that runs this Python."""
    file = folder / "client.py"
    file.write_text(body)
    return f"'{sys.executable}' -I '{file}'"


def printing(folder: Path, text: str, *, code: int = 0) -> str:
    """A program that prints what a file holds, and notes in another one that it was called."""
    held, calls = folder / "printed.txt", folder / "calls.txt"
    held.write_text(text)
    return program(
        folder,
        "import sys\n"
        f"with open({str(calls)!r}, 'a') as calls: calls.write('called\\n')\n"
        f"sys.stdout.write(open({str(held)!r}).read())\n"
        f"sys.exit({code})\n",
    )


def called(folder: Path) -> int:
    """How often it was called."""
    calls = folder / "calls.txt"
    return len(calls.read_text().splitlines()) if calls.exists() else 0


def source(command: str, **more: Any) -> CommandSource:
    given = {"seconds": 20.0} | more
    return CommandSource(read_command(f"{command} {{scope}} {{audience}} {{lifetime}}"), **given)
