"""Who reads: the options of commands that read much, on this machine or on a cluster."""

import os

import click

from tokenlint.errors import UsageError

workers_option = click.option(
    "--workers", type=click.IntRange(1, 1024), metavar="N",
    help="Processes that read. Default: one for each core.",
)  # fmt: skip
dask_option = click.option(
    "--dask", metavar="ADDRESS",
    help="Read on this Dask cluster, tcp://host:8786 or tls://host:8786, or on a `local` one.",
)  # fmt: skip


def cores(workers: int | None, dask: str | None) -> int:
    """Processes on this machine. Raises UsageError for a number that only a cluster can know."""
    if workers and dask not in {None, "local"}:
        raise UsageError("--workers is for this machine", advice="the cluster knows its own")
    return workers or len(os.sched_getaffinity(0))
