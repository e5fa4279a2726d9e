"""The two parsers read alike wherever both read a text."""

from collections.abc import Callable, Iterator

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.effort import examples
from tests.workflows.declarations import PIECES, PROPER
from tokenlint.workflows import yaml_events
from tokenlint.workflows.composer import Composer, NodeLimits, Refused
from tokenlint.workflows.encoding import decode
from tokenlint.workflows.yaml_documents import compose
from tokenlint.workflows.yaml_events import (
    Event,
    NotYaml,
    fast_events,
    reads_alike,
    thorough_events,
)
from tokenlint.workflows.yaml_nodes import Mapping, follow


def _run(events: Callable[[str], Iterator[Event]], text: str) -> str:
    composer = Composer(text, "w.yaml", NodeLimits())
    try:
        composer.run(events(text))
    except NotYaml:
        return "not YAML"
    except Refused as refused:
        return str(refused.problem)
    return repr((composer.documents, composer.problems))


@st.composite
def _nearly_proper(draw: st.DrawFn) -> str:
    text = PROPER
    for _ in range(draw(st.integers(0, 3))):
        at = draw(st.integers(0, len(text)))
        gone = draw(st.integers(0, 3))
        text = text[:at] + draw(st.sampled_from((*PIECES, ""))) + text[at + gone :]
    return text


@settings(max_examples=examples(300))
@given(_nearly_proper() | st.lists(st.sampled_from(PIECES), max_size=14).map("".join))
@example(PROPER)
@example("a: # c\nb: &x # d\n  - !!map\n    k: v\n  -\n")
@example("{a: , b}\n")
def test_both_parsers_give_the_same_nodes(text: str) -> None:
    text += "\n"
    if decode(text.encode(), "w.yaml", limit=10_000).text is None or not reads_alike(text):
        return
    fast, thorough = _run(fast_events, text), _run(thorough_events, text)
    if "not YAML" not in (fast, thorough):
        assert fast == thorough


def test_no_libyaml_is_found_where_there_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(_: str) -> None:
        raise ImportError

    yaml_events._libyaml.cache_clear()
    monkeypatch.setattr(yaml_events.importlib, "import_module", gone)
    assert yaml_events._libyaml() is None
    yaml_events._libyaml.cache_clear()


def test_a_tab_sends_the_text_to_the_thorough_parser() -> None:
    assert not reads_alike("a:\t1")
    assert not reads_alike("%YAML 1.1\n---\na")
    assert reads_alike("a: 1")
    root = follow(compose("a: 1 #\tcomment", "w.yaml").documents[0])
    assert isinstance(root, Mapping)
