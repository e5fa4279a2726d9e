"""The page opens without a complaint, its sections follow each other, and it can be navigated."""

from pathlib import Path
from typing import Any

import pytest

from tests.real.chromium.browser import Watched, opened
from tests.report import samples
from tests.report.html.beside_samples import FRONTIER
from tokenlint.report.beside import NOTHING
from tokenlint.report.frontier.render import render as render_frontier
from tokenlint.report.view import View

pytestmark = pytest.mark.slow

ORDER = ["Trust space", "Documents (2)", "Findings (4)", "The price of lifetime"]


def test_it_opens_and_nobody_complains(page: Watched) -> None:
    assert page.innocent(), (page.complaints, page.requests)
    headings = page.texts("#overview h2")
    assert headings[0].endswith("Failed: 3 findings at or above medium.")
    assert headings[1:] == ORDER
    assert page.page.title() == "tokenlint: Failed: 3 findings at or above medium."


@pytest.mark.parametrize("name", ["TROUBLED", "EMPTY", "CLEAN"])
def test_any_report_opens(open_page: Any, name: str) -> None:
    seen = open_page(getattr(samples, name), NOTHING)
    assert seen.innocent(), seen.complaints
    verdict = {"TROUBLED": "Incomplete: 1 error", "EMPTY": "Nothing to check", "CLEAN": "Passed"}
    assert verdict[name] in seen.texts(".verdict")[0]
    assert len(seen.texts("[role=alert]")) == (name == "TROUBLED")


def test_the_script_shows_what_stands_in_the_page_without_it(open_page: Any) -> None:
    with_, without = open_page(), open_page(java_script_enabled=False)
    for selector in ("#findings-list > li", "#documents-list > tr", "#summary", "#space"):
        assert with_.texts(selector) == without.texts(selector)
        assert without.texts(selector)
    assert not without.page.locator("#filters").is_visible()
    assert without.page.locator("#curves table").count() == 3
    without.go("#d0")
    assert without.page.locator("#d0 h2").is_visible()
    assert "delete /scratch at south-disk" in without.texts("#d0")[0]


def test_a_document_has_a_page_with_least_request_and_fix(page: Watched) -> None:
    page.page.get_by_role("link", name="nightly-reaper").first.click()
    assert page.page.url.endswith("#d0")
    page.page.locator("#overview").wait_for(state="hidden")  # the page follows its address later
    assert page.page.evaluate("document.activeElement.textContent") == "nightly-reaper"
    assert page.texts("#pages h3") == [
        "What it does",
        "Place in trust space",
        "Findings (2)",
        "Least request",
        "Fix",
    ]
    page.page.get_by_text("oidc-agent").click()
    page.page.get_by_text("oidc-token x").wait_for(state="visible")
    page.page.get_by_role("link", name="all documents").click()
    page.page.locator("#overview").wait_for(state="visible")
    assert page.page.locator("#pages > *").count() == 0
    assert page.innocent()


def test_back_leads_to_the_filters_that_were_set(page: Watched) -> None:
    page.page.select_option("#severity", "high")
    page.page.locator("#findings-list summary").first.click()
    page.page.locator("#findings-list a[href='#d0']").first.click()
    page.page.locator("#d0").wait_for(state="visible")
    page.page.go_back()
    page.page.locator("#overview").wait_for(state="visible")
    assert page.page.input_value("#severity") == "high"
    assert page.texts("#count") == ["1 of 4 findings"]


def test_a_link_to_a_page_opens_it_at_once(page: Watched) -> None:
    page.go("#d1")
    page.page.reload()
    assert page.texts("#pages h2") == ["token 3f2a9c01b7de"]
    page.go("#no-such-place")
    page.page.locator("#overview").wait_for(state="visible")


def test_the_page_of_the_frontier_alone_works_as_well(browser: Any, tmp_path: Path) -> None:
    file = tmp_path / "frontier.html"
    file.write_text(render_frontier("html", FRONTIER, View()), encoding="utf-8")
    seen = opened(browser, file)
    seen.page.locator("#lifetime").press("ArrowLeft")
    assert seen.texts("#price")[0].startswith("48 h: load ")
    seen.page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert seen.page.locator(".curve-of").count() == 3
    seen.page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert seen.innocent(), seen.complaints
    seen.page.context.close()
