"""Ignore comments: which lines they cover, when they hold, what makes them void."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tokenlint.policy.suppress import (
    Ignore,
    Ignores,
    code_state,
    read_ignores,
    until_state,
)
from tokenlint.source import Source

NOON = 1_795_176_000  # 2026-11-20T12:00:00Z


def only(text: str) -> Ignore:
    (ignore,) = read_ignores(text, "w.yaml")
    return ignore


def test_at_the_end_of_a_line_it_covers_that_line() -> None:
    ignore = only("a: 1\nscope: x  # tokenlint: ignore[SCP003] the portal lists it\nb: 2\n")
    assert (ignore.codes, ignore.reason, ignore.until) == (("SCP003",), "the portal lists it", "")
    assert [line for line in range(1, 4) if ignore.covers("SCP003", line)] == [2]
    assert (ignore.source.line, ignore.source.column) == (2, 11)


def test_on_its_own_line_it_covers_the_block_below() -> None:
    text = (
        "workflows:\n"
        "  # tokenlint: ignore[SCP, LIF008] agreed; until=2027-01-31\n"
        "  # another remark\n"
        "\n"
        "  reader:\n"
        "    token:\n"
        "      scope: x\n"
        "\n"
        "  writer:\n"
        "    token: 1\n"
    )
    ignore = only(text)
    assert (ignore.first, ignore.last) == (5, 7)
    assert ignore.until == "2027-01-31"
    assert ignore.reason == "agreed"
    assert ignore.covers("SCP003", 7)
    assert ignore.covers("LIF008", 5)
    assert not ignore.covers("LIF009", 6)
    assert not ignore.covers("SCP003", 9)


def test_at_the_end_of_the_file_it_covers_nothing_that_exists() -> None:
    ignore = only("a: 1\n# tokenlint: ignore[SCP003] nothing follows")
    assert not any(ignore.covers("SCP003", line) for line in (1, 2))


@pytest.mark.parametrize(
    "line",
    [
        'text: "see # tokenlint: ignore[SCP003] in the manual"',
        "text: 'see # tokenlint: ignore[SCP003] in the manual'",
        "text: a#tokenlint: ignore[SCP003] no comment",
    ],
)
def test_text_is_no_comment(line: str) -> None:
    assert read_ignores(line, "w.yaml") == ()


def test_an_apostrophe_in_a_word_opens_no_quotes() -> None:
    ignore = only("description: it's fine  # tokenlint: ignore[WKF002] agreed with the owner")
    assert ignore.codes == ("WKF002",)


@pytest.mark.parametrize(
    ("text", "codes", "reason"),
    [
        ("# tokenlint: ignore", (), ""),
        ("# tokenlint: ignore because", (), "because"),
        ("# tokenlint: ignore[] because", (), "because"),
        ("# tokenlint: ignore[scp003]", ("SCP003",), ""),
        ("# tokenlint: ignore[SCP003]: because ; until=2027-01-01", ("SCP003",), "because"),
    ],
)
def test_without_codes_or_reason_it_does_not_hold(text: str, codes: object, reason: str) -> None:
    ignore = only(text)
    assert (ignore.codes, ignore.reason) == (codes, reason)
    assert ignore.holds(NOON) == bool(codes and reason)


@pytest.mark.parametrize(
    ("until", "state"),
    [("", "none"), ("2026-11-20", "future"), ("2026-11-19", "past"), ("soon", "malformed")],
)
def test_the_last_day_belongs_to_it(until: str, state: str) -> None:
    assert until_state(until, NOON) == state


@pytest.mark.parametrize(
    ("codes", "state"),
    [("SCP003", "known"), ("SCP", "known"), ("SPC003", "unknown"), ("", "missing")],
)
def test_codes_are_compared_with_the_catalogue(codes: str, state: str) -> None:
    ignore = only(f"# tokenlint: ignore[{codes}] because")
    assert code_state(ignore, ["SCP001", "SCP003"]) == state


@given(st.text(alphabet="# tokenlint:ignore[SCP]\n\r\t'\"=-2;", max_size=200))
def test_any_text_can_be_read(text: str) -> None:
    for ignore in read_ignores(text, "w.yaml"):
        assert ignore.source.line >= 1
        ignore.holds(NOON)


LINES = st.sampled_from(
    ["", "# a remark", "# tokenlint: ignore[SCP] outer", "a: 1 # tokenlint: ignore[SCP003] here"]
    + [f"{' ' * indent}a: 1" for indent in range(4)]
    + ["  # tokenlint: ignore[SCP003] inner", "  # tokenlint: ignore[SCP003]"]
)


@given(st.lists(LINES, max_size=12))
def test_the_first_ignore_that_covers_a_line_is_found(lines: list[str]) -> None:
    ignores = read_ignores("\n".join(lines), "w.yaml")
    index = Ignores(ignores, NOON)
    for number in range(1, len(lines) + 1):
        covering = [i for i in ignores if i.holds(NOON) and i.covers("SCP003", number)]
        outermost = min(covering, key=lambda each: each.first, default=None)
        assert index.covering("SCP003", Source("w.yaml", number)) == outermost
        assert index.covering("SCP003", Source("other.yaml", number)) is None
        assert index.covering("LIF001", Source("w.yaml", number)) is None


def test_many_ignores_take_no_long_time() -> None:
    comment = "# tokenlint: ignore[SCP003] agreed\n"
    start = time.process_time()
    ignores = read_ignores(comment * 10_000 + f"a: 1\n{comment}b: 1\n" * 10_000, "w.yaml")
    index = Ignores(ignores, NOON)
    assert all(index.covering("SCP003", i.source) is None for i in ignores)
    assert len(ignores) == 20_000
    assert time.process_time() - start < 5
