"""A scan on a Dask cluster gives what a scan on one machine gives, whatever dies meanwhile."""

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.scan.dask_processes import Machines, machines
from tests.scan.logs import jobs_of, logs_in, setup, whole
from tokenlint.capture.location import RemotePath
from tokenlint.scan import cluster as module
from tokenlint.scan import dask_client, errand
from tokenlint.scan.cluster import lines_on_cluster, read_on_cluster
from tokenlint.scan.dask_client import Cluster, Gone, connected
from tokenlint.scan.jobs import plan
from tokenlint.scan.lines import with_lines
from tokenlint.scan.local import read_here
from tokenlint.scan.summary import Place

pytest.importorskip("distributed")
AT = ("--no-config", "--at", "2026-11-20T12:00:00Z")
SECONDS = 60


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits long in these tests."""
    monkeypatch.setattr(module, "_SILENCE", 0.2)
    monkeypatch.setattr(dask_client, "_CONNECT", 5)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machines]:
    """Two workers for the tests that leave them alive."""
    with machines(tmp_path_factory.mktemp("dask") / "machines", pause=0.1) as made:
        yield made


@pytest.fixture
def cluster(shared: Machines, quick: None) -> Iterator[Cluster]:  # noqa: ARG001
    with connected(shared.address, 1) as made:
        yield made


@pytest.mark.slow
def test_the_same_comes_of_it_as_on_one_machine(cluster: Cluster, tmp_path: Path) -> None:
    paths = logs_in(tmp_path / "logs", 12)
    jobs = [*jobs_of(paths), *plan([tmp_path / "logs"], 1).jobs]
    assert whole(read_on_cluster(cluster, setup(), jobs)) == whole(read_here(setup(), jobs))


@pytest.mark.slow
def test_parts_and_packed_files_behind_urls_come_to_the_same(
    cluster: Cluster, tmp_path: Path
) -> None:
    import gzip

    paths = logs_in(tmp_path / "logs", 2, padding=3 << 20)
    (tmp_path / "logs" / "packed.gz").write_bytes(gzip.compress(paths[0].read_bytes()))
    near, far = plan([tmp_path / "logs"], 2), plan([f"local://{tmp_path}/logs"], 2)
    assert len(far.jobs) == len(near.jobs) > 3
    there = whole(read_on_cluster(cluster, setup(), far.jobs))
    here = whole(read_here(setup(), far.jobs))
    assert there == here
    assert there.tokens == whole(read_here(setup(), near.jobs)).tokens > 0
    places = [tally.place for tally in there.shapes.values()]
    lines = lines_on_cluster(cluster, far.locations(), places)
    assert lines == with_lines(places, far.locations())
    assert all(place.line for place in lines.values())


@pytest.mark.slow
def test_a_relative_path_is_read_in_the_folder_of_who_asks(
    cluster: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    logs_in(tmp_path / "logs", 1)
    monkeypatch.chdir(tmp_path)
    summary = whole(read_on_cluster(cluster, setup(), plan(["logs"], 1).jobs))
    assert not summary.problems
    assert {tally.place.input for tally in summary.shapes.values()} == {"logs/00.txt"}


@pytest.mark.slow
def test_another_version_ends_the_run_and_names_what_was_not_read(
    cluster: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = errand.Version("0.0.1", "3.1")
    monkeypatch.setattr(errand, "version_here", lambda: here)
    jobs = jobs_of(logs_in(tmp_path / "logs", 9))
    summary = whole(read_on_cluster(cluster, setup(), jobs))
    assert {problem.source.file for problem in summary.problems} == {job[0].name for job in jobs}
    assert all("a worker has tokenlint" in problem.reason for problem in summary.problems)


@pytest.mark.slow
def test_lines_that_cannot_be_had_are_left_out(cluster: Cluster, tmp_path: Path) -> None:
    place = Place("local://nowhere", 7)
    nowhere = RemotePath("local:///", str(tmp_path / "nowhere"))
    assert lines_on_cluster(cluster, {place.input: nowhere}, [place]) == {place: place}


@pytest.mark.slow
@pytest.mark.usefixtures("quick")
def test_a_worker_that_is_killed_costs_a_retry(tmp_path: Path) -> None:
    jobs = jobs_of(logs_in(tmp_path / "logs", 12))
    with (
        machines(tmp_path / "machines", pause=0.25) as made,
        connected(made.address, 1) as cluster,
    ):
        reading = read_on_cluster(cluster, setup(), jobs)
        read = [next(reading)]
        victim = made.busy()
        victim.kill()
        read += reading
    assert victim.wait(5) == -signal.SIGKILL
    assert len(read) == len(jobs)
    assert whole(read) == whole(read_here(setup(), jobs))


@pytest.mark.slow
@pytest.mark.usefixtures("quick")
def test_a_cluster_without_workers_is_not_waited_for_for_ever(tmp_path: Path) -> None:
    jobs = jobs_of(logs_in(tmp_path / "logs", 12))
    with (
        machines(tmp_path / "machines", workers=1, pause=0.25) as made,
        connected(made.address, 1) as cluster,
    ):
        cluster.patience = 1.0
        reading = read_on_cluster(cluster, setup(), jobs)
        read = [next(reading)]
        made.workers[0].kill()
        read += reading
    summary = whole(read)
    assert len(read) == len(jobs)
    assert 0 < summary.tokens < 12 * 6
    assert {"no worker" in problem.reason for problem in summary.problems} == {True}


class KilledWorker(Exception):
    """As the one of distributed, by which a scheduler gives a task up."""


def test_why_a_task_failed_is_told_without_its_words() -> None:
    assert "again and again" in module._words(KilledWorker("eyJ"))
    assert module._words(MemoryError("eyJ")) == "the worker that read it failed with MemoryError"
    with pytest.raises(Gone, match="cannot load tokenlint") as caught:
        module._words(ModuleNotFoundError(name="tokenlint"))
    assert "install" in caught.value.advice


def _scan(folder: Path, address: str, *more: str) -> "subprocess.Popen[bytes]":
    """The command, on a cluster."""
    return subprocess.Popen(
        [sys.executable, "-m", "tokenlint", "scan", ".", *AT, "--dask", address, *more],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=folder,
        env={**_environ(), "PYTHONPATH": str(ROOT)},
    )


def _environ() -> dict[str, str]:
    """Without coverage, which complains in processes of Dask that never import tokenlint."""
    import os

    return {name: value for name, value in os.environ.items() if "COVERAGE" not in name}


@pytest.mark.slow
def test_a_scheduler_that_is_killed_leaves_what_is_known(tmp_path: Path) -> None:
    paths = logs_in(tmp_path / "logs", 8, padding=1 << 20)
    with machines(tmp_path / "machines", pause=0.5) as made:
        running = _scan(tmp_path / "logs", made.address, "--format", "json")
        made.busy()
        assert made.scheduler is not None
        made.scheduler.kill()
        out, err = running.communicate(timeout=SECONDS)
    told = json.loads(out)
    assert running.returncode == 4, err
    assert b"Traceback" not in err
    missing = {error["source"]["file"] for error in told["errors"]}
    assert missing
    assert missing <= {path.name for path in paths} | {f"./{path.name}" for path in paths}
    assert told["tokens"]["found"] == 6 * (8 - len(missing))


@pytest.mark.slow
@pytest.mark.usefixtures("quick")
def test_a_scheduler_that_hangs_is_given_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dask_client, "_ANSWER", 0.5)
    monkeypatch.setattr(dask_client, "_CONNECT", 2)
    jobs = jobs_of(logs_in(tmp_path / "logs", 12))
    with (
        machines(tmp_path / "machines", pause=0.25) as made,
        connected(made.address, 1) as cluster,
    ):
        reading = read_on_cluster(cluster, setup(), jobs)
        read = [next(reading)]
        assert made.scheduler is not None
        made.scheduler.send_signal(signal.SIGSTOP)
        read += reading
    summary = whole(read)
    assert len(read) == len(jobs)
    assert {"does not answer" in problem.reason for problem in summary.problems} == {True}
    assert summary.tokens == 6 * (12 - len(summary.problems)) > 0


@pytest.mark.slow
def test_ctrl_c_tells_what_is_known_and_leaves_the_cluster_alone(
    shared: Machines, tmp_path: Path
) -> None:
    logs_in(tmp_path / "logs", 40, padding=1 << 20)
    for mark in shared.folder.glob("[0-9]*[0-9]"):
        mark.unlink()
    running = _scan(tmp_path / "logs", shared.address, "--format", "json")
    shared.busy()
    running.send_signal(signal.SIGINT)
    out, err = running.communicate(timeout=SECONDS)
    assert running.returncode == 4, err
    assert "interrupted" in {error["kind"] for error in json.loads(out)["errors"]}
    assert b"Traceback" not in err
    with connected(shared.address, 1) as cluster:
        assert cluster.cores == 2


@pytest.mark.slow
def test_a_cluster_of_this_machine(tmp_path: Path) -> None:
    logs_in(tmp_path / "logs", 4)
    here = _scan(tmp_path / "logs", "local", "--workers", "2", "--format", "json")
    out, err = here.communicate(timeout=SECONDS)
    assert here.returncode == 1, err
    assert err == b""
    assert json.loads(out)["tokens"]["found"] == 24
