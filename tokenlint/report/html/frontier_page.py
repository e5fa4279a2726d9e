"""The page of `tokenlint frontier`: the same page, of which only the price of lifetime is there."""

from tokenlint.frontier.result import Frontier
from tokenlint.report.elements import Element, Node, Shared, el, shown
from tokenlint.report.html.frontier import curves, section
from tokenlint.report.html.summary import errors
from tokenlint.report.html.whole import whole
from tokenlint.report.view import View

_SIGNS = {0: ("✓", "passed"), 1: ("✗", "failed"), 4: ("!", "incomplete")}
STATIC_CURVES = 12  # for readers without script


def render(result: Frontier, view: View) -> str:
    """Verdict, what could not be computed, recommendations, curves with their slider."""
    _ = view
    made = curves(result)
    shared = Shared(curve.tree for curve in made)
    data = {
        "severities": [],
        "files": [],
        "findings": [],
        "documents": [],
        "curves": [
            [shown(curve.name), shared.pack(curve.tree), curve.steps, curve.start] for curve in made
        ],
        "shared": shared.parts,
    }
    title = f"tokenlint frontier: {sentence(result)}"
    body = [_summary(result), *([section(result, made, STATIC_CURVES)] if made else [])]
    return whole(title, body, [], data)


def sentence(result: Frontier) -> str:
    """What the frontier comes to."""
    count = len(result.workflows)
    without = sum(each.recommended is None for each in result.workflows)
    words = f"lifetime that bears the outage exists for {count - without} of {count} workflows."
    if result.problems:
        lost = len(result.problems)
        return f"Incomplete: {lost} {'error' if lost == 1 else 'errors'}; a {words}"
    return f"A {words}"


def _summary(result: Frontier) -> Element:
    sign, kind = _SIGNS[result.exit_code]
    parts: list[Node] = [
        el(
            "h2",
            el("span", sign, class_="sign", aria_hidden="true"),
            " ",
            sentence(result),
            id="summary-h",
            class_=f"verdict {kind}",
        ),
        *errors(result.problems),
    ]
    return el("section", *parts, id="summary", aria_labelledby="summary-h")
