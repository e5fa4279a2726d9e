"""Ctrl-C in the middle of a scan: what is known is told, soon, and nobody stays behind."""

import json
import os
import pty
import re
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.cli.command import USUAL
from tests.conftest import ROOT
from tests.scan.making import log_lines

SOON = 15.0  # seconds, on a busy machine


@contextmanager
def running(*arguments: str | Path, **more: int) -> Iterator["subprocess.Popen[bytes]"]:
    """`tokenlint scan` in a session of its own, as in a terminal of its own."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tokenlint", "scan", *USUAL, *map(str, arguments)],
        stdin=more.get("stdin", subprocess.PIPE),
        stdout=subprocess.PIPE,
        stderr=more.get("stderr", subprocess.PIPE),
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        start_new_session=True,
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()
        for stream in (process.stdin, process.stdout, process.stderr):
            if stream is not None:
                stream.close()


def press_ctrl_c(process: "subprocess.Popen[bytes]") -> None:
    """As a terminal does: to all processes of the foreground."""
    os.killpg(process.pid, signal.SIGINT)


def members(session: int) -> list[str]:
    """Processes of a session, but those that have ended."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            name, _, rest = path.read_text("latin-1").rpartition(") ")
        except OSError:
            continue
        state, _, _, its_session = rest.split()[:4]
        if its_session == str(session) and state != "Z":
            found.append(name)
    return found


def assert_nobody_stays(session: int) -> None:
    until = time.monotonic() + SOON
    while (left := members(session)) and time.monotonic() < until:
        time.sleep(0.05)
    assert left == []


def finished(process: "subprocess.Popen[bytes]") -> tuple[dict[str, object], bytes]:
    begun = time.monotonic()
    out, err = process.communicate(timeout=60)
    assert time.monotonic() - begun < SOON
    assert process.returncode == 4
    assert b"Traceback" not in err
    return json.loads(out), err


@pytest.mark.slow
def test_of_several_processes(tmp_path: Path) -> None:
    """One log is read by then; the other is a pipe that never ends."""
    (tmp_path / "log").write_bytes(log_lines(30))
    os.mkfifo(tmp_path / "pipe")
    arguments = ("--format", "json", "--workers", "2", tmp_path / "log", tmp_path / "pipe")
    with running(*arguments) as process:
        writer = os.open(tmp_path / "pipe", os.O_WRONLY)  # waits for its reader
        try:
            time.sleep(2.0)  # the log is small
            press_ctrl_c(process)
            found, _ = finished(process)
        finally:
            os.close(writer)
        assert_nobody_stays(process.pid)
    assert found["tokens"]["found"] == 30
    (problem,) = found["errors"]
    assert problem["kind"] == "interrupted"
    assert "1 of 2 parts" in problem["reason"]


@pytest.mark.slow
def test_of_standard_input() -> None:
    """What came through the pipe until then is told."""
    with running("--format", "json", "-") as process:
        assert process.stdin is not None
        block = log_lines(5_000)  # more than a chunk
        for _ in range(8):
            process.stdin.write(block)
            process.stdin.flush()
            time.sleep(0.4)
        press_ctrl_c(process)
        found, _ = finished(process)
    tokens = found["tokens"]["found"]
    assert tokens > 5_000
    assert [each["kind"] for each in found["errors"]] == ["interrupted"]


def read_terminal(descriptor: int, seconds: float) -> bytes:
    data, until = b"", time.monotonic() + seconds
    while time.monotonic() < until:
        if select.select([descriptor], [], [], 0.1)[0]:
            try:
                data += os.read(descriptor, 4096)
            except OSError:
                break
    return data


@pytest.mark.slow
@pytest.mark.parametrize("wanted", [True, False])
def test_progress_is_for_terminals_and_leaves_no_trace(tmp_path: Path, wanted: bool) -> None:
    for number in range(30):
        (tmp_path / f"log.{number}").write_bytes(log_lines(1_200))
    terminal, end = pty.openpty()
    more = () if wanted else ("--no-progress",)
    arguments = ("--workers", "1", "--format", "json", *more, tmp_path)
    with running(*arguments, stderr=end) as process:
        os.close(end)
        shown = read_terminal(terminal, 1.0)
        out, _ = process.communicate(timeout=60)
        shown += read_terminal(terminal, 0.5)
    os.close(terminal)
    assert json.loads(out)["tokens"]["found"] == 36_000
    if not wanted:
        assert shown == b""
        return
    assert re.search(rb"\d+%  [\d,]+ tokens  [\d,]+ tokens/s, [\d.]+ MB/s, \d+ s left", shown)
    assert shown.endswith(b"\r" + b" " * 78 + b"\r")
