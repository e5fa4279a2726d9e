"""The probe as its users run it, killed at random points, and what the next run makes of it.

`tokenlint probe` is a process of its own, the service a reference server on disk,
and its tokens come from a test issuer over a socket.
"""

import json
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.probe.reference import Reference, reference
from tests.real.probe.trees import checksum
from tests.real.xrootd.programs import ROOT

pytestmark = pytest.mark.slow

SEED = 7
KILLS = 12
PATIENCE = 120
"""Seconds that one run may take; it takes about five."""

KINDS = ("none", "create", "modify", "pathless", "audience-listed", "unsigned")
UNCLEAR = {"untested", "left-out"}


@dataclass(frozen=True)
class Bench:
    """A service, an issuer for it, and the command that probes it."""

    server: Reference
    socket: Path

    def start(self, record: Path) -> "subprocess.Popen[bytes]":
        """A run of the probe."""
        command = [sys.executable, "-m", "tokenlint", "probe", "run", f"{self.server.url}/area"]
        command += ["--issuer-socket", str(self.socket), "--audience", self.server.audience]
        command += ["--allow-write", "--negative-audience", "--rate", "10000", "--no-config"]
        command += ["--record", str(record)]
        command += [word for kind in KINDS for word in ("--kind", kind)]
        return subprocess.Popen(
            command,
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )

    def whole(self, record: Path) -> tuple[int, str]:
        """A run that nobody kills: how it ended, and what it complained of."""
        process = self.start(record)
        _, words = process.communicate(timeout=PATIENCE)
        return process.returncode, words.decode()

    def killed(self, record: Path, requests: int) -> bool:
        """A run that is killed when the service has got so many requests; False: it was done."""
        self.server.log.clear()
        process = self.start(record)
        until = time.monotonic() + PATIENCE
        while len(self.server.log) < requests and process.poll() is None:
            assert time.monotonic() < until
            time.sleep(0.001)
        process.send_signal(signal.SIGKILL)
        process.communicate(timeout=PATIENCE)
        return process.returncode == -signal.SIGKILL


@pytest.fixture(scope="module")
def bench() -> Iterator[Bench]:
    # Not at the top: the leak guard must see the decoder before anybody imports it.
    from tokenlint.probe.issuer.server import TestIssuer
    from tokenlint.probe.issuer.setting import Setting
    from tokenlint.probe.signing import key_set

    folder = Path(tempfile.mkdtemp(prefix="tl-"))  # names of sockets must be short
    with TestIssuer(Setting(algorithm="ES256")) as issuer:
        keys = key_set([issuer.source().mint.key])
        issuer.hand_out(folder / "issuer.sock")
        with reference(issuer=issuer.issuer, keys=keys) as server:
            (server.root / "area").mkdir()
            (server.root / "area" / "of-somebody").write_text("not ours\n")
            yield Bench(server, folder / "issuer.sock")
    shutil.rmtree(folder)


def lines(record: Path) -> list[dict[str, str]]:
    """The whole lines of a record."""
    if not record.exists():
        return []
    return [json.loads(line) for line in record.read_bytes().rpartition(b"\n")[0].splitlines()]


def clear(found: Sequence[dict[str, str]]) -> list[tuple[str, str]]:
    """The clear results, by cell."""
    results = (line for line in found if line["line"] == "result")
    return [(each["cell"], each["verdict"]) for each in results if each["verdict"] not in UNCLEAR]


def test_killed_at_random_points(bench: Bench, tmp_path: Path) -> None:
    before = checksum(bench.server.root)
    bench.server.log.clear()
    code, words = bench.whole(tmp_path / "whole")
    assert code in {0, 1}, words
    number, right = len(bench.server.log), dict(clear(lines(tmp_path / "whole")))
    assert len(right) > 50
    assert checksum(bench.server.root) == before

    dice = random.Random(SEED)  # noqa: S311
    record, kills = tmp_path / "record", 0
    for _ in range(KILLS):
        known = clear(lines(record))
        if not bench.killed(record, dice.randrange(number // 3)):
            break
        kills += 1
        assert clear(lines(record))[: len(known)] == known  # nothing that was known is lost
    assert kills > KILLS // 2
    code, words = bench.whole(record)
    assert code in {0, 1}, words
    assert checksum(bench.server.root) == before
    found = clear(lines(record))
    assert [cell for cell, times in Counter(cell for cell, _ in found).items() if times > 1] == []
    assert dict(found) == right


def test_killed_once_at_many_points(bench: Bench, tmp_path: Path) -> None:
    before = checksum(bench.server.root)
    bench.server.log.clear()
    bench.whole(tmp_path / "whole")
    number, right = len(bench.server.log), dict(clear(lines(tmp_path / "whole")))
    dice = random.Random(SEED + 1)  # noqa: S311
    for attempt in range(6):
        record = tmp_path / f"record-{attempt}"
        bench.killed(record, dice.randrange(number))
        known = clear(lines(record))
        code, words = bench.whole(record)
        assert code in {0, 1}, words
        found = clear(lines(record))
        assert found[: len(known)] == known
        assert dict(found) == right
        assert len(found) == len(right)
        assert checksum(bench.server.root) == before
