"""The frontier's curves: marks on their lines, every lifetime in words and in the table."""

from dataclasses import replace

from tests.report.html.beside_samples import FRONTIER, LIFETIMES, point
from tokenlint.frontier.model import Issuer, Outage, Tolerance
from tokenlint.report.elements import Element, Node, mark_up
from tokenlint.report.html.curves import picture
from tokenlint.report.html.frontier import curves, section, words

POINTS = [point(lifetime) for lifetime in LIFETIMES]
ISSUER, TOLERANCE = Issuer(900.0), Tolerance(Outage(64 * 3600.0), 0.01)


def found(node: Node, kind: str) -> list[Element]:
    if isinstance(node, str):
        return []
    own = [node] if dict(node.attributes).get("class") == kind else []
    return own + [each for child in node.children for each in found(child, kind)]


def test_each_workflow_and_granularity_has_its_curve() -> None:
    made = curves(FRONTIER)
    assert [curve.name for curve in made] == [
        "transfers, a token for each dataset",
        "transfers, a token for each file",
        "pilots, a token for each site",
    ]
    assert [curve.start for curve in made] == [7, 0, 0], "it begins with the recommended one"
    assert all(len(curve.steps) == len(LIFETIMES) for curve in made)


def test_marks_go_right_with_the_lifetime_and_follow_the_values() -> None:
    _, marks = picture(POINTS, None, ISSUER, TOLERANCE, "x")
    for plot in range(3):
        xs = [mark[plot][0] for mark in marks]
        assert xs == sorted(xs)
        assert len(set(xs)) == len(xs)
    loads, losses, exposures = ([mark[plot][1] for mark in marks] for plot in range(3))
    assert loads == sorted(loads), "load falls, so that y goes down the page"
    assert losses == sorted(losses)
    assert exposures == sorted(exposures, reverse=True)


def test_what_is_recommended_or_on_the_frontier_is_marked() -> None:
    drawn, _ = picture(POINTS, POINTS[7], ISSUER, TOLERANCE, "x")
    assert len(found(drawn, "best")) == 3
    assert len(found(drawn, "front")) == 3 * 3
    assert len(found(drawn, "now")) == 3
    assert not found(picture(POINTS, None, ISSUER, TOLERANCE, "x")[0], "best")


def test_one_point_or_none_lost_can_be_drawn() -> None:
    drawn, marks = picture(POINTS[:1], POINTS[0], ISSUER, TOLERANCE, "x")
    assert "nan" not in mark_up(drawn)
    assert len(marks) == 1
    calm = [replace(each, mean=0.0, peak=0.0, lost_random=0.0, lost_worst=0.0) for each in POINTS]
    drawn, _ = picture(calm, None, Issuer(0.0), replace(TOLERANCE, share=0.0), "x")
    assert "nan" not in mark_up(drawn)


def test_the_price_is_told_in_a_sentence() -> None:
    told = words(POINTS[7], POINTS[7])
    assert told == (
        "96 h: load 6.2/s (peak 16/s), 0 % of the jobs lost at a random time, "
        "0 % at the worst, exposure 0.86, 8,600,000 tokens alive; recommended, on the frontier."
    )
    refused = words(replace(POINTS[0], allowed=False), None)
    assert refused.endswith("longer than its mitigations accept, not tolerated.")


def test_the_section_tells_tolerance_and_recommendation() -> None:
    made = curves(FRONTIER)
    text = mark_up(section(FRONTIER, made, 2))
    assert "at most 1 % of the jobs lost in an outage of 64 h that starts at a random" in text
    assert "1 more need the script" in text
    assert text.count("<tr>") == 1 + 2 + (2 + 1) * (1 + len(LIFETIMES))
    assert "none exists" in text


def test_the_load_of_all_together_is_told() -> None:
    loaded = replace(FRONTIER, spent=450.0, floor=7_200)
    text = mark_up(section(loaded, curves(loaded), 2))
    assert "the peaks of all take 50 % of the issuer's capacity." in text
    assert "Below 2 h for all, the issuer could not carry the peaks." in text
    assert text.count('<td class="n">1/s</td><td class="n">2/s</td>') == len(LIFETIMES)
    alone = replace(FRONTIER, totals=())
    assert "together" not in mark_up(section(alone, curves(alone), 2))
