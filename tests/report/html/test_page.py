"""The page as text: its order, its policy, and that nothing in it comes from a report's texts."""

import base64
import hashlib
import json
import re
from collections import Counter
from dataclasses import replace
from html.parser import HTMLParser
from importlib.resources import files
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.effort import examples
from tests.report import samples
from tests.report.hostile import HOSTILE, REPORTS
from tests.report.html.beside_samples import BESIDE, hostile_beside, many
from tokenlint.policy.finding import Report
from tokenlint.report.beside import NOTHING, Beside
from tokenlint.report.elements import ATTRIBUTES, TAGS
from tokenlint.report.html.lists import STATIC_FINDINGS
from tokenlint.report.html.page import STATIC_DOCUMENTS, render
from tokenlint.report.view import View

FRAME = frozenset("html head meta title link style body header h1 nav main footer script".split())
_CSP = "http-equiv"


class Read(HTMLParser):
    """The elements of a page, as a browser's parser sees them."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.texts: dict[str, list[str]] = {"script": [], "style": []}
        self.comments = 0
        self._open = ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        self._open = tag
        if tag in self.texts:
            self.texts[tag].append("")

    def handle_endtag(self, tag: str) -> None:
        self._open = ""

    def handle_data(self, data: str) -> None:
        if self._open in self.texts:
            self.texts[self._open][-1] += data

    def handle_comment(self, data: str) -> None:
        self.comments += 1

    def tags(self) -> Counter[str]:
        return Counter(tag for tag, _ in self.elements)

    @property
    def data(self) -> Any:
        return json.loads(self.texts["script"][0])


def page(report: Report = samples.REPORT, beside: Beside = NOTHING) -> str:
    return render(report, View(), beside)


def test_the_most_important_comes_first() -> None:
    whole = page(samples.TROUBLED, BESIDE)
    text = whole[whole.index("<main") :]
    order = [
        "Incomplete: 1 error, 1 finding at or above medium.",
        "could not be judged, and the report says nothing about it",
        "a tab cannot indent",
        'class="tiles"',
        "embedded (regopy 1.5.2)",
        "agreed with the site",
        ">Trust space<",
        ">Documents (2)<",
        ">Findings (1)<",
        ">The price of lifetime<",
    ]
    places = [text.index(words) for words in order]
    assert places == sorted(places)


def test_the_policy_names_this_style_and_this_script_only() -> None:
    read = Read(page())
    policy = next(each for tag, each in read.elements if _CSP in each)["content"]
    rules = dict(part.strip().split(" ", 1) for part in policy.split(";"))
    assert rules["default-src"] == rules["base-uri"] == rules["form-action"] == "'none'"
    for name, text in (("script", read.texts["script"][1]), ("style", read.texts["style"][0])):
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert rules[f"{name}-src"] == f"'sha256-{digest}'"
    assert "unsafe" not in policy
    assert rules["require-trusted-types-for"] == "'script'"


def test_it_reaches_for_nothing() -> None:
    read = Read(page(samples.REPORT, BESIDE))
    for tag, attributes in read.elements:
        assert not {"src", "srcset", "action", "style", "data", "poster"} & attributes.keys(), tag
        if tag == "link":
            assert attributes == {"rel": "icon", "href": "data:,"}
        if tag == "a" and not attributes["href"].startswith("#"):
            assert attributes["rel"] == "noreferrer noopener"
    style, script = read.texts["style"][0], read.texts["script"][1]
    assert not re.search(r"url\(|@import|@font-face", style)
    assert not re.search(
        r"innerHTML|outerHTML|insertAdjacent|document\.write|eval\(|Function\(|fetch\(|XMLHttp",
        script,
    )


def test_the_parts_that_every_page_has_are_small() -> None:
    sizes = {
        name: len(files("tokenlint.report.html").joinpath(name).read_bytes())
        for name in ("page.css", "page.js")
    }
    assert sizes["page.css"] < 10_000
    assert sizes["page.js"] < 15_000
    assert len(page(samples.EMPTY)) < 40_000


@pytest.mark.slow
def test_a_thousand_documents_add_little_but_their_data() -> None:
    text = page(many(samples.REPORT, 1_000, 1_000), BESIDE)
    data = text.partition('<script type="application/json" id="data">')[2].partition("<")[0]
    assert len(text) - len(data) < 300_000
    assert 100_000 < len(data) < 2_000 * 1_500, "bytes a document or finding"


def test_the_first_stand_in_the_page_and_the_rest_is_told() -> None:
    text = page(many(samples.REPORT, 100, 500))
    static = text[: text.index('<script type="application/json"')]
    assert static.count('<details class="f">') == STATIC_FINDINGS
    assert static.count('class="page"') == STATIC_DOCUMENTS
    assert f"{500 - STATIC_FINDINGS} more findings need the script" in static
    assert f"{100 - STATIC_DOCUMENTS} more documents need the script" in static
    data = Read(text).data
    assert len(data["findings"]) == 500
    assert len(data["documents"]) == 100


def test_gravest_findings_and_their_documents_come_first() -> None:
    data = Read(page()).data
    assert [each[1] for each in data["findings"]] == ["AUD001", "SCP001", "LIF010", "SCP007"]
    assert [each[0] for each in data["documents"]] == ["d1", "d0"]


slow = settings(
    max_examples=examples(60),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@slow
@given(REPORTS, HOSTILE)
def test_no_text_of_a_report_becomes_mark_up(report: Report, attack: str) -> None:
    owner = report.documents[0].id if report.documents else "x"
    read = Read(page(report, hostile_beside(attack, owner)))
    tags = read.tags()
    assert read.comments == 0
    assert set(tags) <= TAGS | FRAME
    assert [tags[name] for name in ("script", "style", "meta", "link", "h1", "title")][:5] == [
        2, 1, 5, 1, 1,
    ]  # fmt: skip
    allowed = ATTRIBUTES | {"charset", "content", "http-equiv", "lang", "name"}
    for tag, attributes in read.elements:
        assert attributes.keys() <= {name.lower() for name in allowed}, tag
        assert attributes.get("href", "#").startswith(("#", "https://", "http://", "data:,"))
    _check_trees(read.data)


def _check_trees(data: Any) -> None:
    """Every tree of the data is made of the same elements, and refers to what is there."""

    def check(node: Any) -> None:
        if isinstance(node, int):
            assert 0 <= node < len(data["shared"])
            return
        if isinstance(node, str):
            assert all(line.isprintable() for line in node.split("\n"))
            return
        tag, attributes, *children = node
        assert tag in TAGS
        if isinstance(attributes, dict):
            assert attributes.keys() <= ATTRIBUTES
        for child in children:
            check(child)

    for tree in data["shared"]:
        check(tree)
    for each in data["findings"]:
        check(each[3])
    for each in data["documents"]:
        check(each[1])
        check(each[2])
    for each in data["curves"]:
        check(each[1])


@slow
@given(st.text(st.characters(), max_size=40))
def test_every_character_is_visible(text: str) -> None:
    shown = page(replace(samples.REPORT, engine=text, notes=(text,)))
    body = shown[shown.index("<body>") : shown.index('<script type="application/json"')]
    assert all(sign.isprintable() or sign == "\n" for sign in body)
