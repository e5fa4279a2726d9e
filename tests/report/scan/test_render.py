"""Every format of a report tells a scan, too."""

from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest

from tests.report.scan import made
from tests.scan.sieving import regular
from tokenlint.errors import UsageError
from tokenlint.report.output import Output
from tokenlint.report.render import FORMATS
from tokenlint.report.scan.render import deliver, render
from tokenlint.report.view import View
from tokenlint.scan.run import Scan


@pytest.mark.parametrize("make", [made.scan, made.troubled, made.hostile])
@pytest.mark.parametrize("format_", FORMATS)
def test_every_format_tells_it(tmp_path: Path, make: Callable[[Path], Scan], format_: str) -> None:
    """And no token, which the leak guard sees to as well."""
    text = render(format_, make(tmp_path), View(width=100))
    assert text.endswith("\n")
    for token in regular():
        assert token.split(b".")[1].decode() not in text


def test_an_unknown_format_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        render("picture", made.scan(tmp_path), View())


def test_files_and_the_stream(tmp_path: Path) -> None:
    outputs = [Output("json", tmp_path / "out.json"), Output("full")]
    stream = StringIO()
    assert deliver(outputs, made.scan(tmp_path), stream, View(width=100))
    assert "Widest by magnitude" in stream.getvalue()
    assert (tmp_path / "out.json").read_text().startswith("{")
