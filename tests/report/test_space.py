"""The three axes and the boxes in them."""

import re
from dataclasses import replace

import pytest

from tests.report import samples
from tokenlint.policy.finding import Axes
from tokenlint.report.space import label, safe, space


def corners(drawn: str, kind: str) -> list[tuple[float, float]]:
    """Every corner of the faces of one box, in pixels from the origin."""
    faces = re.findall(f'class="{kind}"[^>]* d="M([^Z]+)Z"', drawn)
    assert len(faces) == 3
    return [(float(x), float(y)) for face in faces for x, y in map(str.split, face.split("L"))]


def test_the_box_of_a_proxy_reaches_the_far_corner() -> None:
    drawn = space(replace(samples.DOCUMENTS[1], vector=None, need=None), "n")
    points = corners(drawn, "proxy")
    slope = 84 * 3**0.5 / 2  # the breadth on the page of an axis from 0 to 1
    assert max(x for x, _ in points) == pytest.approx(slope, abs=0.1)
    assert min(x for x, _ in points) == pytest.approx(-0.8957 * slope, abs=0.1)
    assert max(y for _, y in points) == pytest.approx(84 * (1 + 0.8957) / 2, abs=0.1)
    assert min(y for _, y in points) == pytest.approx(-84, abs=0.1)


def test_a_point_at_the_origin_is_still_seen() -> None:
    flat = replace(samples.DOCUMENTS[0], vector=Axes(0, 0, 0, 0, 0), need=None)
    points = corners(space(flat, "n"), "need rim")
    assert len(set(points)) == 7


def test_the_need_stands_inside_what_is_held() -> None:
    drawn = space(samples.DOCUMENTS[1], "n")
    held, need = corners(drawn, "held edge"), corners(drawn, "need rim")
    assert max(x for x, _ in need) < max(x for x, _ in held)
    assert drawn.index("held edge") < drawn.index("need rim")
    assert 'fill="url(#n-h)"' in drawn


def test_text_is_text() -> None:
    assert safe("<b>&\x00\n") == r"&lt;b&gt;&amp;\x00\n"
    drawn = label(1, 2.5, "a<b", size=9, kind="soft", anchor="end", bold=True)
    assert drawn == (
        '<text x="1" y="2.5" font-size="9" class="soft" text-anchor="end" font-weight="600">'
        "a&lt;b</text>"
    )
