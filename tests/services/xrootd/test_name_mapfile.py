"""Name mapfiles."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.services.xrootd.texts import text
from tokenlint.services.xrootd.name_mapfile import NameMapfile, read_mapfile


def read(content: str) -> NameMapfile:
    return read_mapfile(text(content, "map.json"))


def test_rules_have_what_they_ask_for_and_their_places() -> None:
    mapfile = read(
        '[\n {"sub": "alice", "path": "/a//b/",\n  "group": "/vo", "result": "vo001"}\n]'
    )
    (rule,) = mapfile.rules
    assert (rule.sub, rule.path, rule.group, rule.username) == ("alice", "/a/b", "/vo", None)
    assert rule.source.line == 2
    assert (rule.result.text, rule.result.source.line, rule.result.source.column) == (
        "vo001",
        3,
        30,
    )


def test_an_empty_word_asks_for_nothing() -> None:
    assert read('[{"sub": "", "result": "a"}]').rules[0].sub is None


def test_a_string_ignores_a_rule_and_another_value_does_not() -> None:
    mapfile = read('[{"result": "a", "ignore": "x"}, {"result": "b", "ignore": true}]')
    assert [rule.result.text for rule in mapfile.rules] == ["b"]


def test_a_username_that_is_no_string_is_passed_over() -> None:
    assert read('[{"result": "a", "username": 1}]').rules[0].username is None


@pytest.mark.parametrize(
    ("content", "line"),
    [
        ("{}", 1),
        ("[\n1]", 2),
        ('[{"result": "a"},\n {"sub": "b"}]', 2),
        ('[{"result":\n 1}]', 2),
        ('[{"result": "a", "path": "b"}]', 1),
        ('[{"result": "a"}\n', 2),
        ('[{"result": "a" "sub": "b"}]', 1),
    ],
)
def test_what_xrootd_refuses_is_told_with_its_place(content: str, line: int) -> None:
    (problem,) = read(content).problems
    assert problem.reason.startswith("XRootD does not start")
    assert problem.source.line == line


def test_a_rule_after_a_wider_one_is_dead() -> None:
    mapfile = read(
        '[{"path": "/a", "result": "x"}, {"path": "/ab", "result": "y"},'
        '{"sub": "s", "path": "/a/b", "result": "z"}]'
    )
    assert [dead.what.text for dead in mapfile.dead] == ["z"]


def test_unknown_keys_widen_a_rule_and_remarks_do_not() -> None:
    mapfile = read('[{"gruop": "/vo", "comment": "x", "result": "a"}]')
    assert [(key.key.text, key.suggestion) for key in mapfile.unknown_keys] == [("gruop", "group")]
    assert mapfile.rules[0].group is None


def test_a_template_is_unknown() -> None:
    mapfile = read("[{{ range .rules }}{{ end }}]")
    assert [rule.result.known for rule in mapfile.rules] == [False]
    assert mapfile.problems == ()


@given(
    st.lists(
        st.dictionaries(
            st.sampled_from(["sub", "path", "group", "result", "username", "ignore"]),
            st.text(max_size=5) | st.integers(),
        ),
        max_size=4,
    )
)
def test_nearly_valid_mapfiles_are_read(rules: list[dict[str, str | int]]) -> None:
    read(json.dumps(rules))


@given(st.text(alphabet='[]{}",: \nsubresult/', max_size=100))
def test_any_text_is_read(content: str) -> None:
    read(content)


def test_deep_nesting_is_no_crash() -> None:
    assert read('[{"sub":' + "[" * 100_000).problems
