"""Start-up: how long a person or a hook waits before anything is judged."""

import sys
from functools import partial
from pathlib import Path

from benchmarks.made_up import tokens
from benchmarks.measure import Cost, in_turn, process, row, title

_RUNS = 15
_MOST_RATIO = 2.5
_MOST_MILLISECONDS = 300


def run(folder: Path) -> None:
    """Bare Python, `--version`, and one token from end to end."""
    title("Start-up (median of 15 runs in turn)")
    file = folder / "one.jwt"
    line = next(tokens(1, 1)).decode()
    file.write_text(line.partition('"token": "')[2].rstrip('"}'))
    tool = str(Path(sys.executable).with_name("tokenlint"))
    commands = {
        "bare": [sys.executable, "-c", "pass"],
        "version": [tool, "--version"],
        "token": [tool, "token", str(file), "--no-config"],
    }
    seconds = in_turn(_RUNS, {name: partial(_seconds, c) for name, c in commands.items()})
    ratio = seconds["version"] / seconds["bare"]
    more = 1000 * (seconds["token"] - seconds["version"])
    row("python -c pass", f"{1000 * seconds['bare']:.1f} ms")
    row("tokenlint --version", f"{1000 * seconds['version']:.1f} ms")
    row("  ratio to bare Python", f"{ratio:.2f}", f"<= {_MOST_RATIO}", met=ratio <= _MOST_RATIO)
    row("tokenlint token FILE", f"{1000 * seconds['token']:.1f} ms")
    goal = f"<= {_MOST_MILLISECONDS} ms"
    row("  more than --version", f"{more:.0f} ms", goal, met=more <= _MOST_MILLISECONDS)


def _seconds(command: list[str]) -> float:
    cost: Cost = process(command)
    if cost.exit_code:
        raise SystemExit(f"{command} ended with {cost.exit_code}")
    return cost.seconds
