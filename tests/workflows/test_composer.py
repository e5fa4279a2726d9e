"""The composer, and the two parsers below it, which must read alike."""

import time

import pytest

from tests.workflows.declarations import PROPER
from tokenlint.workflows.composer import NodeLimits
from tokenlint.workflows.yaml_documents import compose
from tokenlint.workflows.yaml_nodes import plain, walk


def _place(text: str, pointer: str) -> tuple[int, int]:
    found = walk(compose(text, "w.yaml").documents[0], iter(pointer.split("/")[1:]))
    assert found is not None
    return found.node.line, found.node.column


def test_every_value_has_its_exact_place() -> None:
    assert _place(PROPER, "/tokenlint") == (1, 12)
    assert _place(PROPER, "/workflows/one/kind") == (8, 20)
    assert _place(PROPER, "/workflows/one/token/issuer") == (3, 11)
    assert _place(PROPER, "/workflows/two/kind") == (8, 20)
    assert _place(PROPER, "/workflows/two/operations/0/path") == (12, 45)
    assert _place(PROPER, "/workflows/two/operations/1/operation") == (13, 24)
    assert _place(PROPER, "/workflows/two/empty") == (16, 11)


def test_crlf_counts_the_same_lines() -> None:
    assert _place(PROPER.replace("\n", "\r\n"), "/workflows/two/operations/1/path") == (15, 13)


def test_values_are_shared_and_not_copied() -> None:
    data = plain(compose(PROPER, "w.yaml").documents[0])
    assert data["workflows"]["one"]["token"] == data["x-token"]
    assert data["workflows"]["two"]["kind"] == "deletion"
    shared = plain(compose("[&a [1], *a, *a]", "w.yaml").documents[0])
    assert shared[1] is shared[2]


def _bomb(levels: int) -> str:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, levels)]
    return "\n".join(lines)


def test_an_alias_bomb_is_counted_and_not_expanded() -> None:
    started = time.process_time()
    composed = compose(_bomb(40), "w.yaml")
    assert time.process_time() - started < 5  # expanded, it would take for ever
    assert [problem.kind for problem in composed.problems] == ["limit"]
    assert "aliases add more than 1,000,000 values" in composed.problems[0].reason
    assert composed.problems[0].source.line in (7, 8)


def test_a_bomb_of_merge_keys_is_bounded_too() -> None:
    keys = ", ".join(f"k{n}: {n}" for n in range(100))
    text = f"a0: &a0 {{{keys}}}\n"
    text += "".join(f"a{n}: &a{n} {{<<: [*a{n - 1}, *a{n - 1}]}}\n" for n in range(1, 60))
    composed = compose(text, "w.yaml", NodeLimits(alias_nodes=10_000))
    assert [problem.kind for problem in composed.problems] == ["limit"]


@pytest.mark.parametrize(
    "text",
    ["[" * 70, "- " * 70, "a:\n" + "".join(" " * n + "a:\n" for n in range(1, 70)), "{a: " * 70],
)
def test_deep_nesting_is_refused(text: str) -> None:
    composed = compose(text, "w.yaml")
    assert [problem.kind for problem in composed.problems] == ["limit"]
    assert "deeper than 64 levels" in composed.problems[0].reason


def test_nesting_through_aliases_counts() -> None:
    text = "a0: &a0 [x]\n" + "".join(f"a{n}: &a{n} [*a{n - 1}]\n" for n in range(1, 70))
    composed = compose(text, "w.yaml")
    assert [problem.kind for problem in composed.problems] == ["limit"]


@pytest.mark.parametrize(
    ("text", "place", "reason"),
    [
        ("a: *x", (1, 4), "no anchor `&x`"),
        ("&a [1, *a]", (1, 8), "stands inside the value"),
        ("a: &defaults 1\nb: *default", (2, 4), "no anchor `&default`"),
        ("a: !secret x", (1, 12), "the tag `!secret` means nothing"),
        ("a: !!set {x}", (1, 10), "the tag `!!set` means nothing"),
        ("a: !!int x", (1, 10), "`x` is no int"),
    ],
)
def test_what_stands_in_the_text_and_means_nothing(
    text: str, place: tuple[int, int], reason: str
) -> None:
    (problem,) = compose(text, "w.yaml").problems
    assert (problem.source.line, problem.source.column) == place
    assert reason in problem.reason


def test_an_unknown_alias_suggests_the_anchor() -> None:
    (problem,) = compose("a: &defaults 1\nb: *default", "w.yaml").problems
    assert problem.advice == "did you mean `*defaults`?"


def test_a_redefined_anchor_means_the_last() -> None:
    data = plain(compose("[&a 1, *a, &a 2, *a]", "w.yaml").documents[0])
    assert data == [1, 1, 2, 2]
