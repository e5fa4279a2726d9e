"""One line a finding."""

from dataclasses import replace

from tests.report import samples
from tokenlint.report.concise import render
from tokenlint.report.view import View


def test_a_line_a_finding_then_the_verdict() -> None:
    assert render(samples.REPORT, View()) == (
        "reaper.yaml:15:36: low SCP007 storage.create:/scratch is not needed by any declared "
        "operation\n"
        "reaper.yaml:9:21: high SCP001 delete on /scratch at https://xrd.south.example needs "
        "storage.modify, which the request does not hold\n"
        "<claims of 3f2a9c01b7de>:5:10: critical AUD001 any service of the infrastructure "
        "accepts this token, with storage.modify on / until 2026-11-24 12:00 UTC "
        "[stolen.jwt#3f2a9c01b7de]\n"
        "<claims of 3f2a9c01b7de>:9:10: medium LIF010 this token can delete for 4 d "
        "[stolen.jwt#3f2a9c01b7de]\n"
        "failed: 3 findings at or above medium "
        "(4 findings, 0 suppressed, 0 hidden, 0 errors; exit 1)\n"
    )


def test_errors_and_notes_are_lines_too() -> None:
    lines = render(samples.TROUBLED, View()).splitlines()
    assert lines[1].startswith("broken.yaml:3:1: error syntax a tab cannot indent; ")
    assert lines[2].startswith("note: a site policy reads")


def test_a_finding_without_a_place_names_its_document() -> None:
    report = replace(samples.REPORT, findings=(replace(samples.AUD001, locations=()),))
    assert render(report, View()).startswith("stolen.jwt#3f2a9c01b7de: critical AUD001")
