"""Dark and light, narrow and wide, and on paper."""

import re
from dataclasses import replace
from typing import Any

import pytest
from msgspec import structs

from tests.probe import made_results
from tests.probe.running import plan_for, storage
from tests.real.chromium.browser import Watched
from tests.report import samples
from tokenlint.probe.cell import Verdict
from tokenlint.probe.probed import Probed
from tokenlint.probe.results import left_out
from tokenlint.report.beside import Beside
from tokenlint.report.probe.page import chapters

pytestmark = pytest.mark.slow

_BACK = "getComputedStyle(document.body).backgroundColor"
WHITE, DARK = "rgb(255, 255, 255)", "rgb(15, 19, 24)"


@pytest.mark.parametrize(("system", "back"), [("light", WHITE), ("dark", DARK)])
def test_the_system_chooses_the_theme(open_page: Any, system: str, back: str) -> None:
    seen = open_page(color_scheme=system)
    assert seen.page.evaluate(_BACK) == back


def test_the_reader_chooses_another_one(page: Watched) -> None:
    for choice, back in (("dark", DARK), ("light", WHITE), ("dark", DARK), ("auto", WHITE)):
        page.page.select_option("#theme", choice)
        assert page.page.evaluate(_BACK) == back
    assert page.innocent()


@pytest.mark.parametrize("fragment", ["", "#d0", "#d1"])
def test_nothing_sticks_out_of_a_telephone(open_page: Any, fragment: str) -> None:
    seen = open_page(viewport={"width": 360, "height": 740})
    seen.go(fragment)
    seen.page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    assert seen.page.evaluate("document.documentElement.scrollWidth") <= 360


@pytest.mark.parametrize("width", [1300, 800])
def test_all_tokens_of_a_probe_stand_beside_each_other(open_page: Any, width: int) -> None:
    """With the longest words in every cell, and one kind of token more than is usual."""
    plan = plan_for(storage())
    results = tuple(
        structs.replace(left_out(cell, ""), verdict=Verdict.CHANGED_THOUGH_REFUSED, status="403")
        for cell in plan.cells
    )
    probed = Probed(samples.EMPTY, (replace(made_results.probe(), results=results),))
    beside = Beside(chapters=chapters(probed))
    seen = open_page(samples.EMPTY, beside, viewport={"width": width, "height": 900})
    tables = "[...document.querySelectorAll('#probe .wide')]"
    assert seen.page.evaluate(f"{tables}.length") == 3
    assert seen.page.evaluate(f"{tables}.map(each => each.scrollWidth - each.clientWidth)") == [
        0,
        0,
        0,
    ]


def test_on_paper_everything_is_there_and_open(page: Watched) -> None:
    page.page.select_option("#theme", "dark")
    page.page.emulate_media(media="print")
    assert page.page.evaluate(_BACK) == WHITE
    pdf = page.page.pdf()
    assert pdf.startswith(b"%PDF-")
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) >= 4
    page.page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.page.locator("details:not([open])").count() == 0
    assert page.page.locator("#pages .page").count() == 2
    assert page.page.locator(".curve-of").count() == 3
    for hidden in ("nav", "#filters", "#price-controls", ".skip"):
        assert not page.page.locator(hidden).is_visible()
    for text in ("this fails", "The price of lifetime", "Least request", "every lifetime"):
        assert page.page.get_by_text(text).first.is_visible(), text
    page.page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.page.locator("#findings-list details[open]").count() == 0
    assert page.page.locator("#pages .page").count() == 0
    assert page.page.locator(".curve-of").count() == 1


def test_motion_is_not_forced(open_page: Any) -> None:
    seen = open_page(reduced_motion="reduce")
    assert seen.page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"
