from tokenlint.services.snippets.cut import common_indent, cut, inexact, is_directive
from tokenlint.services.text import Text


def test_a_part_of_a_part_adds_up() -> None:
    whole = Text("a", "a", "x\n  y\n    z = 1\n")
    part = cut(whole, 1, 3, 2, "b")
    inner = cut(part, 1, 2, 2, "c")
    assert (inner.content, str(inner.at(0, 4, 5))) == ("z = 1", "a:3:9")


def test_within_an_inexact_text_only_its_line_is_known() -> None:
    folded = inexact(Text("a", "a", "x\ny\nz"), 1, "one\ntwo", "b")
    assert cut(folded, 1, 2, 0, "c").line == inexact(folded, 1, "two", "c").line == 2


def test_blank_lines_have_no_indentation() -> None:
    assert common_indent(["    a", "", " ", "  b"], 8) == 2
    assert common_indent([""], 3) == 3


def test_a_directive_fills_its_line() -> None:
    assert is_directive("  {{- if .x }}")
    assert not is_directive("a: {{ .x }}")
