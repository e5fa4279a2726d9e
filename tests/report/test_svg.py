"""The picture: self-contained, told in words as well, true to its numbers."""

import re
from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings

from tests.effort import examples
from tests.report import samples
from tests.report.hostile import AXES
from tokenlint.policy.finding import Axes
from tokenlint.report.svg import draw, render
from tokenlint.report.view import View

NAMESPACE = "{http://www.w3.org/2000/svg}"


def test_it_is_small_and_reaches_for_nothing() -> None:
    picture = render(samples.REPORT, View())
    assert picture == draw(samples.DOCUMENTS)
    assert len(picture) < 12_000
    assert set(re.findall(r"https?://[^\"<\s]+", picture)) == {"http://www.w3.org/2000/svg"}
    assert not re.search(r"<script|<image|<foreignObject|@import|href", picture)


def test_it_is_told_in_words() -> None:
    root = ET.fromstring(draw(samples.DOCUMENTS))
    assert root.get("role") == "img"
    told = {element.get("id"): element.text or "" for element in root}
    title, about = (told[name] for name in root.get("aria-labelledby", "").split())
    assert title == "Token-trust space: where, what and how long"
    assert "where (audience) 1.00, needs 0.11, X.509 proxy 1.00" in about
    assert "how long (lifetime) 0.90, needs 0.21, X.509 proxy 0.90." in about


def widths(held: Axes | None, need: Axes | None) -> dict[str, list[float]]:
    document = replace(samples.DOCUMENTS[0], vector=held, need=need)
    root = ET.fromstring(draw([document]))
    found: dict[str, list[float]] = {"need": [], "held": [], "lack": []}
    for element in root.iter(f"{NAMESPACE}rect"):
        if element.get("class") in found and element.get("height") == "18":
            found[element.attrib["class"]].append(float(element.get("width", "0")))
    return found


@settings(max_examples=examples(40))
@given(AXES, AXES)
def test_bars_are_true_to_their_numbers(held: Axes, need: Axes) -> None:
    drawn = widths(held, need)
    pairs = [
        (getattr(held, axis), getattr(need, axis)) for axis in ("audience", "scope", "lifetime")
    ]
    wanted = {
        "need": sum(min(pair) for pair in pairs),
        "held": sum(max(0.0, have - want) for have, want in pairs),
        "lack": sum(max(0.0, want - have) for have, want in pairs),
    }
    for name, total in wanted.items():
        assert sum(drawn[name]) == pytest.approx(200 * total, abs=0.2)


def test_without_a_need_all_that_is_held_has_one_colour() -> None:
    drawn = widths(Axes(1, 0.5, 0.25, 0, 0), None)
    assert drawn == {"need": [200, 100, 50], "held": [], "lack": []}


def test_without_a_credential_the_need_is_outlined() -> None:
    assert widths(None, Axes(1, 0.5, 0.25, 0, 0))["lack"] == [200, 100, 50]
    only_need = replace(samples.DOCUMENTS[0], vector=None)
    assert "what it needs" in draw([only_need])
    assert "nothing requested" in draw([only_need])


def test_nothing_to_draw_is_said() -> None:
    bare = replace(samples.DOCUMENTS[0], vector=None, need=None)
    assert "No credential to draw." in draw([bare])


def test_at_most_twelve_cards_and_the_rest_is_counted() -> None:
    picture = draw([samples.DOCUMENTS[0]] * 15)
    assert picture.count(">nightly-reaper</text>") == 12
    assert ">+3</text>" in picture


def test_a_long_title_is_shortened_and_mark_up_is_text() -> None:
    document = replace(samples.DOCUMENTS[0], title="<b>" + "x" * 200, excess=None)
    picture = draw([document])
    assert "&lt;b&gt;" in picture
    assert "…</text>" in picture
    assert "excess" not in picture


def test_two_pictures_on_one_page_do_not_share_names() -> None:
    first, second = draw(samples.DOCUMENTS[:1]), draw(samples.DOCUMENTS[1:])
    names = [set(re.findall(r' id="([^"]+)"', picture)) for picture in (first, second)]
    assert not names[0] & names[1]
