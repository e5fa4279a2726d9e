"""Workers that die, as the system kills them for want of memory."""

import os
import signal
from pathlib import Path

from tokenlint.scan.summary import Summary
from tokenlint.scan.work import Job, job_names
from tokenlint.scan.worker import Setup, read_job


def dies_once(setup: Setup, job: Job) -> Summary:
    """Killed at the first try of a job with `deadly` in a name."""
    for name in job_names(job):
        if "deadly" in name and not Path(f"{name}.died").exists():
            Path(f"{name}.died").touch()
            _die()
    return read_job(setup, job)


def dies_always(setup: Setup, job: Job) -> Summary:
    """Killed at every try of such a job."""
    if any("deadly" in name for name in job_names(job)):
        _die()
    return read_job(setup, job)


def starves(setup: Setup, job: Job) -> Summary:
    """Has not enough memory for such a job, and lives."""
    if any("deadly" in name for name in job_names(job)):
        raise MemoryError
    return read_job(setup, job)


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)
