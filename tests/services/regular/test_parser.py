"""The structure of regular expressions, and what keeps one from having any."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tokenlint.services.regular.errors import Broken, Unsupported
from tokenlint.services.regular.parser import LONGEST, parse
from tokenlint.services.regular.syntax import ANY, Anchor, Choice, Leaf, Repeat, Sequence


def test_a_sequence_holds_leaves_anchors_and_repetitions() -> None:
    node = parse(r"^a.b*$")
    assert isinstance(node, Sequence)
    start, _, dot, repeat, end = node.items
    assert (start, end) == (Anchor("start"), Anchor("end"))
    assert dot == Leaf(ANY)
    assert isinstance(repeat, Repeat)
    assert (repeat.least, repeat.most) == (0, None)


@pytest.mark.parametrize(
    ("text", "limits"),
    [
        ("a+", (1, None)),
        ("a?", (0, 1)),
        ("a{3}", (3, 3)),
        ("a{2,}", (2, None)),
        ("a{1,4}?", (1, 4)),
    ],
)
def test_limits_of_a_repetition(text: str, limits: tuple[int, int | None]) -> None:
    node = parse(text)
    assert isinstance(node, Repeat)
    assert (node.least, node.most) == limits


def test_alternatives_and_groups_of_all_kinds() -> None:
    for text in ("(a|b)", "(?:a|b)", "(?P<n>a|b)", "(?<n>a|b)", "(?i:a|b)"):
        node = parse(text)
        assert isinstance(node, Choice), text
        assert len(node.options) == 2


def test_an_escaped_dot_is_itself() -> None:
    assert parse(r"\.") == Leaf(1 << ord("."), ".")


def test_quoted_text_and_anchors_by_letters() -> None:
    assert parse(r"\Qa.b\E") == parse(r"a\.b")
    assert parse(r"\Aa\z") == parse("^a$")


def test_letters_of_any_case() -> None:
    assert parse("a", caseless=True) == Leaf((1 << ord("a")) | (1 << ord("A")), "a")
    assert parse("(?i)a") == parse("a", caseless=True)


def test_a_brace_that_is_no_count_is_itself() -> None:
    assert parse("{a}") == parse(r"\{a\}")


@pytest.mark.parametrize(
    "text",
    [
        "(a",
        "a)",
        "*a",
        "a|+",
        "a**",
        "a{3,1}",
        "a{99999}",
        "[a",
        "[b-a]",
        "a\\",
        "(?#x",
        "[[:none:]]",
    ],
)
def test_what_does_not_compile_is_broken(text: str) -> None:
    with pytest.raises(Broken):
        parse(text)


@pytest.mark.parametrize(
    "text",
    ["(?=a)", "(?<!a)b", "(?>a)", r"(a)\1", r"\ba", "a++", "^*", r"\p{L}", "(" * 70 + ")" * 70],
)
def test_what_the_model_does_not_hold_is_said(text: str) -> None:
    with pytest.raises(Unsupported):
        parse(text)


def test_a_very_long_expression_is_not_looked_at() -> None:
    with pytest.raises(Unsupported):
        parse("a" * (LONGEST + 1))


@given(st.text(alphabet="ab.*+?()[]{}|^$\\-,0:<>=!'QEdx", max_size=40) | st.text(max_size=40))
def test_any_text_has_a_structure_or_a_reason(text: str) -> None:
    with contextlib.suppress(Broken, Unsupported):
        parse(text)
