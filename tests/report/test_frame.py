"""Code frames: the carets stand under the text that they mean."""

from hypothesis import given
from hypothesis import strategies as st

from tests.report.hostile import HOSTILE
from tokenlint.policy.finding import Location
from tokenlint.report.frame import frames
from tokenlint.report.lines import cells
from tokenlint.source import Source

TEXT = "one\n  two: three\nfour\nfive\nsix\nseven"


def drawn(*locations: Location, text: str = TEXT, width: int = 60) -> list[str]:
    lines = frames(locations, {"a.yaml": text}, width)
    return ["".join(piece for piece, _ in line).rstrip() for line in lines]


def at(line: int, column: int = 0, end: int = 0, label: str = "", file: str = "a.yaml") -> Location:
    return Location(Source(file, line, column, end), label)


def test_one_span() -> None:
    assert drawn(at(2, 8, 13, "a number")) == [
        "    ┌─ a.yaml:2:8",
        "    │",
        "  2 │   two: three",
        "    │        ^^^^^ a number",
        "    │",
    ]


def test_the_primary_place_has_carets_and_others_have_dashes() -> None:
    assert drawn(at(6, 1, 6, "here"), at(1, 1, 4, "since this")) == [
        "    ┌─ a.yaml:6:1",
        "    │",
        "  1 │ one",
        "    │ --- since this",
        "    ┆",
        "  6 │ seven",
        "    │ ^^^^^ here",
        "    │",
    ]


def test_a_single_line_between_two_marks_is_shown() -> None:
    shown = drawn(at(3, 1, 5), at(5, 1, 4))
    assert shown[2:7] == ["  3 │ four", "    │ ^^^^", "  4 │ five", "  5 │ six", "    │ ---"]


def test_adjacent_lines_have_no_gap() -> None:
    assert drawn(at(3, 1, 5), at(4, 1, 5))[2:6] == [
        "  3 │ four",
        "    │ ^^^^",
        "  4 │ five",
        "    │ ----",
    ]


def test_two_marks_on_one_line_stand_beneath_each_other() -> None:
    assert drawn(at(2, 8, 13, "value"), at(2, 3, 6, "key"))[2:5] == [
        "  2 │   two: three",
        "    │   --- key",
        "    │        ^^^^^ value",
    ]


def test_equal_places_are_marked_once() -> None:
    assert len(drawn(at(1, 1, 4, "x"), at(1, 1, 4, "x"))) == len(drawn(at(1, 1, 4, "x")))


def test_without_a_column_the_text_of_the_line_is_marked() -> None:
    assert drawn(at(2))[3] == "    │   ^^^^^^^^^^"


def test_without_an_end_one_character_is_marked() -> None:
    assert drawn(at(2, 3))[3] == "    │   ^"


def test_a_mark_never_leaves_its_line() -> None:
    assert drawn(at(1, 2, 99))[3] == "    │  ^^"
    assert drawn(at(1, 99, 120))[3] == "    │    ^"
    assert drawn(at(1), text="\n\n")[3] == "    │ ^"


def test_a_caret_behind_a_line_that_fills_the_terminal_has_room() -> None:
    shown = drawn(at(1, 55), text="x" * 54)
    assert shown[2].startswith("  1 │ …x")
    assert shown[3].endswith(" ^")
    assert max(map(len, shown)) <= 60


def test_a_mark_that_claims_too_much_does_not_repeat_its_line() -> None:
    shown = drawn(at(2, 3, 6), at(2, 8, 99))
    assert [row for row in shown if "two: three" in row] == ["  2 │   two: three"]


def test_an_unknown_file_or_line_still_tells_its_label() -> None:
    assert drawn(at(3, 1, 2, "lost", "b.yaml")) == ["    ┌─ b.yaml:3:1", "    │ lost"]
    assert drawn(at(0, label="whole")) == ["    ┌─ a.yaml", "    │ whole"]
    assert drawn(at(1, 1, 4), at(77, 2, 3, "gone"))[-2:] == [
        "     ├─ a.yaml:77:2",
        "     │ gone",
    ]


