"""The end of a command: reports are delivered, the verdict is the exit code."""

import io
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.command import USUAL, _environment, tokenlint
from tests.conftest import ROOT
from tests.judging import READER, Scripted, always, fault
from tokenlint.cli.check import command
from tokenlint.cli.options import prepare
from tokenlint.cli.present import progress_for, wanted
from tokenlint.errors import UsageError
from tokenlint.report.output import Output


@pytest.mark.parametrize(
    ("answer", "exit_code"),
    [
        (None, 0),
        (always("SCP003", "/credential/items/0"), 1),
        (fault, 4),
    ],
)
def test_the_verdict_is_the_exit_code(
    here: Path, scripted: Scripted, answer: object, exit_code: int
) -> None:
    (here / "w.yaml").write_text(READER)
    if answer:
        scripted.answer = answer  # type: ignore[assignment]  # one of the functions above
    assert tokenlint("check", *USUAL, "w.yaml").exit_code == exit_code


def test_formats_are_parsed_before_anything_is_judged(here: Path) -> None:
    given = {str(option.name): () if option.multiple else None for option in command.params}
    run = prepare(**{**given, "formats": ("concise", "json=a.json"), "no_config": True})
    assert wanted(run) == (Output("concise"), Output("json", Path("a.json")))
    bad = prepare(**{**given, "formats": ("jsn",), "no_config": True})
    with pytest.raises(UsageError, match="jsn"):
        wanted(bad)
    assert here.exists()


def test_a_reader_that_goes_away_changes_no_verdict(here: Path) -> None:
    (here / "w.yaml").write_text(READER)
    process = subprocess.Popen(
        [sys.executable, "-m", "tokenlint", "check", *USUAL, "w.yaml", "--format=json=r.json",
         "--format=full"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=_environment(),
    )  # fmt: skip
    assert process.stdout is not None
    process.stdout.close()
    assert process.stderr is not None
    err = process.stderr.read()
    process.stderr.close()
    assert (process.wait(60), err) == (1, b"")
    assert (here / "r.json").exists(), "files are written first"
    assert here != ROOT


class Terminal(io.StringIO):
    """A stream that takes itself for a terminal."""

    def isatty(self) -> bool:
        return True


def test_progress_is_a_line_on_a_terminal_that_is_wiped_out() -> None:
    terminal = Terminal()
    show = progress_for(terminal, wanted=True)
    show(1000, 20_000)
    show(20_000, 20_000)
    first, last = (part.strip() for part in terminal.getvalue().split("\r") if part)
    assert (first, last) == ("judged 1,000 of 20,000 documents", "")


def test_progress_is_silent_elsewhere_and_when_unwanted() -> None:
    for stream, want in ((io.StringIO(), True), (Terminal(), False)):
        progress_for(stream, wanted=want)(1, 2)
        assert stream.getvalue() == ""


def test_a_job_summary_is_written_where_github_wants_it(
    here: Path, scripted: Scripted, monkeypatch: pytest.MonkeyPatch
) -> None:
    (here / "w.yaml").write_text(READER)
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(here / "summary.md"))
    tokenlint("check", *USUAL, "w.yaml", "--format=concise")
    assert not (here / "summary.md").exists()
    tokenlint("check", *USUAL, "w.yaml", "--format=github")
    assert "Documents: 1" in (here / "summary.md").read_text()
    assert scripted.asked
