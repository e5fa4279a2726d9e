"""The price of lifetime: for each workflow its curves, a slider over lifetimes, the numbers."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from tokenlint.frontier.result import Frontier, Point, WorkflowFrontier
from tokenlint.frontier.words import number, per_second, percent, spell
from tokenlint.report.elements import Element, Node, el
from tokenlint.report.html.curves import picture
from tokenlint.report.html.documents import scrolling, table

_COLUMNS = (
    "lifetime", "mean", "peak", "tokens alive", "lost, random", "lost, worst",
    "jobs lost", "magnitude", "exposure", "leak", "remarks",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Curve:
    """One workflow at one granularity: its tree, and what the slider says at each lifetime."""

    name: str
    tree: Element
    steps: list[Any]  # label, words, marks: pairs of coordinates in turn
    start: int  # the lifetime to begin with: the recommended one, where there is one


def curves(frontier: Frontier) -> list[Curve]:
    """All workflows, each granularity by itself, in the order of the frontier."""
    return [curve for each in frontier.workflows for curve in _of_workflow(each, frontier)]


def _of_workflow(workflow: WorkflowFrontier, frontier: Frontier) -> Iterator[Curve]:
    # Its own granularity comes first: that is what the page begins with.
    def own_first(each: Point) -> tuple[bool, str, int]:
        return each.granularity is not workflow.granularity, each.granularity, each.lifetime

    ordered = sorted(workflow.points, key=own_first)
    by_granularity = {
        name: list(points) for name, points in groupby(ordered, key=lambda each: each.granularity)
    }
    for name, points in by_granularity.items():
        yield _curve(workflow, f"{workflow.name}, a token for each {name}", points, frontier)


def _curve(
    workflow: WorkflowFrontier, name: str, points: Sequence[Point], frontier: Frontier
) -> Curve:
    best = workflow.recommended if workflow.recommended in points else None
    title = f"{name}: load, loss and exposure against lifetime; the table below tells the numbers"
    drawn, marks = picture(points, best, frontier.issuer, frontier.tolerance, title)
    steps = [
        [spell(point.lifetime), words(point, best), [n for spot in mark for n in spot]]
        for point, mark in zip(points, marks, strict=True)
    ]
    plot = scrolling(drawn, f"plot of {name}")
    tree = el(
        "div",
        el("h3", name),
        el("p", workflow.says, class_="says"),
        *_knobs(workflow),
        plot,
        _table(name, points, best),
        class_="curve-of",
    )
    return Curve(name, tree, steps, points.index(best) if best else 0)


def words(point: Point, best: Point | None) -> str:
    """What a lifetime costs, in a sentence for the slider."""
    parts = [
        f"load {per_second(point.mean)} (peak {per_second(point.peak)})",
        f"{percent(point.lost_random)} of the jobs lost at a random time",
        f"{percent(point.lost_worst)} at the worst",
        f"exposure {point.exposure:.2f}",
        f"{number(point.alive)} tokens alive",
    ]
    remarks = _remarks(point, best)
    return f"{spell(point.lifetime)}: {', '.join(parts)}" + (f"; {remarks}." if remarks else ".")


def _remarks(point: Point, best: Point | None) -> str:
    found = [
        "recommended" if point == best else "",
        "on the frontier" if point.pareto else "",
        "" if point.allowed else "longer than its mitigations accept",
        "" if point.tolerated else "not tolerated",
    ]
    return ", ".join(part for part in found if part)


def _knobs(workflow: WorkflowFrontier) -> list[Node]:
    if not workflow.knobs:
        return []
    return [el("ul", *(el("li", el("strong", k.name), f": {k.says}") for k in workflow.knobs))]


def _table(name: str, points: Sequence[Point], best: Point | None) -> Element:
    head = el("tr", *(el("th", words, scope="col") for words in _COLUMNS))
    body = [el("tr", *_cells(point, best)) for point in points]
    inner = table(f"{name}: every lifetime", head, body)
    return el(
        "details", el("summary", f"All {len(points)} lifetimes as a table"), inner, class_="r"
    )


def _cells(point: Point, best: Point | None) -> list[Node]:
    numbers = (
        per_second(point.mean),
        per_second(point.peak),
        number(point.alive),
        percent(point.lost_random),
        percent(point.lost_worst),
        number(point.jobs_lost),
        f"{point.magnitude:.2f}",
        f"{point.exposure:.2f}",
        number(point.leak),
    )
    return [
        el("th", spell(point.lifetime), scope="row"),
        *(el("td", number, class_="n") for number in numbers),
        el("td", _remarks(point, best)),
    ]


def section(frontier: Frontier, made: Sequence[Curve], shown: int) -> Element:
    """The section; the script puts one curve at a time in, without it the first ones are there."""
    issuer, tolerance = frontier.issuer, frontier.tolerance
    when = "the worst" if tolerance.worst else "a random"
    told = (
        f"The issuer can carry {per_second(issuer.capacity)}. Tolerated: at most "
        f"{percent(tolerance.share)} of the jobs lost in an outage of "
        f"{spell(tolerance.outage.seconds)} that starts at {when} time."
    )
    parts: list[Node] = [
        el("h2", "The price of lifetime", id="frontier-h"),
        el("p", told),
        _recommended(frontier),
        *_together(frontier),
        _controls(made),
        el("div", *(curve.tree for curve in made[:shown]), id="curves"),
    ]
    if len(made) > shown:
        words = f"{len(made) - shown} more need the script of this page."
        parts.append(el("p", words, class_="noscript"))
    return el("section", *parts, id="frontier", aria_labelledby="frontier-h")


def _recommended(frontier: Frontier) -> Element:
    """One line a workflow: the shortest lifetime that the tolerance allows, or that none does."""
    heads = ("workflow", "shortest lifetime", "a token for each", "why")
    head = el("tr", *(el("th", words, scope="col") for words in heads))
    body = []
    for each in frontier.workflows:
        best = each.recommended
        lifetime = spell(best.lifetime) if best else "none"
        cells = (lifetime, str(best.granularity) if best else "-", each.says)
        body.append(el("tr", el("th", each.name, scope="row"), *(el("td", cell) for cell in cells)))
    return table("Recommended lifetimes", head, body)


def _together(frontier: Frontier) -> list[Node]:
    """What the issuer carries for all workflows at once."""
    parts: list[Node] = []
    if frontier.spent and frontier.issuer.capacity > 0:
        taken = percent(frontier.spent / frontier.issuer.capacity)
        words = f"At these lifetimes the peaks of all take {taken} of the issuer's capacity."
        parts.append(el("p", words))
    if frontier.floor:
        words = f"Below {spell(frontier.floor)} for all, the issuer could not carry the peaks."
        parts.append(el("p", words))
    head = el("tr", *(el("th", words, scope="col") for words in ("lifetime", "mean", "peak")))
    body = [
        el(
            "tr",
            el("th", spell(lifetime), scope="row"),
            *(el("td", per_second(rate), class_="n") for rate in rates),
        )
        for lifetime, *rates in frontier.totals
    ]
    if body:
        words = "All workflows together, each with the same lifetime"
        inner = table("Load of the issuer", head, body)
        parts.append(el("details", el("summary", words), inner, class_="r"))
    return parts


def _controls(made: Sequence[Curve]) -> Element:
    """Choice of curve, slider and live text; hidden until the script is there."""
    steps = max((len(curve.steps) for curve in made), default=1)
    choice = el(
        "p", el("label", "Workflow and granularity", for_="curve"), " ", el("select", id="curve")
    )
    slider = el(
        "input", type="range", id="lifetime", min=0, max=steps - 1, step=1, value=0,
        autocomplete="off",
    )  # fmt: skip
    words = el("output", id="price", for_="lifetime", aria_live="polite")
    lifetime = el("p", el("label", "Lifetime", for_="lifetime"), " ", slider)
    return el("div", choice, lifetime, el("p", words), id="price-controls", hidden="")
