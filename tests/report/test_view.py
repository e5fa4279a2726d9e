"""Width, colours and characters of a stream; the verdict."""

import io
import os
from dataclasses import replace
from typing import Any

import pytest

from tests.report import samples
from tokenlint.policy.finding import Severity
from tokenlint.report.view import View, by_severity, judge, view_for


class Terminal(io.TextIOWrapper):
    def isatty(self) -> bool:
        return True


def terminal(encoding: str = "utf-8") -> io.TextIOWrapper:
    return Terminal(io.BytesIO(), encoding=encoding)


def pipe(encoding: str = "utf-8") -> io.TextIOWrapper:
    return io.TextIOWrapper(io.BytesIO(), encoding=encoding)


@pytest.mark.parametrize(
    ("stream", "environ", "colour"),
    [
        (terminal(), {}, True),
        (terminal(), {"NO_COLOR": "1"}, False),
        (terminal(), {"NO_COLOR": ""}, True),
        (terminal(), {"TERM": "dumb"}, False),
        (pipe(), {}, False),
        (pipe(), {"FORCE_COLOR": "1"}, True),
        (pipe(), {"FORCE_COLOR": ""}, False),
        (pipe(), {"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
    ],
)
def test_colours(stream: io.TextIOWrapper, environ: dict[str, str], colour: bool) -> None:
    assert view_for(stream, environ).colour is colour


@pytest.mark.parametrize(
    ("columns", "width"),
    [("80", 80), ("10", 40), ("999", 999), ("0", 100), ("", 100), ("wide", 100), ("²", 100)],
)
def test_the_width_is_told_by_columns(columns: str, width: int) -> None:
    assert view_for(pipe(), {"COLUMNS": columns}).width == width


@pytest.mark.parametrize(("real", "width"), [(80, 80), (300, 120), (20, 40), (0, 100)])
def test_the_width_is_that_of_the_terminal(
    monkeypatch: pytest.MonkeyPatch, real: int, width: int
) -> None:
    monkeypatch.setattr(os, "get_terminal_size", lambda _: os.terminal_size((real, 24)))
    monkeypatch.setattr(Terminal, "fileno", lambda _: 1)
    assert view_for(terminal(), {}).width == width


def test_a_stream_without_a_file_has_the_usual_width() -> None:
    assert view_for(io.StringIO(), {}).width == 100


@pytest.mark.parametrize(
    ("encoding", "unicode"), [("utf-8", True), ("ascii", False), ("latin-1", False)]
)
def test_the_characters_are_those_of_the_stream(encoding: str, unicode: bool) -> None:
    assert view_for(pipe(encoding), {}).unicode is unicode
    assert view_for(io.StringIO(), {}).unicode is False  # it does not tell


def test_what_the_reader_wants_is_kept() -> None:
    view = view_for(pipe(), {}, fail_on=Severity.HIGH)
    assert view == View(fail_on=Severity.HIGH)


@pytest.mark.parametrize(
    ("change", "code", "words"),
    [
        ({}, 1, "failed: 3 findings at or above medium"),
        ({"findings": (samples.SCP001,)}, 1, "failed: 1 finding at or above medium"),
        ({"findings": (samples.SCP007,)}, 0, "passed: no findings at or above medium"),
        (
            {"errors": (samples.ERROR,), "findings": ()},
            4,
            "incomplete: 1 error, no findings at or above medium",
        ),
        (
            {"errors": (samples.ERROR,) * 2},
            4,
            "incomplete: 2 errors, 3 findings at or above medium",
        ),
        ({"documents": (), "findings": ()}, 3, "nothing to check"),
        ({"documents": ()}, 1, "failed: 3 findings at or above medium"),
        ({"documents": (), "findings": (), "errors": (samples.ERROR,)}, 4, "incomplete: 1 error, "),
    ],
)
def test_the_verdict(change: dict[str, Any], code: int, words: str) -> None:
    verdict = judge(replace(samples.REPORT, **change), Severity.MEDIUM)
    assert verdict.exit_code == code
    assert verdict.words.startswith(words)


def test_the_threshold_counts() -> None:
    assert judge(samples.REPORT, Severity.CRITICAL).failing == 1
    assert judge(samples.REPORT, Severity.INFO).failing == 4


def test_every_severity_is_counted() -> None:
    counted = {"critical": 1, "high": 1, "medium": 1, "low": 1, "info": 0}
    assert by_severity(samples.REPORT) == counted
    assert list(by_severity(samples.EMPTY)) == list(counted)
