"""URLs among the inputs of a scan: planned, read and told by line as files are."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.cli.command import USUAL, tokenlint
from tests.scan.logs import log, setup, whole
from tokenlint.capture.parts import Part
from tokenlint.errors import UsageError
from tokenlint.scan.hands import hands
from tokenlint.scan.jobs import plan
from tokenlint.scan.work import piece_name

fsspec = pytest.importorskip("fsspec")


@pytest.fixture(autouse=True)
def memory() -> Iterator[Any]:
    """A storage with a large and a small log."""
    system = fsspec.filesystem("memory")
    system.pipe("/logs/large.txt", b"x\n" * 600_000 + log(1) + b"x\n" * 600_000)
    system.pipe("/logs/small.txt", log(2))
    yield system
    system.store.clear()
    system.pseudo_dirs[:] = [""]


def test_a_scan_of_urls_is_one_of_files() -> None:
    todo = plan(["memory://logs"], 1)
    pieces = [piece for job in todo.jobs for piece in job]
    assert {piece_name(p) for p in pieces} == {"memory://logs/large.txt", "memory://logs/small.txt"}
    assert sum(isinstance(piece, Part) for piece in pieces) > 1
    with hands(None, 1) as crew:
        summary = whole(crew.read(setup(), todo.jobs))
        places = [tally.place for tally in summary.shapes.values()]
        lines = crew.lines(todo.locations(), places)
    assert summary.tokens == 12
    assert not summary.problems
    assert {place.line for place in lines.values()} == {600_001}


def test_a_url_that_cannot_be_used_is_a_slip_of_the_pen() -> None:
    with pytest.raises(UsageError):
        plan(["sftp://user:hush@disk.example/a"], 1)
    result = tokenlint("scan", "sftp://user:hush@disk.example/a", *USUAL)
    assert result.exit_code == 2
    assert "hush" not in result.output


def test_the_options_of_a_cluster_are_checked() -> None:
    result = tokenlint("scan", ".", "--dask", "tcp://host:1", "--workers", "2", *USUAL)
    assert result.exit_code == 2
    assert "--workers is for this machine" in result.output
    assert tokenlint("scan", ".", "--dask", "nonsense", *USUAL).exit_code == 2
