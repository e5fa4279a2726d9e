"""Least tokens as text, JSON and picture: narrow, plain, hostile."""

import json
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from tests.workflows.strategies import SERVICES
from tokenlint.cli.schema import load
from tokenlint.least.answer import Answer, with_curves
from tokenlint.least.curve import Curve, Point
from tokenlint.least.observed import Observations
from tokenlint.least.of_workflow import least_of
from tokenlint.report.least.curve_text import curve_lines
from tokenlint.report.least.json import schema
from tokenlint.report.least.render import FORMATS, Shown, render
from tokenlint.report.lines import write
from tokenlint.report.view import View
from tokenlint.source import Problem, Source
from tokenlint.trustspace.vector import Vector

HOSTILE = '</text><script>alert(1)</script>\x1b[31m\n::set-env x "&\u202e'


def shown(
    *paths: str, name: str = "w", split: bool = False, paths_most: int | None = None
) -> Shown:
    observations = Observations("log", SERVICES)
    lines: list[dict[str, Any]] = [
        {"operation": "read", "service": "disk", "path": path, "workflow": name, "time": 50_000 * n}
        for n, path in enumerate(paths)
    ]
    lines.append({"operation": "submit", "service": "condor", "workflow": name})
    observations.read(json.dumps(line).encode() for line in lines)
    groups, _ = observations.finish()
    least = [least_of(each.workflow, split=split, paths=paths_most) for each in groups]
    found = tuple(with_curves(each, ("a note",), ()) for each in least)
    return Shown(Answer(found, (Problem("syntax", Source("log", 3), "no JSON"),)), proof=True)


@pytest.mark.parametrize("width", [40, 80, 120])
def test_no_line_of_the_text_is_wider_than_the_terminal(width: int) -> None:
    text = render("full", shown("/d/a/f1", "/d/a/f2", "/d/b/f3", split=True), View(width=width))
    wide = [line for line in text.splitlines() if len(line) > max(width, 60)]
    assert wide == []


def test_a_terminal_without_unicode_gets_none() -> None:
    text = render("full", shown("/d/f1", "/d/f2", paths_most=5), View(unicode=False))
    assert "#" in text
    assert text.isascii()


def test_long_lists_are_cut_in_the_text_and_whole_in_the_json() -> None:
    many = shown(*(f"/d/f{n}" for n in range(50)))
    text = render("full", many, View())
    assert "and 23 more; --format json lists all, --paths N bounds them" in text
    data = json.loads(render("json", many, View()))
    assert len(data["workflows"][0]["tokens"][0]["scope"]) == 53
    assert len(data["workflows"][0]["tokens"][0]["proof"]["scope"]) == 53


def test_a_curve_has_each_token_once() -> None:
    """Between 6 files in one folder and that folder, no bound makes a difference."""
    curve = Curve(tuple(Point(n, Vector(0, n / 10, 0), "x", n) for n in (6, 2, 2, 2, 1)), (), 1)
    rows = [line for line in write(curve_lines(curve, View()), View()).splitlines() if "▓" in line]
    assert [int(row.split()[0]) for row in rows] == [6, 2, 1]


@pytest.mark.parametrize("name", [HOSTILE, "naïve 😀 \x7f", "\ud800"])
def test_hostile_names_stay_text(name: str) -> None:
    hostile = shown("/d/f1", "/d/f2", name=name)
    picture = render("svg", hostile, View())
    assert "<script" not in picture
    ET.fromstring(picture)
    text = render("full", hostile, View())
    assert "\x1b" not in text
    assert not any(line.startswith("::") for line in text.splitlines())
    data = render("json", hostile, View())
    assert data.isascii()
    assert "\x7f" not in data
    Draft202012Validator(load("least")).validate(json.loads(data))


@given(
    st.lists(st.sampled_from(["/a", "/a/b", "/a/c", "/d/e/f", "/d/e/g"]), min_size=1),
    st.booleans(),
    st.none() | st.integers(4, 8),
)
def test_whatever_is_found_fits_the_schema(paths: list[str], split: bool, most: int | None) -> None:
    made = shown(*paths, split=split, paths_most=most)
    Draft202012Validator(schema()).validate(json.loads(render("json", made, View())))
    for format_ in FORMATS:
        assert render(format_, made, View()).endswith("\n")


def test_the_picture_says_in_words_what_it_shows() -> None:
    picture = ET.fromstring(render("svg", shown("/d/f1", "/d/f2"), View()))
    told = [each.text or "" for each in picture.iter() if each.tag.endswith("desc")]
    assert "scope axis by number of scopes" in told[0]
    assert "the folder of each" in told[0]


def test_the_schema_refuses_another_format() -> None:
    data = json.loads(render("json", shown("/a"), View()))
    data["schema"] = "tokenlint.least/2"
    assert list(Draft202012Validator(schema()).iter_errors(data))
