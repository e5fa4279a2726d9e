"""What an expression matches; compared with Python's own matcher where that is safe."""

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.effort import examples
from tokenlint.services.regular.automaton import Automaton, build, includes
from tokenlint.services.regular.errors import Unsupported
from tokenlint.services.regular.parser import parse

TEXTS = st.text(alphabet="ab,.", max_size=7)


def _expressions() -> st.SearchStrategy[str]:
    leaves = st.sampled_from(["a", "b", ",", r"\.", ".", "[ab]", "[^a]", "^", "$"])
    return st.recursive(
        leaves,
        lambda inner: st.one_of(
            st.tuples(inner, inner).map("".join),
            st.tuples(inner, inner).map(lambda pair: f"({pair[0]}|{pair[1]})"),
            st.tuples(
                st.sampled_from(["a", "b", ".", "[ab]", "(?:ab|,)"]),
                st.sampled_from(["*", "+", "?", "{1,2}"]),
            ).map("".join),
        ),
        max_leaves=6,
    )


def automaton(text: str) -> Automaton:
    return build(parse(text))


@given(_expressions(), TEXTS)
@settings(max_examples=examples(300))
def test_it_matches_what_python_matches(expression: str, text: str) -> None:
    assert automaton(expression).accepts(text) == (re.search(expression, text) is not None)


def test_the_empty_text_ends_where_it_begins() -> None:
    assert automaton("$^").accepts("")
    assert not automaton("$^").accepts("a")
    assert not automaton("^a$").accepts("")
    assert not includes(automaton("^.+$"), automaton("$^"))
    assert includes(automaton("^$"), automaton("$^"))


@given(_expressions(), _expressions(), TEXTS)
@settings(max_examples=examples(300))
def test_inclusion_is_never_claimed_wrongly(wide: str, narrow: str, text: str) -> None:
    one, other = automaton(wide), automaton(narrow)
    if includes(one, other) and other.accepts(text):
        assert one.accepts(text)


@pytest.mark.parametrize(
    ("wide", "narrow", "answer"),
    [
        (".*,.*", "^a,b$", True),
        ("^a,", "^a,b$", True),
        ("^a,b$", "^a,", False),
        (r".*x\.example/.*,.*", r".*x\.example/vo.*,.*", True),
        (r".*x\.example/vo.*,.*", r".*x\.example/.*,.*", False),
        ("^https://a.example,", r"^https://a\.example,", True),
        (r"^https://a\.example,", "^https://a.example,", False),
        ("^(a|b),", "^a,", True),
        ("a", "$", False),
        ("", "a", True),
    ],
)
def test_inclusion_is_shown_where_it_holds(wide: str, narrow: str, answer: bool) -> None:
    assert includes(automaton(wide), automaton(narrow)) is answer


def test_inclusion_may_be_asked_of_some_texts_only() -> None:
    with_comma = automaton(",")
    assert not includes(automaton("^[^,]+,"), automaton("^a"))
    assert includes(automaton("^[^,]+,"), automaton("^a"), with_comma)


def test_time_is_linear_where_backtracking_is_exponential() -> None:
    machine = automaton("(a+)+$")
    started = time.perf_counter()
    assert not machine.accepts("a" * 20_000 + "!")
    assert time.perf_counter() - started < 30  # a hang, not slowness


@pytest.mark.parametrize("text", ["a{60000}", "((a{50}){50}){50}", "(a|b){9,5000}"])
def test_too_many_states_are_refused(text: str) -> None:
    with pytest.raises(Unsupported):
        automaton(text)


def test_repetitions_of_nothing_end() -> None:
    assert automaton("((){60000}){60000}x((){60000}){0,60000}").accepts("x")


def test_an_endless_comparison_is_given_up() -> None:
    many = automaton("|".join(f".*{a}.{{9}}{b}" for a in "abcdef" for b in "abcdef"))
    started = time.perf_counter()
    assert not includes(automaton("^[^!]*$"), many)
    assert time.perf_counter() - started < 30  # a hang, not slowness
