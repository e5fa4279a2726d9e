"""Filters narrow the findings, say how many are left, and live in the address."""

import pytest

from tests.real.chromium.browser import Watched

pytestmark = pytest.mark.slow


def codes(seen: Watched) -> list[str]:
    return seen.texts("#findings-list > li > details > summary > code")


def test_each_filter_narrows(page: Watched) -> None:
    assert codes(page) == ["AUD001", "SCP001", "LIF010", "SCP007"]
    page.page.select_option("#severity", "critical")
    assert codes(page) == ["AUD001"]
    page.page.select_option("#severity", "")
    page.page.select_option("#rule", "SCP")
    assert codes(page) == ["SCP001", "SCP007"]
    page.page.select_option("#rule", "SCP007")
    assert codes(page) == ["SCP007"]
    page.page.get_by_role("button", name="Show all").click()
    page.page.select_option("#file", "reaper.yaml")
    assert codes(page) == ["SCP001", "SCP007"]
    page.page.fill("#text", "STORAGE.CREATE needed by")
    page.ends_with("#findings-list > li", 1)
    assert codes(page) == ["SCP007"]
    assert page.texts("#count") == ["1 of 4 findings"]
    assert page.page.url.endswith("#findings?file=reaper.yaml&text=STORAGE.CREATE+needed+by")
    page.page.get_by_role("button", name="Show all").click()
    assert len(codes(page)) == 4
    assert page.innocent()


def test_choices_say_how_many(page: Watched) -> None:
    assert page.texts("#severity option") == [
        "all", "critical (1)", "high (1)", "medium (1)", "low (1)",
    ]  # fmt: skip
    rules = page.texts("#rule option")
    assert rules[:3] == ["all", "AUD (1)", "AUD001 (1)"]
    assert "SCP (2)" in rules


def test_the_address_holds_them(page: Watched) -> None:
    page.go("#findings?severity=low")
    assert codes(page) == ["SCP007"]
    page.page.reload()
    assert codes(page) == ["SCP007"]
    page.go("#findings?severity=bogus&rule=%22%3E%3Cimg&file=nowhere&text=")
    assert len(codes(page)) == 4
    assert page.innocent()


def test_tiles_and_rules_lead_to_their_findings(page: Watched) -> None:
    page.page.locator(".tile.medium a").click()
    assert codes(page) == ["LIF010"]
    page.page.locator("#summary a[href='#findings?rule=AUD001']").click()
    assert codes(page) == ["AUD001"]


def test_many_come_in_portions(large: Watched) -> None:
    assert len(codes(large)) == 100
    more = large.page.locator("#findings-more")
    assert more.inner_text() == "Show 100 more of 900"
    more.click()
    assert len(codes(large)) == 200
    focused = "document.activeElement === document.querySelectorAll('#findings-list summary')[100]"
    assert large.page.evaluate(focused)
    large.page.fill("#text", "number 777)")
    large.ends_with("#findings-list > li", 1)
    assert not more.is_visible()
    assert large.texts("#count") == ["1 of 1,000 findings"]


def test_all_can_be_opened(page: Watched) -> None:
    page.page.get_by_role("button", name="Open all").click()
    assert page.page.locator("#findings-list details[open]").count() == 4
    assert page.page.locator("#findings-list .frame").first.is_visible()
    page.page.get_by_role("button", name="Close all").click()
    assert page.page.locator("#findings-list details[open]").count() == 0
