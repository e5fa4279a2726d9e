"""Errors at their places: all at once, through aliases, with pointers."""

from tests.workflows.declarations import read, reasons


def test_all_errors_are_reported_at_once() -> None:
    text = (
        "service: {}\n"
        "workflows:\n"
        "  a: {kind: deletion, token: {lifetime: 1, grnt: x}}\n"
        "  b: {kind: deletion}\n"
        "  c: {kind: deletion, operations: [{operation: rm, service: s, path: /a}]}\n"
    )
    file = read(text)
    assert [problem.source.line for problem in file.problems] == [2, 4, 4, 6]
    assert [each.name for each in file.workflows] == ["b"]


def test_an_error_behind_an_alias_says_who_uses_it_and_only_once() -> None:
    text = (
        "x-token: &t {lifetime: 3600}\n"
        "workflows:\n"
        "  a: {kind: deletion, token: *t}\n"
        "  b: {kind: deletion, token: *t}\n"
    )
    file = read(text)
    (said,) = reasons(file)
    assert said.startswith("2:24 `3600` is no duration (used through `*t` in line 4) [")
    assert file.workflows == ()


def test_a_pointer_goes_with_each_error() -> None:
    (problem,) = read("workflows: {a/b: {kind: deletion, token: {lifetime: 1}}}\n").problems
    assert problem.source.pointer == "/workflows/a~1b/token/lifetime"
    assert problem.kind == "schema"


def test_a_problem_elsewhere_leaves_a_workflow_alone() -> None:
    text = (
        "workflows:\n"
        "  a: {kind: deletion, token: &t {scope: [x, x]}, description: &d text}\n"
        "  b: {kind: deletion, token: *t}\n"
        "  c: {kind: deletion, token: {scope: [*gone, x]}}\n"
        "  d: {kind: deletion, token: {scope: [x, *d, *d]}}\n"
    )
    file = read(text)
    assert [problem.source.line for problem in file.problems] == [5]
    assert [each.name for each in file.workflows] == ["a", "b", "d"]
