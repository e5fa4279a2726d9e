"""The page of the frontier alone: its verdict, what could not be computed, its curves."""

from dataclasses import replace

import pytest

from tests.report import samples
from tests.report.html.beside_samples import FRONTIER
from tests.report.html.test_page import Read
from tokenlint.report.frontier.render import render
from tokenlint.report.html.frontier_page import sentence
from tokenlint.report.view import View

WITH_ALL = replace(FRONTIER, workflows=FRONTIER.workflows[:1])


@pytest.mark.parametrize(
    ("result", "kind", "words"),
    [
        (WITH_ALL, "passed", "exists for 1 of 1 workflows."),
        (FRONTIER, "failed", "A lifetime that bears the outage exists for 1 of 2 workflows."),
        (
            replace(FRONTIER, problems=(samples.ERROR,)),
            "incomplete",
            "Incomplete: 1 error; a lifetime that bears the outage exists for 1 of 2 workflows.",
        ),
    ],
)
def test_the_verdict_comes_first(result: object, kind: str, words: str) -> None:
    assert words in sentence(result)  # type: ignore[arg-type]
    page = render("html", result, View())  # type: ignore[arg-type]
    assert f'class="verdict {kind}"' in page
    assert page.index(words) < page.index('id="frontier"')
    assert ("a tab cannot indent" in page) == (kind == "incomplete")


def test_it_has_every_curve_and_nothing_else() -> None:
    page = render("html", FRONTIER, View())
    data = Read(page).data
    assert len(data["curves"]) == 3
    assert data["findings"] == data["documents"] == []
    assert 'href="#frontier"' in page
    assert 'href="#findings"' not in page


def test_without_a_workflow_only_the_summary_is_there() -> None:
    page = render("html", replace(FRONTIER, workflows=(), problems=(samples.ERROR,)), View())
    assert 'id="frontier"' not in page
    assert page.endswith("</html>\n")
