"""Workflow files: time and memory for 1,000 workflows, and how time grows up to 10,000."""

import sys
from pathlib import Path

from benchmarks.made_up import workflows
from benchmarks.measure import Cost, exponent, process, row, title

_SIZES = (100, 316, 1000, 3162, 10_000)
_MOST_SECONDS = 10
_MOST_MEBIBYTES = 300
_RUNS = 3


def run(folder: Path) -> None:
    """Lint files of growing size with the command, as whole processes."""
    title("Workflow files (tokenlint check FILE, whole process, median of 3)")
    costs = {size: _cost(folder, size) for size in _SIZES}
    for size, cost in costs.items():
        row(f"{size:,} workflows", f"{cost.seconds:.2f} s", f"{cost.mebibytes:.0f} MiB")
    thousand = costs[1000]
    goal = f"< {_MOST_SECONDS} s"
    row("  1,000 workflows: time", f"{thousand.seconds:.2f} s", goal, met=thousand.seconds < 10)
    goal = f"< {_MOST_MEBIBYTES} MB"
    row("  1,000 workflows: memory", f"{thousand.mebibytes:.0f} MiB", goal,
        met=thousand.mebibytes * 1.048576 < _MOST_MEBIBYTES)  # fmt: skip
    base = process([_tool(), "--version"]).seconds
    slope = exponent(_SIZES, [max(cost.seconds - base, 1e-3) for cost in costs.values()])
    row("  growth from 100 to 10,000: exponent", f"{slope:.2f}", "1 is linear")


def _cost(folder: Path, size: int) -> Cost:
    file = folder / f"{size}.yaml"
    file.write_text(workflows(size))
    output = folder / f"{size}.json"
    command = [_tool(), "check", str(file), "--no-config", "--format", f"json={output}"]
    costs = sorted((process(command) for _ in range(_RUNS)), key=lambda cost: cost.seconds)
    if costs[0].exit_code != 1:
        raise SystemExit(f"{command} ended with {costs[0].exit_code}, findings were expected")
    return costs[_RUNS // 2]


def _tool() -> str:
    return str(Path(sys.executable).with_name("tokenlint"))