def test_a_pointer_is_named_only_inside_a_token() -> None:
    source = Source("<claims>", 1, 2, 7, "/aud")
    lines = frames([Location(source)], {"<claims>": '{"aud":1}'}, 60)
    assert "".join(piece for piece, _ in lines[0]) == "    ┌─ <claims>:1:2  /aud"


def test_every_file_has_a_frame_of_its_own() -> None:
    lines = frames([at(1, 1, 4), at(1, 1, 2, file="b")], {"a.yaml": "one", "b": "two"}, 60)
    text = "\n".join("".join(piece for piece, _ in line) for line in lines)
    assert text.index("a.yaml:1:1") < text.index("one") < text.index("b:1:1") < text.index("two")


def test_a_long_line_is_shown_through_windows() -> None:
    text = "a" * 100 + "MARK" + "b" * 100 + "OTHER" + "c" * 50
    shown = drawn(at(1, 101, 105, "first"), at(1, 205, 210, "second"), text=text)
    codes = [row for row in shown if row.startswith("  1 │ ")]
    assert len(codes) == 2
    assert all(len(row) <= 60 for row in shown)
    for code, mark, word in zip(codes, [shown[3], shown[5]], ["MARK", "OTHER"], strict=True):
        start = code.index(word)
        assert mark[start : start + len(word)] in {"^" * len(word), "-" * len(word)}
        assert "…" in code


def test_a_span_longer_than_the_window_is_marked_as_far_as_it_is_seen() -> None:
    shown = drawn(at(1, 1, 200, "all of it"), text="x" * 300)
    assert shown[2].endswith("x…")
    assert set(shown[3].removeprefix("    │ ")) == {"^"}
    assert shown[4].strip(" │") == "all of it"


def test_tabs_wide_and_hidden_characters_keep_carets_in_place() -> None:
    text = "\tk: 日本\x1b[0mX"
    shown = drawn(at(1, text.index("X") + 1, text.index("X") + 2), text=text)
    code, mark = shown[2], shown[3]
    assert code == "  1 │     k: 日本\\x1b[0mX"
    assert cells(code[: code.index("X")]) == mark.index("^")


def test_a_command_of_a_build_system_is_broken_and_the_caret_keeps_its_place() -> None:
    shown = drawn(at(1, 3, 6), at(1, 8, 13), text="a ##vso[task.x] ##[group]b")
    assert r"  1 │ a #\x23vso[task.x] #\x23[group]b" in shown
    assert shown[3] == "    │   ^^^^^^"


def test_a_long_label_goes_beneath_and_ends_after_three_rows() -> None:
    shown = drawn(at(2, 8, 13, "word " * 60), width=44)
    assert shown[4:][-2:] == [shown[-2], "    │"]
    assert shown[-2].strip(" │") == "…"
    assert all(len(row) <= 44 for row in shown)


@given(
    text=HOSTILE,
    line=st.integers(0, 5),
    column=st.integers(0, 80),
    end=st.integers(0, 90),
    label=HOSTILE,
    width=st.integers(40, 120),
)
def test_any_place_in_any_text_can_be_drawn(
    text: str, line: int, column: int, end: int, label: str, width: int
) -> None:
    for row in drawn(at(line, column, end, label), text=text, width=width):
        assert row.isprintable()
        if not row.lstrip().startswith("┌─"):
            assert cells(row) <= max(width, 40)


def test_lines_are_counted_as_the_reader_of_each_language_counts_them() -> None:
    text = "a\u2028b\nc"
    assert drawn(at(2, 1, 2), text=text)[2] == "  2 │ b"
    lines = frames([Location(Source("<claims>", 2, 1, 2))], {"<claims>": text}, 60)
    assert "".join(piece for piece, _ in lines[2]) == "  2 │ c"
