"""How figures are taken: several runs in turn, so that a machine that drifts drifts for all."""

import os
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import log
from statistics import linear_regression, median


@dataclass(frozen=True, slots=True)
class Cost:
    """Wall seconds and the peak memory of a whole process in MiB."""

    seconds: float
    mebibytes: float
    exit_code: int


def in_turn(runs: int, calls: Mapping[str, Callable[[], float]]) -> dict[str, float]:
    """The median of what each call returns; the calls take turns, after one round of warming up."""
    taken: dict[str, list[float]] = {name: [] for name in calls}
    for number in range(runs + 1):
        for name, call in calls.items():
            value = call()
            if number:
                taken[name].append(value)
    return {name: median(values) for name, values in taken.items()}


def seconds_of(work: Callable[[], object]) -> float:
    """Wall time of one call."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def process(command: Sequence[str]) -> Cost:
    """Run a command to its end; its output is read and thrown away."""
    # As installed: Python keeps the compiled modules of a first run.
    environ = {name: v for name, v in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    silent = subprocess.DEVNULL
    start = time.perf_counter()
    child = subprocess.Popen(command, stdout=silent, stderr=silent, env=environ)
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    return Cost(time.perf_counter() - start, usage.ru_maxrss / 1024, child.returncode)


def exponent(sizes: Sequence[int], seconds: Sequence[float]) -> float:
    """The slope in logarithms: 1 is linear growth."""
    slope, _ = linear_regression([log(n) for n in sizes], [log(s) for s in seconds])
    return slope


def row(name: str, value: str, goal: str = "", *, met: bool | None = None) -> None:
    """One line of the result; `met` tells whether the goal was reached."""
    mark = {None: "", True: "  yes", False: "  NO"}[met]
    print(f"  {name:58} {value:>16}  {goal}{mark}", flush=True)


def title(text: str) -> None:
    """The head of a group of lines."""
    print(f"\n{text}", flush=True)
