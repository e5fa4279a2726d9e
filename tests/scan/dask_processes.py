"""A Dask cluster of real processes on loopback: a scheduler, workers, and a way to slow them."""

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from tests.conftest import ROOT

T = TypeVar("T")
_PATIENCE = 30.0  # seconds for a process to come up
SLOW = """
import os, pathlib, time
from tokenlint.scan import worker
read_job = getattr(worker.read_job, "quick", worker.read_job)
def slowly(setup, job):
    pathlib.Path(os.environ["MARKS"], str(os.getpid())).touch()
    time.sleep(float(os.environ["PAUSE"]))
    return read_job(setup, job)
slowly.quick = read_job
worker.read_job = slowly
"""
"""What a worker loads first, and some twice: it says when it begins a job, and takes its time."""


@dataclass
class Machines:
    """Processes that stand for machines; their logs are in `folder`."""

    folder: Path
    address: str = ""
    scheduler: "subprocess.Popen[bytes] | None" = None
    workers: list["subprocess.Popen[bytes]"] = field(default_factory=list)

    def start(self, *arguments: str, pause: float = 0.0) -> "subprocess.Popen[bytes]":
        """One process of Dask."""
        number = len(list(self.folder.glob("*.log")))
        environ = {
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "MARKS": str(self.folder),
            "PAUSE": str(pause),
            "DASK_TEMPORARY_DIRECTORY": str(self.folder),
        }
        with (self.folder / f"{number}.log").open("wb") as log:
            return subprocess.Popen(
                [sys.executable, "-m", *arguments],
                stdout=log,
                stderr=log,
                env=environ,
                cwd=self.folder,
            )

    def start_scheduler(self) -> None:
        """On a free port, which it writes into its log."""
        known = self.folder / "scheduler.json"
        arguments = ("--host", "127.0.0.1", "--port", "0", "--dashboard-address", "127.0.0.1:0")
        self.scheduler = self.start(
            "distributed.cli.dask_scheduler", *arguments, "--scheduler-file", str(known)
        )
        self.address = wait_for(lambda: _address_in(known))

    def start_worker(self, pause: float = 0.0) -> None:
        """A worker of one thread, without anybody who would start it again."""
        slow = self.folder / "slow.py"
        slow.write_text(SLOW)
        arguments = ("--no-nanny", "--nthreads", "1", "--preload", str(slow))
        self.workers.append(
            self.start("distributed.cli.dask_worker", self.address, *arguments, pause=pause)
        )

    def busy(self) -> "subprocess.Popen[bytes]":
        """A worker that has begun a job."""
        return wait_for(
            lambda: next((w for w in self.workers if (self.folder / str(w.pid)).exists()), None)
        )

    def stop(self) -> None:
        """End all of them."""
        processes = [*self.workers, *([self.scheduler] if self.scheduler else [])]
        for process in processes:
            process.kill()
        for process in processes:
            process.wait(_PATIENCE)


@contextmanager
def machines(folder: Path, workers: int = 2, pause: float = 0.0) -> Iterator[Machines]:
    """A scheduler with so many workers."""
    folder.mkdir()
    made = Machines(folder)
    try:
        made.start_scheduler()
        for _ in range(workers):
            made.start_worker(pause)
        yield made
    finally:
        made.stop()


def _address_in(file: Path) -> str:
    try:
        return str(json.loads(file.read_text())["address"])
    except (OSError, ValueError, KeyError):
        return ""


def wait_for(look: Callable[[], T | None]) -> T:
    """What a look finds in the end."""
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end:
        if found := look():
            return found
        time.sleep(0.02)
    raise AssertionError("nothing came up")


def free_port() -> int:
    """A port of loopback on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
