import pytest

from tokenlint.workflows.yaml_documents import Composed, compose
from tokenlint.workflows.yaml_nodes import Alias, plain, walk


def _data(text: str) -> object:
    composed = compose(text, "w.yaml")
    assert composed.problems == ()
    return plain(composed.documents[-1])


def _problems(composed: Composed) -> list[tuple[int, int, str]]:
    return [(p.source.line, p.source.column, p.reason) for p in composed.problems]


def test_own_keys_win_and_of_merged_ones_the_first() -> None:
    text = "- &a {x: 1, y: 1}\n- &b {y: 2, z: 2}\n- {y: 0, <<: [*a, *b], w: 3}\n- {<<: *a, x: 9}\n"
    data = _data(text)
    assert isinstance(data, list)
    assert data[2] == {"y": 0, "w": 3, "x": 1, "z": 2}
    assert data[3] == {"x": 9, "y": 1}


def test_merges_of_merges() -> None:
    assert _data("- &a {x: 1}\n- &b {<<: *a, y: 2}\n- {<<: *b}\n")[2] == {"y": 2, "x": 1}  # type: ignore[index]


def test_a_mapping_may_be_merged_where_it_stands() -> None:
    assert _data("{<<: {x: 1}}") == {"x": 1}
    assert _data("{!!merge <<: {x: 1}}") == {"x": 1}


def test_a_quoted_merge_key_is_a_key() -> None:
    assert _data('{"<<": {x: 1}}') == {"<<": {"x": 1}}


def test_a_merged_value_remembers_its_way() -> None:
    found = walk(compose("a: &a {x: 1}\nb:\n  <<: *a\n", "w.yaml").documents[0], ("b", "x"))
    assert found is not None
    assert isinstance(found.alias, Alias)
    assert (found.node.line, found.alias.line) == (1, 3)


@pytest.mark.parametrize("text", ["<<: 3", "<<: [3]", "<<: [[{a: 1}]]", "x: &x 1\n<<: *x"])
def test_only_mappings_merge(text: str) -> None:
    (problem,) = compose(text, "w.yaml").problems
    assert "merges a mapping" in problem.reason


def test_an_unknown_alias_is_said_once() -> None:
    assert len(compose("<<: *gone", "w.yaml").problems) == 1


def test_a_duplicate_key_is_a_problem_at_both_places() -> None:
    composed = compose("a: 1\nb: 2\n'a': 3\n", "w.yaml")
    assert _problems(composed) == [
        (1, 1, "the key `a` is written again in line 3"),
        (3, 1, "the key `a` stands already in line 1"),
    ]
    assert plain(composed.documents[0]) == {"a": 3, "b": 2}


def test_a_list_is_no_key() -> None:
    composed = compose("? [a]\n: 1\nb: 2\n", "w.yaml")
    assert "cannot be a key" in composed.problems[0].reason
    assert plain(composed.documents[0]) == {"b": 2}


def test_an_alias_may_be_a_key() -> None:
    composed = compose("[&k name, {*k : 1}]", "w.yaml")
    assert plain(composed.documents[0])[1] == {"name": 1}
    found = walk(composed.documents[0], (1, "name"))
    assert found is not None
    assert found.key is not None
    assert found.key.column == 12
