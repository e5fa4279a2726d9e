"""Expressions that a backtracking matcher may need exponential time for."""

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.effort import examples
from tokenlint.services.regular.ambiguity import exponential
from tokenlint.services.regular.errors import Broken, Unsupported
from tokenlint.services.regular.parser import parse


@pytest.mark.parametrize(
    "text",
    [
        "(a+)+$",
        "(a*)*b",
        "(a|a)*b",
        "(a|ab|b)*c",
        r"(\w+\.?)+$",
        "(.*,.*)*x",
        "(a?b?)*c",
        "(a{1,3})+b",
        "((a+)+b)*",
        "^(([a-z])+.)+[A-Z]([a-z])+$",
        "(a+){10}b",
    ],
)
def test_loops_that_read_a_text_in_two_ways(text: str) -> None:
    assert exponential(parse(text))


@pytest.mark.parametrize(
    "text",
    [
        r"([a-z0-9-]+\.)+example\.org$",
        r"^https://(\w+\.)*a\.example,",
        r"(\d{1,3}\.){3}\d+$",
        "(ab)*c",
        ".*.*x",
        "(a+)+",
        "(a|b)*c",
        "a+b+$",
        "(,[^,]+)*$",
    ],
)
def test_loops_that_read_a_text_in_one_way_or_cannot_fail(text: str) -> None:
    assert not exponential(parse(text))


def test_something_that_follows_elsewhere_counts() -> None:
    assert exponential(parse("(a+)+"), can_fail=True)


def test_a_loop_with_very_many_places_is_left_alone_quickly() -> None:
    started = time.perf_counter()
    assert not exponential(parse("(" + "a?" * 300 + ")*b"))
    assert exponential(parse("(" + "a?" * 30 + ")*b"))
    assert time.perf_counter() - started < 30  # a hang, not slowness


@given(st.text(alphabet="ab()*+|?$", max_size=12))
@settings(max_examples=examples(200))
def test_what_is_called_harmless_does_not_hang_python(text: str) -> None:
    try:
        node = parse(text)
    except (Broken, Unsupported):
        return
    if exponential(node, can_fail=True):
        return
    started = time.perf_counter()
    re.search(f"(?:{text})!", "ab" * 6 + "a" * 12)
    assert time.perf_counter() - started < 30  # a hang, not slowness
