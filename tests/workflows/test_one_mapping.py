"""Files that hold one mapping of keys: what is no such thing is said at its place."""

import pytest

from tokenlint.source import Source
from tokenlint.workflows.documents import DEFAULT_LIMITS
from tokenlint.workflows.one_mapping import OneMapping, one_mapping
from tokenlint.workflows.schema import validator_of

VALIDATOR = validator_of(
    {
        "type": "object",
        "required": ["size"],
        "properties": {"size": {"title": "size", "type": "integer"}},
        "$defs": {},
    }
)


def read(text: str) -> OneMapping:
    return one_mapping("a.yaml", text, DEFAULT_LIMITS, VALIDATOR, kind="model", what="model")


def test_data_and_complaints_with_their_places() -> None:
    found = read("tokenlint: model/1\nsize: 3\n---\n")
    assert found.data == {"tokenlint": "model/1", "size": 3}
    (problem,) = found.complaints([("/size", "it is odd", "write 4")])
    assert (problem.kind, problem.source.line, problem.reason) == ("model", 2, "it is odd")
    assert found.problems == ()


@pytest.mark.parametrize(
    ("text", "line"),
    [("", 0), ("- 1\n", 1), ("size: 1\n---\nsize: 2\n", 3), ("size: many\n", 1), ("size: [\n", 2)],
    ids=["nothing", "list", "two", "schema", "syntax"],
)
def test_what_is_none_has_no_data(text: str, line: int) -> None:
    found = read(text)
    assert found.data is None
    assert found.problems[0].source.file == "a.yaml"
    assert found.problems[0].source.line == line
    assert found.complaints([("", "never", "said")]) == found.problems


def test_the_advice_names_the_marker() -> None:
    (problem,) = read("").problems
    assert problem.source == Source("a.yaml")
    assert problem.advice == "begin with `tokenlint: model/1`"
