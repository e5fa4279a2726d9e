"""Laying out styled text."""

from hypothesis import given
from hypothesis import strategies as st

from tokenlint.report.lines import STYLES, cells, paragraph, wrap, write
from tokenlint.report.view import View

WORDS = st.text(st.characters(categories=["L", "N", "P", "S"]), max_size=30)


def test_wide_and_combining_characters_are_counted_in_columns() -> None:
    assert [cells(text) for text in ("abc", "日本", "e\u0301", "│")] == [3, 4, 1, 1]


@given(st.lists(WORDS), st.integers(2, 40))
def test_wrapping_loses_nothing_and_keeps_the_width(words: list[str], width: int) -> None:
    text = " ".join(words)
    rows = wrap(text, width)
    assert "".join(rows).replace(" ", "") == text.replace(" ", "")
    assert all(cells(row) <= width for row in rows)
    assert rows


def test_wrapping_breaks_at_spaces_first() -> None:
    assert wrap("a bb ccc", 4) == ["a bb", "ccc"]
    assert wrap("a abcdefgh b", 4) == ["a", "abcd", "efgh", "b"]
    assert wrap("", 4) == [""]


def test_a_paragraph_is_indented_behind_its_first_piece() -> None:
    lines = paragraph("aaaa bbbb cccc dddd eeee", 25, first=(("-> ", "place"),), indent=3)
    assert write(lines, View()) == "-> aaaa bbbb cccc dddd\n   eeee\n"


def test_no_line_ends_with_blanks() -> None:
    assert write([(("a ", ""), ("  ", ""), ("", "")), ((" ", ""),), ()], View()) == "a\n\n\n"


def test_a_line_of_another_speaker_is_no_command() -> None:
    lines = [(("  ", ""), ("::add-mask::x", "strong"))]
    assert write(lines, View()) == "  \\x3a:add-mask::x\n"
    assert "::add" not in write(lines, View(colour=True))


def test_colours_do_not_depend_on_the_environment() -> None:
    import os

    line = ((" HIGH ", "high"), (" x", "strong"))
    before = dict(os.environ)
    try:
        os.environ |= {"NO_COLOR": "1", "TERM": "dumb", "COLUMNS": "3"}
        assert write([line], View(colour=True)) == "\x1b[1;31m HIGH \x1b[0m\x1b[1m x\x1b[0m\n"
    finally:
        os.environ.clear()
        os.environ.update(before)


def test_long_coloured_lines_are_not_broken_again() -> None:
    assert write([(("x" * 500, "place"),)], View(colour=True, width=40)).count("\n") == 1


def test_every_style_is_one_that_rich_knows() -> None:
    from rich.style import Style

    assert all(Style.parse(style) is not None for style in STYLES.values())


def test_mark_up_of_rich_is_ordinary_text() -> None:
    assert write([(("[bold]x[/] :smile:", ""),)], View(colour=True)) == "[bold]x[/] :smile:\n"


def test_what_is_escaped_at_the_beginning_of_a_row_has_room() -> None:
    text = write(paragraph("::" + "0" * 58, 60, first=(("   ", ""),), indent=3), View())
    assert max(map(cells, text.split("\n"))) <= 60
    assert text.startswith("   \\x3a:")
