"""The end of every judging command: reports are delivered, and the verdict becomes an exit code."""

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from tokenlint.cli.options import Run
from tokenlint.lint import Progress, silent
from tokenlint.policy.finding import Report
from tokenlint.report.output import Output, append_file, deliver
from tokenlint.report.render import render
from tokenlint.report.view import View, judge, view_for

if TYPE_CHECKING:  # few formats need it
    from tokenlint.report.beside import Beside


def wanted(run: Run) -> tuple[Output, ...]:
    """The formats and files that were asked for; raises UsageError for an unknown one.

    Asked before anything is judged, so that a slip of the pen costs no time.
    """
    return tuple(Output.parse(text) for text in run.formats)


def progress_for(stream: TextIO, *, wanted: bool) -> Progress:
    """A line that counts documents, on a terminal only; it is wiped out at the end."""
    if not wanted or not stream.isatty():
        return silent

    def show(done: int, total: int) -> None:
        text = f"judged {done:,} of {total:,} documents" if done < total else ""
        stream.write(f"\r{text:60}\r")
        stream.flush()

    return show


def finish(
    run: Run, report: Report, outputs: tuple[Output, ...], beside: "Beside | None" = None
) -> int:
    """Write the report in every wanted format; the exit code of design and command line.

    `beside` is for formats that show more than the report.
    """
    view = view_for(sys.stdout, os.environ, fail_on=run.settings.fail_on, rules=run.catalogue.rules)
    deliver(outputs, report, sys.stdout, view, beside)
    summarise_job(outputs, report, view)
    return judge(report, run.settings.fail_on).exit_code


def summarise_job(outputs: tuple[Output, ...], report: Report, view: View) -> None:
    """With annotations for GitHub, the summary of the job where its runner wants it."""
    page = os.environ.get("GITHUB_STEP_SUMMARY")
    if page and any(output.format == "github" for output in outputs):
        append_file(Path(page), render("github-summary", report, view))
