"""The formats of a comparison."""

from io import StringIO
from pathlib import Path

import pytest

from tests.report.comparison.made import COMPARISON
from tokenlint.errors import UsageError
from tokenlint.report.comparison.render import FORMATS, deliver, parse, render
from tokenlint.report.view import View


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_ends_with_a_line_feed(name: str) -> None:
    assert render(name, COMPARISON, View()).endswith("\n")


@pytest.mark.parametrize("text", ["sarif", "", "svgs=x", "concise"])
def test_other_formats_are_refused(text: str) -> None:
    with pytest.raises(UsageError, match="no format of a comparison") as caught:
        parse(text)
    assert caught.value.advice == "one of full, json, svg"


def test_files_and_standard_output(tmp_path: Path) -> None:
    file, stream = tmp_path / "c.json", StringIO()
    assert deliver([parse(f"json={file}"), parse("full")], COMPARISON, stream, View())
    assert file.read_text() == render("json", COMPARISON, View())
    assert stream.getvalue() == render("full", COMPARISON, View())
