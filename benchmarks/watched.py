"""A command with all the processes that it starts: seconds, and the memory of all of them."""

import os
import subprocess
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

_OFTEN = 0.1  # seconds between two looks


@dataclass(frozen=True, slots=True)
class Watched:
    """Wall seconds, output, and the most memory of all processes together, in MiB.

    Of pages that several processes share each has a part.
    """

    seconds: float
    mebibytes: float
    exit_code: int
    output: bytes


def watched(command: Sequence[str], cores: int = 0) -> Watched:
    """Run a command to its end, on the first `cores` cores where that is not 0."""
    allowed = sorted(os.sched_getaffinity(0))[: cores or None]
    start = time.perf_counter()
    child = subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        preexec_fn=lambda: os.sched_setaffinity(0, allowed),  # noqa: PLW1509 - no threads yet
    )
    peak = [0.0]
    done = threading.Event()
    eye = threading.Thread(target=_look, args=(child.pid, peak, done), daemon=True)
    eye.start()
    output, _ = child.communicate()
    seconds = time.perf_counter() - start
    done.set()
    eye.join()
    return Watched(seconds, peak[0], child.returncode, output)


def _look(pid: int, peak: list[float], done: threading.Event) -> None:
    while not done.wait(_OFTEN):
        peak[0] = max(peak[0], sum(map(_memory, _family(pid))) / 1024)


def _family(pid: int) -> list[int]:
    """A process and all below it."""
    found = [pid]
    for each in found:
        try:
            for task in Path(f"/proc/{each}/task").iterdir():
                found += map(int, (task / "children").read_text().split())
        except OSError:
            continue
    return list(dict.fromkeys(found))


def _memory(pid: int) -> float:
    """KiB of a process, its part of shared pages only."""
    try:
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return float(line.split()[1])
    except OSError:
        pass
    return 0.0
