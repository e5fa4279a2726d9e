"""Circles in graphs."""

import time

from hypothesis import given
from hypothesis import strategies as st

from tokenlint.services.circles import circles

GRAPHS = st.dictionaries(st.integers(0, 7), st.lists(st.integers(0, 7)))


def test_a_circle_begins_where_it_is_met() -> None:
    assert list(circles({"x": ["a"], "a": ["b"], "b": ["a", "x"]})) == [("a", "b"), ("x", "a", "b")]
    assert list(circles({"a": ["a"]})) == [("a",)]
    assert list(circles({"a": ["b", "c"], "b": ["c"], "c": []})) == []


@given(GRAPHS)
def test_each_circle_is_one_and_none_is_missed(given_graph: dict[int, list[int]]) -> None:
    graph = {key: [to for to in leads if to in given_graph] for key, leads in given_graph.items()}
    found = list(circles(graph))
    for circle in found:
        for one, other in zip(circle, (*circle[1:], circle[0]), strict=True):
            assert other in graph[one]
    assert bool(found) == any(_reaches(graph, key, key) for key in graph)


def _reaches(graph: dict[int, list[int]], start: int, goal: int) -> bool:
    seen: set[int] = set()
    waiting = list(graph[start])
    while waiting:
        at = waiting.pop()
        if at not in seen:
            seen.add(at)
            waiting += graph[at]
    return goal in seen


def test_a_long_chain_takes_little_time() -> None:
    start = time.monotonic()
    chain = {at: [at + 1] for at in range(100_000)} | {100_000: [0]}
    (circle,) = circles(chain)
    assert len(circle) == 100_001
    assert time.monotonic() - start < 30  # a hang, not slowness
