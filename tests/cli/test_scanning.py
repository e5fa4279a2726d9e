"""The line of progress."""

import io
from pathlib import Path

import pytest

from tests.scan.making import log_lines
from tokenlint.cli import meter as metering
from tokenlint.cli.meter import Meter, progress_on
from tokenlint.scan.jobs import Plan, plan
from tokenlint.scan.summary import Summary


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """A clock to be set."""
    now = [100.0]
    monkeypatch.setattr(metering.time, "monotonic", lambda: now[0])
    return now


def todo(tmp_path: Path) -> Plan:
    for name in "abcd":
        (tmp_path / name).write_bytes(log_lines(2_000))
    return plan([tmp_path], 1)


def test_it_tells_share_rate_and_what_is_left(tmp_path: Path, clock: list[float]) -> None:
    stream = Terminal()
    with progress_on(stream, "tokens", wanted=True) as meter:
        assert meter is not None
        meter.plan = todo(tmp_path)
        assert len(meter.plan.jobs) == 4
        clock[0] = 102.0
        meter(meter.plan.jobs[0], Summary(tokens=4_000, size=10_000_000))
        assert stream.getvalue().strip("\r ") == (
            "25%  4,000 tokens  2,000 tokens/s, 5.0 MB/s, 6 s left"
        )
        meter(meter.plan.jobs[1], Summary(tokens=5_000))  # too soon for another line
        assert stream.getvalue().count("\r") == 1
    assert stream.getvalue().endswith("\r" + " " * 78 + "\r")


def test_a_job_that_goes_on_is_not_done(tmp_path: Path, clock: list[float]) -> None:
    stream = Terminal()
    meter = Meter(stream, "tokens")
    meter.plan = todo(tmp_path)
    clock[0] = 101.0
    meter((), Summary(tokens=1_000))
    assert stream.getvalue().strip("\r ") == "0%  1,000 tokens  1,000 tokens/s, 0 bytes/s"


def test_of_a_pipe_nobody_knows_the_end(clock: list[float]) -> None:
    stream = Terminal()
    meter = Meter(stream, "tokens")
    meter.plan = plan(["-"], 1)
    clock[0] = 101.0
    meter(meter.plan.jobs[0], Summary())
    assert "left" not in stream.getvalue()


@pytest.mark.parametrize(("stream", "wanted"), [(Terminal(), False), (io.StringIO(), True)])
def test_there_is_none_but_on_a_terminal(stream: io.StringIO, wanted: bool) -> None:
    with progress_on(stream, "tokens", wanted=wanted) as meter:
        assert meter is None
    assert stream.getvalue() == ""
