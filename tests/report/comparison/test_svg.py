"""The picture of a comparison: self-contained, told in words as well, true to its numbers."""

import re
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings

from tests.effort import examples
from tests.report.comparison.made import COMPARISON, COMPARISONS, JOB, PROXY
from tokenlint.comparison import MOST, Comparison, compare_all
from tokenlint.report.comparison.svg import draw, render
from tokenlint.report.view import View

NAMESPACE = "{http://www.w3.org/2000/svg}"


def rects(picture: str, kind: str) -> list[ET.Element]:
    return [e for e in ET.fromstring(picture).iter(f"{NAMESPACE}rect") if e.get("class") == kind]


def test_it_reaches_for_nothing_and_suits_light_and_dark() -> None:
    picture = render(COMPARISON, View())
    assert picture == draw(COMPARISON)
    assert set(re.findall(r"https?://[^\"<\s]+", picture)) == {"http://www.w3.org/2000/svg"}
    assert not re.search(r"<script|<image|<foreignObject|@import|href", picture)
    assert "prefers-color-scheme:dark" in picture
    assert len(rects(picture, "ground")) == 1


def test_it_is_told_in_words() -> None:
    root = ET.fromstring(draw(COMPARISON))
    told = {element.get("id"): element.text or "" for element in root}
    title, about = (told[name] for name in root.get("aria-labelledby", "").split())
    assert title == "Token-trust space: credentials compared"
    assert "B is job.token: where 0.11, what " in about
    assert "A covers B." in about


@settings(max_examples=examples(40))
@given(COMPARISONS)
def test_bars_are_true_to_their_numbers(comparison: Comparison) -> None:
    picture = draw(comparison)
    bars = rects(picture, "need")
    wanted = [
        getattr(each.vector, axis)
        for axis in ("audience", "scope", "lifetime")
        for each in comparison.presented
    ]
    assert [float(bar.attrib["width"]) for bar in bars] == pytest.approx(
        [520 * value for value in wanted], abs=0.1
    )


@pytest.mark.parametrize("count", [0, 1, 3, 4, MOST])
def test_nothing_lies_outside_of_the_picture(count: int) -> None:
    picture = draw(compare_all([JOB] * count))
    root = ET.fromstring(picture)
    width, height = float(root.attrib["width"]), float(root.attrib["height"])
    for bar in rects(picture, "track"):
        assert float(bar.attrib["y"]) + 16 < height
        assert float(bar.attrib["x"]) + float(bar.attrib["width"]) < width
    cells = re.findall(r'<g transform="translate\((\d+) (\d+)\)">', picture)
    assert len(cells) == count
    assert all(int(x) + 262 <= width and int(y) + 250 < height for x, y in cells)
    assert ("No credential to draw." in picture) is (count == 0)


def test_names_may_be_others_than_those_of_the_command_line() -> None:
    picture = draw(compare_all([PROXY, JOB]), ["a proxy"])
    assert ">a proxy<" in picture
    assert ">job.token<" in picture
    assert "voms-proxy-96h" not in picture


def test_of_a_long_name_the_end_is_shown() -> None:
    from dataclasses import replace

    picture = draw(compare_all([replace(JOB, name="/a" * 40 + "/job.token")]))
    assert re.search(r">…[^<]{17}/job\.token<", picture)
