"""Everything can be reached, opened and moved with the keyboard alone, and has role and name."""

from itertools import pairwise
from typing import Any

import pytest

from tests.real.chromium.browser import Watched

pytestmark = pytest.mark.slow

_WHO = "document.activeElement.id || document.activeElement.textContent"


def tab_to(page: Any, wanted: str, most: int = 80) -> list[str]:
    """Press Tab until the element has the focus; what was passed on the way."""
    passed: list[str] = []
    for _ in range(most):
        page.keyboard.press("Tab")
        passed.append(page.evaluate(_WHO))
        if passed[-1] == wanted:
            return passed
    raise AssertionError(f"{wanted} was not reached: {passed}")


def test_tab_goes_through_the_page_in_its_order(page: Watched) -> None:
    passed = tab_to(page.page, "lifetime")
    assert passed[:3] == ["Skip to the report", "Summary", "Trust space"]
    controls = [
        each
        for each in passed
        if each in {"theme", "severity", "rule", "file", "text", "clear", "open", "curve"}
    ]
    assert controls == ["theme", "severity", "rule", "file", "text", "clear", "open", "curve"]
    assert sum("SCP001" in each for each in passed) >= 1


def test_the_skip_link_is_seen_with_focus_and_leads_to_the_report(page: Watched) -> None:
    skip = page.page.locator(".skip")
    assert skip.bounding_box()["x"] < 0
    page.page.keyboard.press("Tab")
    assert skip.bounding_box()["x"] >= 0
    page.page.keyboard.press("Enter")
    assert page.page.evaluate(_WHO) == "main"


def test_focus_is_visible(page: Watched) -> None:
    tab_to(page.page, "severity")
    outline = page.page.evaluate("getComputedStyle(document.activeElement).outlineWidth")
    assert outline == "3px"


def test_enter_opens_a_finding(page: Watched) -> None:
    tab_to(page.page, "open")
    page.page.keyboard.press("Tab")
    page.page.keyboard.press("Enter")
    assert page.page.locator("#findings-list details[open]").count() == 1


def test_arrows_move_the_lifetime_and_its_marks(page: Watched) -> None:
    tab_to(page.page, "lifetime")
    slider = page.page.locator("#lifetime")
    assert slider.input_value() == "7", "it begins with what is recommended"
    assert slider.get_attribute("aria-valuetext") == "96 h"
    assert "recommended" in page.texts("#price")[0]
    before = [mark.get_attribute("cx") for mark in page.page.locator(".now").all()]
    page.page.keyboard.press("ArrowLeft")
    assert slider.get_attribute("aria-valuetext") == "48 h"
    assert page.texts("#price")[0].startswith("48 h: load 12/s (peak 31/s)")
    after = [mark.get_attribute("cx") for mark in page.page.locator(".now").all()]
    assert len(after) == 3
    assert all(float(new) < float(old) for new, old in zip(after, before, strict=True))
    page.page.keyboard.press("Home")
    assert slider.get_attribute("aria-valuetext") == "1 h"
    page.page.keyboard.press("End")
    assert slider.get_attribute("aria-valuetext") == "8 d"
    assert page.innocent()


def test_a_mark_lies_on_its_curve(page: Watched) -> None:
    page.page.locator("#lifetime").fill("3")
    on_curve = """() => [...document.querySelectorAll("#curves .now")].map((mark, n) => {
      const path = document.querySelectorAll("#curves .curve:not(.second)")[n];
      const at = path.getCTM(), to = mark.getCTM();
      const x = +mark.getAttribute("cx") * to.a + to.e, y = +mark.getAttribute("cy") * to.d + to.f;
      let best = 1e9;
      for (let s = 0; s <= 400; s++) {
        const p = path.getPointAtLength(path.getTotalLength() * s / 400);
        best = Math.min(best, Math.hypot(p.x * at.a + at.e - x, p.y * at.d + at.f - y));
      }
      return best;
    })"""
    distances = page.page.evaluate(on_curve)
    assert len(distances) == 3
    assert max(distances) < 3


def test_another_curve_has_its_own_numbers(page: Watched) -> None:
    choices = page.page.locator("#curve option").all_inner_texts()
    assert choices == [
        "transfers, a token for each dataset",
        "transfers, a token for each file",
        "pilots, a token for each site",
    ]
    page.page.select_option("#curve", label=choices[2])
    assert page.texts("#curves h3") == [choices[2]]
    assert page.page.locator("#lifetime").get_attribute("aria-valuetext") == "1 h"


def test_roles_and_names(page: Watched) -> None:
    tree = page.page.locator("body").aria_snapshot()
    for part in (
        "banner", 'navigation "Sections"', "main", "contentinfo",
        'heading "tokenlint report" [level=1]',
        'heading "Trust space" [level=2]', 'search "Filter findings"', 'combobox "Severity"',
        'combobox "Rule"', 'combobox "File or service"', 'searchbox "Text"', 'slider "Lifetime"',
        'combobox "Workflow and granularity"', 'combobox "Theme"', 'columnheader "audience"',
        'img "2 documents in trust space, in three planes"',
    ):  # fmt: skip
        assert part in tree, (part, tree)


def test_headings_do_not_skip_a_level(page: Watched) -> None:
    levels = """() => [...document.querySelectorAll("h1,h2,h3,h4")]
      .filter((each) => each.checkVisibility()).map((each) => +each.tagName[1])"""
    for fragment in ("", "#d0"):
        page.go(fragment)
        found = page.page.evaluate(levels)
        assert found[0] == 1
        assert found.count(1) == 1
        assert all(after <= before + 1 for before, after in pairwise(found))
