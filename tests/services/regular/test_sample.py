"""Samples of what an expression was written for."""

import time

from hypothesis import given
from hypothesis import strategies as st

from tokenlint.services.regular.automaton import build
from tokenlint.services.regular.errors import Broken, Unsupported
from tokenlint.services.regular.parser import parse
from tokenlint.services.regular.sample import samples, text_of


def texts(expression: str) -> list[str]:
    return [text_of(sample) for sample in samples(parse(expression))]


def test_a_dot_becomes_a_dot_and_is_known_as_one() -> None:
    (sample,) = samples(parse("^a.b,$"))
    assert text_of(sample) == "a.b,"
    assert [sign.dot for sign in sample] == [False, True, False, False]
    assert [sign.literal for sign in sample] == [True, False, True, True]


def test_every_alternative_has_a_sample() -> None:
    assert texts("(a|b)(c|d)") == ["ac", "ad", "bc", "bd"]
    assert texts("[a-z]+|x{3}|y*") == ["a", "xxx", ""]


def test_signs_that_nobody_expects() -> None:
    assert texts("[%]") == ["%"]
    assert texts("[é]") == ["é"]


def test_long_samples_are_left_out_in_no_time() -> None:
    started = time.perf_counter()
    assert texts("((a{400}){400}){400}") == []
    assert len(texts("(a|b)" * 200)) == 16
    assert time.perf_counter() - started < 30  # a hang, not slowness


@given(st.text(alphabet="ab.,()|*+?[]\\d{2}", max_size=20))
def test_a_sample_without_anchors_is_matched(expression: str) -> None:
    try:
        node = parse(expression)
        automaton = build(node)
    except (Broken, Unsupported):
        return
    for sample in samples(node):
        if "\n" not in text_of(sample):
            assert automaton.accepts(text_of(sample))
