"""Ctrl-C in the middle of an audit: what is known is told, and nobody stays behind."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.audit.making import MAPPING, START, claims, line, text
from tests.cli.command import USUAL
from tests.cli.test_interrupted_scan import assert_nobody_stays, press_ctrl_c
from tests.conftest import ROOT


@pytest.mark.slow
def test_what_was_read_until_ctrl_c_is_told(tmp_path: Path) -> None:
    """The log comes through a pipe that stays open; a portion is counted every two seconds."""
    (tmp_path / "facts.jsonl").write_bytes(text([claims()]))
    (tmp_path / "mapping.yaml").write_text(MAPPING)
    files = ("--tokens", tmp_path / "facts.jsonl", "--log-mapping", tmp_path / "mapping.yaml")
    process = subprocess.Popen(
        [
            *(sys.executable, "-m", "tokenlint", "audit", *USUAL, "--format", "json"),
            *map(str, (*files, "-")),
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        start_new_session=True,
    )
    assert process.stdin is not None
    try:
        process.stdin.write(text([line("delete", time=START + 61)]))
        _feed(process, seconds=4.0)
        press_ctrl_c(process)
        out, err = process.communicate(timeout=60)
    finally:
        process.kill()
        process.wait()
    assert process.returncode == 4
    assert b"Traceback" not in err
    data = json.loads(out)
    assert data["findings"][0]["rule"] == "LOG001"
    assert "interrupted" in {each["kind"] for each in data["errors"]}
    assert_nobody_stays(process.pid)


def _feed(process: "subprocess.Popen[bytes]", seconds: float) -> None:
    """Lines as they come, for some seconds after the first ones were taken."""
    import time

    assert process.stdin is not None
    usual = text([line()] * 500)
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        process.stdin.write(usual)
        process.stdin.flush()
        time.sleep(0.01)
