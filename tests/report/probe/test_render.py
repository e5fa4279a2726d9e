"""Every format of a report tells a probe, and obeys nothing that is in it."""

import json
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from jsonschema import Draft202012Validator

from tests.effort import examples
from tests.report.hostile import HOSTILE
from tests.report.html.test_page import FRAME, Read
from tests.report.probe import made
from tokenlint.errors import UsageError
from tokenlint.probe.probed import Probed
from tokenlint.report.elements import ATTRIBUTES, TAGS
from tokenlint.report.lines import cells
from tokenlint.report.output import Output
from tokenlint.report.probe.json import schema
from tokenlint.report.probe.page import chapters
from tokenlint.report.probe.render import deliver, render
from tokenlint.report.render import FORMATS
from tokenlint.report.view import View

slow = settings(
    max_examples=examples(15), deadline=None, suppress_health_check=[HealthCheck.too_slow]
)


@pytest.mark.parametrize("make", [made.clean, made.flawed, made.several, made.untested, made.empty])
@pytest.mark.parametrize("format_", FORMATS)
def test_every_format_tells_it(make: Callable[[], Probed], format_: str) -> None:
    assert render(format_, make(), View(width=100)).endswith("\n")


def test_an_unknown_format_is_refused() -> None:
    with pytest.raises(UsageError):
        render("picture", made.clean(), View())


def test_files_and_the_stream(tmp_path: Path) -> None:
    outputs = [
        Output("json", tmp_path / "out.json"),
        Output("html", tmp_path / "out.html"),
        Output("full"),
    ]
    stream = StringIO()
    assert deliver(outputs, made.several(), stream, View(width=100))
    assert "What each token may do" in stream.getvalue()
    assert (tmp_path / "out.json").read_text().startswith("{")
    page = (tmp_path / "out.html").read_text()
    for words in ("What the services do", "Where they differ", "EXCESS", "CHANGED", "no result"):
        assert words in page


def test_the_page_has_every_cell_of_every_service() -> None:
    page = render("html", made.several(), View())
    static = page[: page.index('<script type="application/json"')]
    differing = [result for each in made.several().probes for result in each.results]
    for verdict, word in (("excess", "EXCESS"), ("changed-though-refused", "CHANGED")):
        count = sum(each.verdict == verdict for each in differing)
        assert static.count(f"<strong>{word}</strong>") == count
    assert "left out, 7: no tape is behind this service (bring a file from tape)" in static
    assert "no result, 3: no answer within 10 s" in static
    assert 'href="#probe"' in page
    assert 'href="#differences"' in page


def test_the_page_has_every_cell_that_differs_and_the_gravest_service_first() -> None:
    probed = made.several()
    services, differences = chapters(probed)
    assert [part.title for part in services.parts] == ["north", "south", "east", "west"]
    assert probed.differences is not None
    lines = differences.parts[0].grids[-1].lines
    told = sum(len(line.name.split("; ")) * len(line.squares[0].text.split(", ")) for line in lines)
    assert told == len(probed.differences.cells)
    assert lines[0].group.startswith("The profile wants it refused: allowed by north, south; ")


@slow
@given(HOSTILE)
def test_a_terminal_obeys_nothing(attack: str) -> None:
    for width in (40, 100):
        text = render("full", made.hostile(attack), View(width=width))
        assert all(sign.isprintable() or sign == "\n" for sign in text)
        for line in text.splitlines():
            assert not line.lstrip().startswith("::")
            assert "##[" not in line
            assert "##vso[" not in line


@slow
@given(HOSTILE)
@example("0" * 90)
def test_tables_fit_whatever_is_in_them(attack: str) -> None:
    text = render("full", made.hostile(attack), View(width=80))
    tables = text[text.index("━━ Probe of") : text.rindex(" Left out (")]
    assert max(map(cells, tables.splitlines())) <= 80


@slow
@given(HOSTILE)
def test_no_text_becomes_mark_up(attack: str) -> None:
    read = Read(render("html", made.hostile(attack), View()))
    tags = read.tags()
    assert read.comments == 0
    assert set(tags) <= TAGS | FRAME
    assert tags["script"] == 2
    allowed = ATTRIBUTES | {"charset", "content", "http-equiv", "lang", "name"}
    for tag, attributes in read.elements:
        assert attributes.keys() <= {name.lower() for name in allowed}, tag


@slow
@given(HOSTILE)
def test_json_holds_everything_in_ascii(attack: str) -> None:
    text = render("json", made.hostile(attack), View())
    assert text.isascii()
    assert all(sign.isprintable() or sign == "\n" for sign in text)
    Draft202012Validator(schema()).validate(json.loads(text))


def test_empty_names_stay_in_the_json() -> None:
    Draft202012Validator(schema()).validate(json.loads(render("json", made.hostile(""), View())))
