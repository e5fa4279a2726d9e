"""A process that is killed for good (SIGKILL) at random moments, again and again."""

import json
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.probe.dying import ISSUER
from tests.probe.reference import reference
from tests.probe.running import lines_of, results_in
from tests.probe.test_reference import bystanders, checksum

REPOSITORY = Path(__file__).parents[2]
KILLS = 6


def start(url: str, record: Path, keys: Path) -> subprocess.Popen[bytes]:
    program = [sys.executable, "-m", "tests.probe.dying", url, str(record), str(keys)]
    return subprocess.Popen(program, cwd=REPOSITORY)


def wait_for_lines(process: subprocess.Popen[bytes], record: Path, number: int) -> None:
    """Wait until the record has so many lines, or the process has ended."""
    end = time.monotonic() + 60
    while process.poll() is None and time.monotonic() < end:
        if record.exists() and record.read_bytes().count(b"\n") >= number:
            return
        time.sleep(0.002)


@pytest.mark.slow
def test_whenever_it_is_killed_the_next_run_leaves_the_service_clean(tmp_path: Path) -> None:
    chance = random.Random(7)  # noqa: S311  # moments, no secret
    record, keys = tmp_path / "record", tmp_path / "keys.json"
    with reference(issuer=ISSUER, keys=lambda: json.loads(keys.read_text())) as server:
        bystanders(server.root)
        before = checksum(server.root)
        known: dict[str, str] = {}
        lines = 0
        for number in range(KILLS):
            moment = 160 if number == KILLS - 1 else chance.randrange(2, 160)
            process = start(server.url, record, keys)
            wait_for_lines(process, record, lines + moment)
            time.sleep(chance.random() * 0.02)
            process.send_signal(signal.SIGKILL)
            process.wait()
            found = results_in(record)
            assert known.items() <= found.items()
            known, lines = found, len(lines_of(record))
        assert known
        assert checksum(server.root) != before  # the last one left something behind
        assert start(server.url, record, keys).wait(120) == 0
        assert checksum(server.root) == before
    cells = [line["cell"] for line in lines_of(record) if line["line"] == "result"]
    tested = [cell for cell in cells if cell in results_in(record)]
    assert len(tested) == len(set(tested))
    assert known.items() <= results_in(record).items()
    assert set(results_in(record).values()) <= {"pass", "open-allowed", "open-refused"}
