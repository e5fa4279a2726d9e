"""The frontier as text, JSON and SVG."""

import json
from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest
from jsonschema import Draft202012Validator

from tests.frontier import made
from tokenlint.cli.schema import load
from tokenlint.errors import UsageError
from tokenlint.frontier.compute import frontier
from tokenlint.frontier.model import Issuer
from tokenlint.frontier.result import Frontier
from tokenlint.report.frontier.curve import at, of_granularity, place
from tokenlint.report.frontier.panel import HEIGHT, panels
from tokenlint.report.frontier.render import FORMATS, parse, render
from tokenlint.report.frontier.rows import rows
from tokenlint.report.view import View
from tokenlint.source import Problem, Source

HASTY = made.COPY.replace("  copy:", "  hasty:").replace("wait", "fail")
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def result() -> Frontier:
    return frontier(made.works(made.COPY + HASTY), made.setting())


def test_the_text(result: Frontier) -> None:
    text = render("full", result, View())
    lines = text.splitlines()
    assert lines[0].startswith("The issuer carries 900/s. To bear: an outage of 64 h")
    assert text.index("✗ hasty") < text.index("✓ copy")
    assert "1 of 2 workflows can have a lifetime that does." in lines
    assert "patience: " in text
    (row,) = [line for line in lines if line.endswith("recommended") and "file" in line]
    assert row.split()[:3] == ["15", "min", "file"]
    assert max(map(len, lines)) <= 100


@pytest.mark.parametrize("width", [40, 60, 120])
def test_the_text_fits_a_terminal_and_needs_no_unicode(result: Frontier, width: int) -> None:
    text = render("full", result, View(width=width, unicode=False))
    drawn = [line for line in text.splitlines() if "|" in line or "+--" in line]
    assert drawn
    table = [line for line in text.splitlines() if " file " in line or line.endswith("recommended")]
    assert all(len(line) <= max(width, 52) for line in table)
    assert all(len(line) <= max(width, 48) for line in drawn)
    assert not any(sign in text for sign in "█│└◆✓✗┄┴")


def test_what_could_not_be_computed_is_said(result: Frontier) -> None:
    problem = Problem("load", Source("w.yaml", 7), "nothing says how much", "add `load`")
    text = render("full", replace(result, problems=(problem,)), View())
    assert " ERROR  w.yaml:7\n  nothing says how much; add `load`\n" in text
    assert "incomplete: 1 error; " in text


def test_services_that_forget_the_keys_are_named(result: Frontier) -> None:
    forgetful = replace(result, issuer=Issuer(900, key_cache=3600))
    assert "Services verify without the issuer for 1 h" in render("full", forgetful, View())


def test_the_json_fits_its_schema(result: Frontier) -> None:
    schema = load("frontier")
    assert isinstance(schema, dict)
    Draft202012Validator.check_schema(schema)
    data = json.loads(render("json", result, View()))
    assert list(Draft202012Validator(schema).iter_errors(data)) == []
    assert (data["schema"], data["exit_code"]) == ("tokenlint.frontier/1", 1)
    copy, hasty = data["workflows"]
    assert copy["recommended"] in copy["points"]
    assert (hasty["recommended"], hasty["why"]) == (None, "loss")
    assert {each["name"] for each in hasty["knobs"]} == {"patience"}


def test_the_picture_stands_alone(result: Frontier) -> None:
    text = render("svg", result, View())
    root = ET.fromstring(text)
    assert root.tag == f"{SVG}svg"
    assert root.find(f"{SVG}title") is not None
    told = root.find(f"{SVG}desc")
    assert told is not None
    assert told.text is not None
    assert "hasty: No lifetime up to 96 h" in told.text
    assert "http" not in text.replace("http://www.w3.org/2000/svg", "")
    assert "<script" not in text
    marks = [each for each in root.iter(f"{SVG}path") if each.get("class") == "mark"]
    assert len(marks) == 3  # one in each panel of the workflow that has a lifetime
    assert len(text) < 60_000


def test_more_is_drawn_higher(result: Frontier) -> None:
    copy = result.workflows[0]
    for panel in panels(copy, result):
        low, high = sorted((panel.measure(copy.points[0]), panel.measure(copy.points[-1])))
        assert 0 <= panel.y(high) < panel.y(low) <= HEIGHT or low == high
        assert panel.y(panel.high) == 0
        assert panel.y(panel.low) == HEIGHT


def test_names_cannot_inject_anything(result: Frontier) -> None:
    hostile = "</text><script>alert(1)</script>\x1b[31m\n::error::"
    workflows = tuple(replace(each, name=hostile) for each in result.workflows)
    named = replace(result, workflows=workflows)
    svg = render("svg", named, View())
    assert "<script" not in svg
    ET.fromstring(svg)
    text = render("full", named, View())
    assert "\x1b" not in text
    assert not any(line.startswith("::") for line in text.splitlines())
    json.loads(render("json", named, View()))


def test_many_workflows_are_counted_and_not_drawn(result: Frontier) -> None:
    many = replace(result, workflows=tuple(result.workflows[:1]) * 20)
    assert "and 8 more" in render("svg", many, View())
    assert "recommended\n\n" not in render("full", many, View())


def test_nothing_to_draw() -> None:
    empty = frontier([], made.setting())
    ET.fromstring(render("svg", empty, View()))
    assert "0 of 0 workflows" in render("full", empty, View())


def test_one_lifetime_has_no_axis() -> None:
    one = frontier(made.works(made.COPY), made.setting(lifetimes=(345_600,)))
    for format_ in FORMATS:
        assert render(format_, one, View())


def test_few_rows(result: Frontier) -> None:
    for each in result.workflows:
        shown = rows(each)
        assert len(shown) <= 12
        assert each.recommended is None or each.recommended in shown


def test_between_the_points_a_curve_is_straight(result: Frontier) -> None:
    copy = result.workflows[0]
    points = of_granularity(copy, copy.granularity)
    for point in points:
        assert at(points, point.lifetime, lambda each: each.leak) == point.leak
    low, high = points[0], points[1]
    middle = (low.lifetime * high.lifetime) ** 0.5
    assert at(points, middle, lambda each: each.peak) == pytest.approx((low.peak + high.peak) / 2)
    assert place(middle, low.lifetime, high.lifetime) == pytest.approx(0.5)


def test_formats_that_there_are_not() -> None:
    with pytest.raises(UsageError, match="no format of a frontier"):
        parse("sarif")
