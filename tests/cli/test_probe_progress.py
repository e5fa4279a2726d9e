"""How far a probe is, and that an interrupted one says how it goes on."""

import io
from contextlib import closing
from pathlib import Path

import pytest

from tokenlint.cli.probe_progress import _telling, going_on, progress_on
from tokenlint.probe.journal import opened


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_it_counts_cells_and_tells_how_long_it_will_take() -> None:
    times = iter([0.0, 1.0, 1.1, 10.0])
    stream = io.StringIO()
    tell = _telling(stream, "north", lambda: next(times))
    for done in (0, 1, 10):
        tell(done, 100)
    shown = [line.rstrip() for line in stream.getvalue().split("\r")]
    assert shown == ["", "north: 0 of 100 cells", "north: 10 of 100 cells, 90 s left"]
    assert max(map(len, stream.getvalue().split("\r"))) <= 78


def test_nothing_of_it_stays_and_no_terminal_no_progress() -> None:
    for stream, wanted, silence in (
        (Terminal(), True, False),
        (Terminal(), False, True),
        (io.StringIO(), True, True),
    ):
        with progress_on(stream, "x\x1b" + "y" * 200, wanted=wanted) as progress:
            progress(1, 2)
        assert (stream.getvalue() == "") == silence
        assert "\x1b" not in stream.getvalue()
        assert stream.getvalue().rpartition("\r")[0].split("\r")[-1].strip() == ""


def test_after_ctrl_c_it_says_where_the_results_are(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with (
        closing(opened(tmp_path / "record")) as journal,
        pytest.raises(KeyboardInterrupt),
        going_on([journal]),
    ):
        raise KeyboardInterrupt
    said = capsys.readouterr().err
    assert str(tmp_path / "record") in said
    assert "start the same command again" in said
