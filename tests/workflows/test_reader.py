"""Whole files: nothing is lost silently, and no bytes raise."""

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.effort import examples
from tests.workflows.declarations import FULL, PIECES, SERVICES, read
from tokenlint.workflows.documents import ReadLimits
from tokenlint.workflows.reader import read_workflows


def test_a_time_beyond_the_limit_loses_one_workflow() -> None:
    text = "workflows:\n  a: {kind: deletion, usable_for: 99999999d}\n  b: {kind: deletion}\n"
    file = read(text)
    assert [each.name for each in file.workflows] == ["b"]
    assert "longer than 100 years" in file.problems[0].reason
    assert file.problems[0].source.line == 3


def test_several_documents_share_their_services() -> None:
    text = (
        "---\ntokenlint: workflows/1\nservices: {s: {audience: https://s.example}}\n"
        "---\ntokenlint: workflows/1\nworkflows: {w: {kind: deletion}}\n---\n"
    )
    file = read_workflows(text.encode())
    assert file.problems == ()
    assert "s" in file.workflows[0].services


def test_a_workflow_declared_twice_is_a_problem_at_both() -> None:
    text = (
        "workflows: {w: {kind: deletion}}\n"
        "---\n"
        "tokenlint: workflows/1\n"
        "workflows: {w: {kind: monitoring}}\n"
    )
    file = read(text)
    assert [each.source.line for each in file.problems] == [2, 5]
    assert [each.kind for each in file.workflows] == ["monitoring"]


@pytest.mark.parametrize("name", ["gone.yaml", "bad\0name"])
def test_a_file_that_is_not_there(tmp_path: Path, name: str) -> None:
    file = read_workflows(tmp_path / name)
    assert [problem.kind for problem in file.problems] == ["unreadable"]


def test_a_file_that_is_too_large(tmp_path: Path) -> None:
    path = tmp_path / "w.yaml"
    path.write_bytes(b"x" * 100)
    file = read_workflows(path, limits=ReadLimits(file_bytes=10))
    assert [problem.kind for problem in file.problems] == ["limit"]


def test_bytes_that_were_read_already(tmp_path: Path) -> None:
    (tmp_path / "s.yaml").write_text(SERVICES)
    file = read_workflows(tmp_path / "w.yaml", b"tokenlint: workflows/1\ninclude: s.yaml\n")
    assert file.problems == ()
    assert "disk" in file.services


@settings(max_examples=examples(200))
@given(st.binary(max_size=80))
def test_no_bytes_raise(data: bytes) -> None:
    file = read_workflows(data)
    assert file.problems or file.texts


@st.composite
def _nearly_valid(draw: st.DrawFn) -> str:
    text = "tokenlint: workflows/1\n" + FULL
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(text)))
        gone = draw(st.integers(0, 6))
        text = text[:at] + draw(st.sampled_from((*PIECES, "", "\0", "é"))) + text[at + gone :]
    return text


@settings(max_examples=examples(200), deadline=None)
@given(_nearly_valid())
def test_no_nearly_valid_declaration_raises(text: str) -> None:
    file = read_workflows(text.encode("utf-8", "surrogatepass"))
    assert all(problem.reason for problem in file.problems)
    assert all(problem.source.line >= 0 for problem in file.problems)
    if not file.workflows:
        assert file.problems, "a workflow may not vanish without a word"


def test_a_thousand_workflows_are_read_in_a_few_seconds() -> None:
    body = FULL.partition("workflows:\n")[2]
    text = (
        SERVICES
        + "workflows:\n"
        + "".join(body.replace("nightly-reaper", f"w{n}") for n in range(300))
    )
    started = time.process_time()
    file = read(text)
    assert time.process_time() - started < 15
    assert (len(file.workflows), file.problems) == (300, ())
