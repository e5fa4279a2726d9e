"""Text to documents: the parser that suits it, and no text that takes too long."""

import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.workflows.declarations import PROPER
from tokenlint.workflows import yaml_events
from tokenlint.workflows.yaml_documents import compose
from tokenlint.workflows.yaml_events import (
    reads_alike,
)
from tokenlint.workflows.yaml_nodes import plain


@given(st.text(max_size=40))
def test_any_text_gives_nodes_or_problems(text: str) -> None:
    composed = compose(text, "w.yaml")
    assert all(problem.reason and problem.advice for problem in composed.problems)
    for document in composed.documents:
        plain(document)


def test_documents_before_an_error_stay() -> None:
    composed = compose("a: 1\n---\nb: 2\n---\nc: [\n", "w.yaml")
    assert [plain(each) for each in composed.documents] == [{"a": 1}, {"b": 2}]
    assert [problem.kind for problem in composed.problems] == ["syntax"]


def test_anchors_end_with_their_document() -> None:
    assert compose("a: &x 1\n---\nb: *x\n", "w.yaml").problems


def test_the_fast_parser_explains_a_large_broken_file() -> None:
    text = "a: 1\n" * 50 + "b: 'x"
    (problem,) = compose(text, "w.yaml", slow_limit=10).problems[-1:]
    assert problem.kind == "syntax"


def test_without_libyaml_everything_still_works(monkeypatch: pytest.MonkeyPatch) -> None:
    expected = compose(PROPER, "w.yaml")
    monkeypatch.setattr(yaml_events, "_libyaml", lambda: None)
    assert not reads_alike("a")
    assert compose(PROPER, "w.yaml") == expected
    assert compose(PROPER, "w.yaml", slow_limit=1) == expected


HOSTILE = {
    "stars": "*" * 200_000,
    "empty values in one line": "{" + "a: , " * 60_000 + "}",
    "anchors in one line": "[" + "&a x, " * 60_000 + "]",
    "blank lines": "a:\n" + "\n" * 200_000 + "b:\n",
    "unknown aliases": "".join(f"- *unknown-name-{n}\n" for n in range(5_000)),
    "known and unknown": "".join(f"- &name-{n} 1\n- *nam-{n}\n" for n in range(5_000)),
    "a long key": "k" * 500_000 + ": 1",
    "duplicate keys": "a: 1\n" * 20_000,
    "open quotes": "'" * 100_001,
    "comments": "# c\n" * 100_000,
    "tags": "- !x y\n" * 20_000,
    "documents": "---\n" * 30_000,
    "dashes": "-" * 200_000,
    "colons": ":" * 200_000,
    "question marks": "? a\n" * 20_000,
}


LONGEST = "empty values in one line"


def _hostile() -> list[Any]:
    """That which takes seconds although nothing is wrong runs in the gate alone."""
    slow = {LONGEST: [pytest.mark.slow]}
    return [pytest.param(text, id=name, marks=slow.get(name, ())) for name, text in HOSTILE.items()]


@pytest.mark.parametrize("text", _hostile())
def test_hostile_text_takes_no_longer_than_its_length(text: str) -> None:
    started = time.process_time()
    compose(text, "w.yaml", slow_limit=10_000)
    assert time.process_time() - started < 20  # quadratic time would take minutes
