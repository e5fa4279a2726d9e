"""Three planes of trust space: marks stand where their numbers say, in shape as in colour."""

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings

from tests.effort import examples
from tests.report.hostile import AXES
from tests.report.samples import DOCUMENTS
from tokenlint.policy.finding import Axes
from tokenlint.report.elements import Element, Node, mark_up
from tokenlint.report.places import MOST_APART, PAIRS, Placed, placed
from tokenlint.report.planes import _SIDE, planes

_START = re.compile(r"M(-?[\d.]+) (-?[\d.]+)")


def drawn(node: Node, kind: str) -> list[Element]:
    if isinstance(node, str):
        return []
    own = [node] if dict(node.attributes).get("class", "").split(" ")[0] == kind else []
    return own + [each for child in node.children for each in drawn(child, kind)]


def starts(element: Element) -> list[tuple[float, float]]:
    path = dict(element.attributes)["d"]
    return [(float(x), float(y)) for x, y in _START.findall(path)]


@settings(max_examples=examples(40))
@given(AXES, AXES)
def test_marks_stand_where_the_numbers_say(held: Axes, need: Axes) -> None:
    document = replace(DOCUMENTS[0], vector=held, need=need)
    picture = planes([Placed("A", document, held, need)], "x")
    for number, pair in enumerate(PAIRS):
        plane = picture.children[number]
        ((x, y),) = starts(drawn(plane, "held")[0])
        assert (x + 4.5) / _SIDE == pytest.approx(getattr(held, pair[0]), abs=0.001)
        assert 1 - (y + 4.5) / _SIDE == pytest.approx(getattr(held, pair[1]), abs=0.001)
        ((x, y),) = starts(drawn(plane, "need")[0])
        assert (x + 4.5) / _SIDE == pytest.approx(getattr(need, pair[0]), abs=0.001)
        assert 1 - y / _SIDE == pytest.approx(getattr(need, pair[1]), abs=0.001)


def test_an_arrow_leads_from_what_is_asked_to_what_is_needed() -> None:
    held, need = Axes(1, 1, 1, 1, 1), Axes(0, 0, 0, 0, 0)
    document = replace(DOCUMENTS[0], vector=held, need=need)
    plane = planes([Placed("A", document, held, need)], "x").children[0]
    (way,) = drawn(plane, "way")
    assert starts(way) == [(_SIDE, 0)]
    (tip,) = drawn(plane, "tip")
    x, y = starts(tip)[0]
    assert x < 6
    assert y > _SIDE - 6
    assert not drawn(planes([Placed("A", document, held, held)], "x").children[0], "way")


def test_references_and_names_are_in_every_plane() -> None:
    picture = planes(placed(DOCUMENTS), "x")
    for plane in picture.children[:3]:
        assert len(drawn(plane, "proxy")) == len(drawn(plane, "legacy")) == 1
        assert len(drawn(plane, "name")) == 2
    text = mark_up(picture)
    for words in ("audience (where)", "scope (what)", "lifetime (how long)", "VOMS proxy, 96 h"):
        assert words in text


def test_many_documents_are_few_elements() -> None:
    many = placed([DOCUMENTS[0], DOCUMENTS[1]] * MOST_APART)
    text = mark_up(planes(many, "x"))
    assert len(text) < 12_000
    assert text.count('class="held many"') == 3
    assert '<path class="way" d="M-10 0H2">' in text
    assert text.count('class="way"') == 1, "only in the legend"
