"""Tables of a page: heads on both sides, words that tell all, no script."""

from dataclasses import replace

import pytest

from tests.report import samples
from tests.report.html.test_page import Read
from tokenlint.policy.finding import Document
from tokenlint.report.beside import Beside, Chapter, Grid, Line, Part, Square
from tokenlint.report.elements import mark_up
from tokenlint.report.html.chapters import STYLES, chapter, grid
from tokenlint.report.html.page import render
from tokenlint.report.view import View
from tokenlint.source import Source

GRID = Grid(
    "What each may do",
    "operation",
    ("read", "create"),
    (
        Line("read a file", (Square("ok", "good"), Square("EXCESS", "high", "201")), "Rights"),
        Line("delete", (Square(""), Square("left out", "muted")), "Rights"),
        Line("expired", (Square("ok", "good"), Square("ok", "good")), "Time"),
    ),
)
PART = Part("north", {"endpoint": "https://north.example"}, ("1 excess",), (GRID,), ("ok: fine",))
CHAPTER = Chapter("probe", "What the services do", (PART,))


def test_every_head_says_what_it_is_the_head_of() -> None:
    text = mark_up(grid(GRID))
    assert "<caption>What each may do</caption>" in text
    for words in ("operation", "read", "create"):
        assert f'<th scope="col">{words}</th>' in text.replace("<span>", "").replace("</span>", "")
    for words in ("read a file", "delete", "expired"):
        assert f'<th scope="row">{words}</th>' in text
    for words in ("Rights", "Time"):
        assert f'<th scope="rowgroup" colspan="3">{words}</th>' in text
    assert text.count("<tbody>") == 2
    assert text.count("<th") - text.count("<thead") == text.count("scope=")


def test_a_word_tells_what_a_colour_tells() -> None:
    text = mark_up(grid(GRID))
    assert '<td class="high"><strong>EXCESS</strong><br><small>201</small></td>' in text
    assert '<td class="good">ok</td>' in text
    assert "<td>left out</td>" in text, "a style that the page does not have is none"


def test_a_chapter_stands_behind_the_summary_and_is_linked_to() -> None:
    page = render(samples.REPORT, View(), Beside(chapters=(CHAPTER,)))
    text = page[page.index("<main") :]
    order = ["summary-h", "What the services do", "north", "1 excess", "EXCESS", ">Trust space<"]
    places = [text.index(words) for words in order]
    assert places == sorted(places)
    assert '<a href="#probe">Probe</a>' in page
    assert 'href="#probe"' not in render(samples.REPORT, View())


def test_it_needs_no_script() -> None:
    page = render(samples.REPORT, View(), Beside(chapters=(CHAPTER,)))
    static = page[: page.index('<script type="application/json"')]
    assert "EXCESS" in static
    assert len(Read(page).texts["script"]) == 2


@pytest.mark.parametrize("style", sorted(STYLES))
def test_styles_are_those_of_the_page(style: str) -> None:
    assert f".{style}{{color:var(--{style})}}" in render(samples.EMPTY, View())


def test_a_chapter_without_anything() -> None:
    assert mark_up(chapter(Chapter("audit", "Nothing", ()))).count("<h2") == 1


def _many(columns: int, words: str = "ok") -> str:
    names = tuple(f"token {number}" for number in range(columns))
    lines = (Line("read", tuple(Square(words, "good", "200") for _ in names)),)
    return mark_up(grid(Grid("What each may do", "operation", names, lines)))


def test_many_columns_of_short_words_stand_close() -> None:
    assert '<table class="dense">' in _many(7)
    assert '<th scope="col"><span>token 6</span></th>' in _many(7), "a head that can be turned"
    for broad in (_many(6), _many(7, "more than a word")):
        assert "<table>" in broad


def test_a_page_of_chapters_has_no_empty_trust_space() -> None:
    lone = replace(samples.EMPTY, documents=(Document("north", "probe", "north", Source("north")),))
    page = render(lone, View(), Beside(chapters=(CHAPTER,)))
    assert "Trust space" not in page
    assert "magnitude" not in page.partition('id="documents"')[2].partition("</section>")[0]
    assert "Trust space" in render(lone, View()), "a report of documents says that it is empty"
