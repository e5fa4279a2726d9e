import pytest

from tokenlint.workflows.yaml_documents import compose
from tokenlint.workflows.yaml_nodes import (
    Alias,
    Scalar,
    follow,
    plain,
    pointer_of,
    source_of,
    steps,
    walk,
)

ROOT = compose("a/b:\n  - x: 1\n    y: &y [2, 3]\n  - *y\nc~d: {e: f}\n", "w.yaml").documents[0]


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("a/b", 0, "x"), 1),
        (("a/b", "0", "y", 1), 3),
        (("a/b", 1, 0), 2),
        (("c~d",), {"e": "f"}),
        ((), {"a/b": [{"x": 1, "y": [2, 3]}, [2, 3]], "c~d": {"e": "f"}}),
    ],
)
def test_a_walk_and_what_stands_there(path: tuple[str | int, ...], value: object) -> None:
    found = walk(ROOT, path)
    assert found is not None
    assert plain(found.node) == value


@pytest.mark.parametrize("path", [("x",), ("a/b", 2), ("a/b", "x"), ("c~d", "e", "f")])
def test_a_walk_that_leads_nowhere(path: tuple[str | int, ...]) -> None:
    assert walk(ROOT, path) is None


def test_pointers_are_escaped() -> None:
    assert pointer_of(("a/b", 0, "c~d")) == "/a~1b/0/c~0d"
    assert list(steps("/a~1b/0/c~0d")) == ["a/b", "0", "c~d"]
    assert list(steps("")) == []


def test_an_alias_leads_to_its_node() -> None:
    found = walk(ROOT, ("a/b", 1))
    assert found is not None
    assert isinstance(found.alias, Alias)
    assert follow(found.alias) is found.node
    assert isinstance(follow(found.node), type(found.node))


@pytest.mark.parametrize(
    ("path", "place"),
    [
        (("a/b",), (1, 1, 4)),
        (("a/b", 0), (2, 5, 0)),
        (("a/b", 0, "y"), (3, 11, 17)),
        (("c~d",), (5, 6, 12)),
        (("c~d", "e"), (5, 10, 11)),
    ],
)
def test_the_place_to_show(path: tuple[str | int, ...], place: tuple[int, int, int]) -> None:
    found = walk(ROOT, path)
    assert found is not None
    source = source_of("w.yaml", found, "")
    assert (source.line, source.column, source.end_column) == place


def test_a_value_on_the_next_line_is_shown_itself() -> None:
    found = walk(compose("a:\n  word\n", "w.yaml").documents[0], ("a",))
    assert found is not None
    assert isinstance(found.node, Scalar)
    assert source_of("w.yaml", found, "").line == 2
