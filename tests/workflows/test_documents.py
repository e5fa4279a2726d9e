"""One file to its checked parts."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.effort import examples
from tests.workflows.declarations import read, reasons
from tokenlint.workflows.reader import read_workflows


def test_an_unknown_kind_is_a_problem_and_the_workflow_stays() -> None:
    text = (
        "workflows:\n"
        "  a: {kind: reaping}\n"
        "  b: {operations: []}\n"
        "  c: {kind: [], mitigations: [3, {}, no-modify]}\n"
    )
    file = read(text)
    assert [each.kind for each in file.workflows] == ["", "", ""]
    assert [each.name for each in file.workflows[2].mitigations] == ["no-modify"]
    assert len(file.problems) >= 4


def test_one_broken_workflow_does_not_lose_the_others() -> None:
    text = (
        "workflows:\n"
        "  a: {kind: deletion}\n"
        "  b: {kind: deletion, token: 3}\n"
        "  c: {kind: deletion, token: *x}\n"
        "  d: {kind: deletion}\n"
    )
    file = read(text)
    assert [each.name for each in file.workflows] == ["a", "d"]
    assert len(file.problems) == 2


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "the file declares nothing"),
        (b"---\n", "the file declares nothing"),
        (b"# only a comment\n", "the file declares nothing"),
        (b"[]", "a declaration is a mapping"),
        (b"just text", "a declaration is a mapping"),
        (b"workflows: {}", "lacks `tokenlint`"),
        (b"tokenlint: workflows/1\nworkflows: []", "a list is no workflows"),
        (b"tokenlint: workflows/1\ninclude: 3", "`3` is no list of inventories"),
        (b"tokenlint: workflows/1\ninclude: [3]", "`3` is no path of an inventory"),
    ],
)
def test_files_that_declare_nothing(data: bytes, reason: str) -> None:
    file = read_workflows(data)
    assert len(file.problems) == 1
    assert reason in file.problems[0].reason
    assert file.problems[0].source.file == "-"


def test_sections_may_be_aliases() -> None:
    file = read("x-s: &s {disk: {audience: https://s.example}}\nservices: *s\n")
    assert file.problems == ()
    assert set(file.services) == {"disk"}


@settings(max_examples=examples(50))
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text("ab:/ ", max_size=5),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(
                    [
                        "kind",
                        "token",
                        "operations",
                        "scope",
                        "usable_for",
                        "mitigations",
                        "name",
                        "asked_for",
                        "refresh",
                        "operation",
                        "service",
                        "path",
                        "to",
                    ]
                ),
                inner,
                max_size=4,
            )
        ),
        max_leaves=12,
    )
)
def test_no_data_of_any_shape_raises(value: object) -> None:
    import json

    text = json.dumps({"tokenlint": "workflows/1", "workflows": {"w": value}, "services": value})
    file = read_workflows(text.encode())
    assert len(file.workflows) <= 1
    assert reasons(file) or file.workflows or value == {}
