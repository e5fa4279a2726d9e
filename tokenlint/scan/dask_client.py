"""A connection to a Dask cluster, of others or of this machine, and an end to all waiting.

Encryption, certificates and all else come from Dask's own configuration
(`distributed.comm.tls`, https://docs.dask.org/en/stable/configuration.html).
A cluster of this machine talks over loopback with certificates that are made for the run,
since whoever reaches a scheduler can run programs as its user.
"""

import asyncio
import logging
import pickle
import re
import time
from collections.abc import Iterator
from concurrent.futures import CancelledError
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any
from uuid import uuid4

from tokenlint.capture.remote import ADVICE
from tokenlint.errors import Incomplete, UsageError

LOCAL = "local"
_ADDRESS = re.compile(r"(?:tcp|tls|ucx|ws|wss)://[^\s/@]+:\d{1,5}/?")
_CONNECT = 10  # seconds until a scheduler must have answered
_ANSWER = 30  # seconds until one that answered before must answer again
_THEIRS = ("distributed", "dask", "tornado", "asyncio", "builtins")  # modules whose errors they are
_DEAD = 30  # seconds without any sign of life until a connection is broken
_PATIENCE = 120.0  # seconds that a cluster may be without any worker
_RETRIES = 1  # of a task that fails; those of a worker that dies are the scheduler's matter


class Gone(Exception):
    """A cluster that can do no more for this run, with what to do about it."""

    def __init__(self, reason: str, advice: str = "scan it again, or without --dask") -> None:
        super().__init__(reason)
        self.reason, self.advice = reason, advice


@contextmanager
def guarded() -> Iterator[None]:
    """Whatever a cluster does that has gone away is `Gone`."""
    try:
        yield
    except Gone:
        raise
    except (CancelledError, asyncio.CancelledError, TimeoutError):
        raise Gone("the scheduler does not answer any more") from None
    except Exception as error:
        if not type(error).__module__.startswith(_THEIRS):
            raise
        raise Gone(f"the connection to the scheduler broke ({type(error).__name__})") from None


@dataclass(slots=True)
class Cluster:
    """A cluster that answers; `cores` are the threads of its workers when last looked."""

    client: Any = field(repr=False)
    patience: float = _PATIENCE
    cores: int = 0
    _seen: float = field(default_factory=time.monotonic)
    _run: str = field(default_factory=lambda: uuid4().hex[:8])

    def submit(self, parcel: bytes, name: object) -> Any:
        """The future of an errand; its key says nothing of what is read."""
        key = f"tokenlint-{self._run}-{name}"
        return self.client.submit(pickle.loads, parcel, key=key, pure=False, retries=_RETRIES)

    def look(self) -> None:
        """See who is there. Raises Gone where nobody is, or no worker for too long."""
        with guarded():
            threads = self.client.nthreads(callback_timeout=_ANSWER)
        cores = sum(threads.values())
        now = time.monotonic()
        if cores:
            self.cores, self._seen = cores, now
        elif now - self._seen > self.patience:
            raise Gone(f"the cluster has had no worker for {self.patience:.0f} s", "start some")

    def error_of(self, future: Any) -> BaseException | None:
        """Why a task failed, or None. Raises Gone for one that the scheduler has lost."""
        if future.status == "cancelled":
            raise Gone("the connection to the scheduler was lost")
        if future.status != "error":
            return None
        error: BaseException = future.exception(timeout=_ANSWER)
        return error

    def result_of(self, future: Any) -> Any:
        """What a task gave; None where that takes too long, and somebody is there."""
        try:
            return future.result(timeout=_ANSWER)
        except TimeoutError:
            self.look()
            return None


@contextmanager
def connected(address: str, workers: int, patience: float = _PATIENCE) -> Iterator[Cluster]:
    """A cluster to read with, `local` for one of this machine with so many processes.

    Raises UsageError for what is no address, and Incomplete where nobody answers.
    """
    if address != LOCAL and not _ADDRESS.fullmatch(address):
        raise UsageError(
            "--dask takes `local` or the address of a scheduler",
            advice="write it as tcp://host:8786 or tls://host:8786",
        )
    try:
        distributed = import_module("distributed")
    except ImportError:
        raise UsageError("--dask needs the package distributed", advice=ADVICE) from None
    with _quiet(), ExitStack() as stack:
        if address == LOCAL:
            client = _local(distributed, workers, stack)
        else:
            client = _client(distributed, address, stack)
        stack.callback(_leave, client)
        yield _with_workers(client, address, patience)


def _local(distributed: Any, workers: int, stack: ExitStack) -> Any:
    cluster = distributed.LocalCluster(
        n_workers=workers,
        threads_per_worker=1,
        dashboard_address=None,
        security=True,
        silence_logs=logging.CRITICAL,
    )
    stack.callback(cluster.close, timeout=_CONNECT)
    return distributed.Client(cluster, set_as_default=False)


def _client(distributed: Any, address: str, stack: ExitStack) -> Any:
    config = import_module("dask.config")
    timeouts = {"connect": f"{_CONNECT}s", "tcp": f"{_DEAD}s"}
    stack.enter_context(
        config.set({f"distributed.comm.timeouts.{name}": value for name, value in timeouts.items()})
    )
    _check_encryption(distributed, address)
    try:
        return distributed.Client(address, timeout=_CONNECT, name="tokenlint", set_as_default=False)
    except (OSError, TypeError, ValueError, RuntimeError) as error:
        silent = isinstance(error, OSError)
        said = f"within {_CONNECT} s" if silent else f"as it should ({type(error).__name__})"
        reason = f"no Dask scheduler answers at {address} {said}"
        advice = "check the address, which the scheduler prints when it starts, and its encryption"
        raise Incomplete(reason, advice=advice) from None


def _check_encryption(distributed: Any, address: str) -> None:
    """Raises UsageError where the configuration of Dask has nothing to encrypt with."""
    if not address.startswith(("tls:", "wss:")):
        return
    try:
        known = distributed.Security().get_connection_args("client").get("ssl_context")
    except (OSError, TypeError, ValueError):
        known = None
    if known is None:
        scheme = address.partition(":")[0]
        raise UsageError(
            f"the configuration of Dask has no certificates that can be used for {scheme}://",
            advice="set ca-file, client.cert and client.key of distributed.comm.tls",
        )


def _with_workers(client: Any, address: str, patience: float) -> Cluster:
    cluster = Cluster(client, patience)
    try:
        with suppress(TimeoutError):
            client.wait_for_workers(1, timeout=patience)
        cluster.look()
    except Gone as gone:
        raise Incomplete(f"{address}: {gone.reason}", advice=gone.advice) from None
    if not cluster.cores:
        reason = f"{address}: the cluster has no worker, and got none within {patience:.0f} s"
        raise Incomplete(reason, advice="start some: `dask worker`")
    return cluster


def _leave(client: Any) -> None:
    """Say good-bye: the scheduler then drops what was asked of it, and stays as it is."""
    with suppress(Exception, asyncio.CancelledError):
        client.close(timeout=_CONNECT)


@contextmanager
def _quiet() -> Iterator[None]:
    """What Dask would log about a connection, the report says."""
    logger = logging.getLogger("distributed")
    names = [name for name in logging.root.manager.loggerDict if name.startswith("distributed.")]
    loggers = [logger, *map(logging.getLogger, names)]
    levels = [each.level for each in loggers]
    for each in loggers:
        each.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        for each, level in zip(loggers, levels, strict=True):
            each.setLevel(level)
