"""Inputs of a size that no memory holds: bounded memory, and every token found."""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from tests.cli.command import USUAL
from tests.conftest import ROOT
from tests.scan.sieving import regular

TOKEN = regular()[0]
MEGABYTE = 1 << 20
MOST_MEMORY = 640 * MEGABYTE  # of one process under coverage; the line is larger by far


BETWEEN = """
import os, resource, subprocess, sys
code = subprocess.call(sys.argv[2:])
with open(sys.argv[1], "w") as told:
    told.write(str(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss))
sys.exit(code)
"""
"""Starts the command and tells its memory: what a process starts from counts as its own,
and the process of the tests may be large."""


def measured(
    told: Path, source: Iterable[bytes], *arguments: str | Path
) -> tuple[dict[str, Any], int, int]:
    """The JSON of a scan, its exit code, and the most memory that its process had."""
    scan = (sys.executable, "-m", "tokenlint", "scan", *USUAL, "--format", "json")
    process = subprocess.Popen(
        [sys.executable, "-I", "-S", "-c", BETWEEN, told, *scan, *map(str, arguments)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert process.stdin is not None
    assert process.stdout is not None

    def feed() -> None:
        with process.stdin as stream:  # type: ignore[union-attr]  # see above
            for block in source:
                stream.write(block)

    feeder = threading.Thread(target=feed)
    feeder.start()
    out = process.stdout.read()
    feeder.join()
    process.stdout.close()
    code = process.wait()
    return json.loads(out), code, int(told.read_text()) * 1024


@pytest.mark.slow
def test_a_line_of_a_gigabyte_through_a_pipe(tmp_path: Path) -> None:
    filler = b"x" * (MEGABYTE - 1) + b" "

    def line() -> Iterable[bytes]:
        for number in range(1_024):
            yield filler
            if number % 100 == 50:
                yield TOKEN + b" "

    found, code, memory = measured(tmp_path / "told", line(), "-")
    assert found["tokens"]["found"] == 10
    assert found["inputs"]["bytes"] > 1_024 * MEGABYTE
    assert found["errors"] == []
    assert code in (0, 1)
    assert memory < MOST_MEMORY


@pytest.mark.slow
def test_a_sparse_file_of_a_gigabyte(tmp_path: Path) -> None:
    """Zero bytes without an end of a line, and a token at either end and across the middle."""
    path = tmp_path / "sparse"
    places = (0, 512 * MEGABYTE - 100, 1_024 * MEGABYTE)
    with path.open("wb") as stream:
        for place in places:
            stream.seek(place)
            stream.write(TOKEN)
    found, code, memory = measured(tmp_path / "told", [], "--workers", "2", path)
    assert found["tokens"]["found"] == 3
    assert found["tokens"]["distinct"] == {"count": 1, "exact": True}
    assert found["errors"] == []
    assert code in (0, 1)
    assert memory < MOST_MEMORY
