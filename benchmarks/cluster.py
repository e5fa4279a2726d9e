"""A scan on a Dask cluster of two processes, against the same scan by two processes alone."""

import json
import subprocess
import sys
from pathlib import Path

from benchmarks.made_up import captured
from benchmarks.measure import in_turn, process, row, title

_COUNT = 1_000_000
_SHAPES = 100
_WORKERS = 2
_RUNS = 2
_LEAST_RATIO = 0.8


def run(folder: Path) -> None:
    """Scan a log of a million tokens with `--workers 2`, and on a cluster that runs already."""
    title(
        f"Cluster ({_COUNT:,} tokens of {_SHAPES} shapes, {_WORKERS} processes each, "
        f"whole commands, median of {_RUNS} in turn)"
    )
    try:
        from distributed import LocalCluster
    except ImportError:
        row("Dask is not installed", "left out")
        return
    log = folder / "captured.jsonl"
    with log.open("wb") as out:
        out.writelines(captured(_COUNT, _SHAPES))
    with LocalCluster(n_workers=_WORKERS, threads_per_worker=1, dashboard_address=None) as cluster:
        address = cluster.scheduler_address
        seconds = in_turn(
            _RUNS,
            {
                "local": lambda: _seconds(log, "--workers", str(_WORKERS)),
                "dask": lambda: _seconds(log, "--dask", address),
            },
        )
        same = _counted(log, "--workers", str(_WORKERS)) == _counted(log, "--dask", address)
    ratio = seconds["local"] / seconds["dask"]
    row(f"tokenlint scan --workers {_WORKERS}", f"{_COUNT / seconds['local']:,.0f} /s")
    row("tokenlint scan --dask ADDRESS", f"{_COUNT / seconds['dask']:,.0f} /s")
    row("  rate against local", f"{ratio:.2f}", f">= {_LEAST_RATIO}", met=ratio >= _LEAST_RATIO)
    row("  reports", "equal" if same else "differ", "equal", met=same)


def _command(log: Path, *more: str) -> list[str]:
    usual = ("--no-config", "--at", "2026-11-20T12:00:00Z", "--format", "json")
    return [sys.executable, "-m", "tokenlint", "scan", str(log), *usual, *more]


def _seconds(log: Path, *more: str) -> float:
    cost = process(_command(log, *more))
    if cost.exit_code not in {0, 1}:
        raise SystemExit(f"the scan with {more[0]} failed with exit code {cost.exit_code}")
    return cost.seconds


def _counted(log: Path, *more: str) -> object:
    """What a scan tells, as a value."""
    done = subprocess.run(_command(log, *more), capture_output=True, check=False)
    return json.loads(done.stdout)
