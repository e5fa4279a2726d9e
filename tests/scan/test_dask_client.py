"""A cluster that cannot be used is told at once, with what to do about it."""

from typing import Any

import pytest

from tests.scan.dask_processes import free_port
from tokenlint.errors import Incomplete, UsageError
from tokenlint.scan import dask_client
from tokenlint.scan.dask_client import Cluster, Gone, connected, guarded

pytest.importorskip("distributed")


@pytest.mark.parametrize(
    "address", ["", "host:8786", "tcp://host", "tcp://user:hush@host:1", "http://host:1", "Local"]
)
def test_what_is_no_address(address: str) -> None:
    with pytest.raises(UsageError, match="takes `local` or") as caught, connected(address, 1):
        pass
    assert "hush" not in str(caught.value)


def test_a_scheduler_that_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dask_client, "_CONNECT", 0.3)
    address = f"tcp://127.0.0.1:{free_port()}"
    silent = pytest.raises(Incomplete, match="no Dask scheduler answers")
    with silent as caught, connected(address, 1):
        pass
    assert address in caught.value.reason
    assert caught.value.exit_code == 4


def test_encryption_needs_certificates() -> None:
    with pytest.raises(UsageError, match="no certificates") as caught, connected("tls://h:1", 1):
        pass
    assert "distributed.comm.tls" in caught.value.advice


def test_without_dask_the_advice_is_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> Any:
        raise ModuleNotFoundError(name=name)

    monkeypatch.setattr(dask_client, "import_module", missing)
    with pytest.raises(UsageError) as caught, connected("local", 1):
        pass
    assert caught.value.advice == "pip install 'wlcg-tokenlint[dask]'"


class Client:
    """A client whose cluster has these threads."""

    def __init__(self, *threads: int) -> None:
        self.threads = threads

    def nthreads(self, **_: object) -> dict[str, int]:
        return {f"tcp://{n}": threads for n, threads in enumerate(self.threads)}


def test_a_look_counts_the_threads() -> None:
    cluster = Cluster(Client(2, 3))
    cluster.look()
    assert cluster.cores == 5


def test_no_worker_for_too_long_is_the_end() -> None:
    cluster = Cluster(Client(), patience=60)
    cluster.look()
    cluster.patience = -1
    with pytest.raises(Gone, match="no worker"):
        cluster.look()


@pytest.mark.parametrize("error", [TimeoutError(), OSError("tcp://"), RuntimeError("closed")])
def test_whatever_breaks_on_the_way_is_told_as_gone(error: Exception) -> None:
    with pytest.raises(Gone), guarded():
        raise error


def test_what_is_wrong_with_tokenlint_itself_is_not() -> None:
    class Own(Exception):
        pass

    with pytest.raises(Own), guarded():
        raise Own


class Future:
    """A task in some state."""

    def __init__(self, status: str, outcome: Any = None) -> None:
        self.status = status
        self.outcome = outcome

    def exception(self, **_: object) -> Any:
        return self.outcome

    def result(self, **_: object) -> Any:
        if isinstance(self.outcome, Exception):
            raise self.outcome
        return self.outcome


def test_what_became_of_a_task() -> None:
    cluster = Cluster(Client(1))
    error = MemoryError()
    assert cluster.error_of(Future("finished")) is None
    assert cluster.error_of(Future("error", error)) is error
    assert cluster.result_of(Future("finished", 7)) == 7
    assert cluster.result_of(Future("finished", TimeoutError())) is None
    with pytest.raises(Gone, match="was lost"):
        cluster.error_of(Future("cancelled"))
