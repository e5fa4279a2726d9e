"""Values of caveats, read as the services read them."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tokenlint.credentials.macaroon.values import (
    MOST_NETWORKS,
    are_networks,
    as_written,
    is_size,
    read_instant,
    read_words,
    resolved,
    scope_path,
)
from tokenlint.privilege.path import ScopePath

NOON = int(datetime(2026, 11, 20, 12, tzinfo=UTC).timestamp())


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("2026-11-20T12:00:00Z", NOON),
        ("2026-11-20T12:00:00.000Z", NOON),
        ("2026-11-20T12:00:00.001Z", NOON + 1),  # good until a part of the next second
        ("2026-11-20T13:00:00+01:00", NOON),
        ("2026-11-20T12:00:00", None),  # in whose time zone?
        ("2026-11-20", None),
        ("2026-02-30T12:00:00Z", None),
        ("2026-11-20T24:30:00Z", None),
        ("2026-11-20 12:00:00Z", None),
        (" 2026-11-20T12:00:00Z", None),
        ("0001-01-01T00:00:00+14:00", -62135647200),
        ("tomorrow", None),
        ("", None),
    ],
)
def test_instants(text: str, instant: int | None) -> None:
    assert read_instant(text) == instant


@given(st.text(max_size=30))
def test_no_value_makes_a_reader_raise(text: str) -> None:
    read_instant(text)
    are_networks(text)
    is_size(text)
    scope_path(as_written(text))
    assert ".." not in resolved(text)


@pytest.mark.parametrize(
    ("text", "valid"),
    [
        ("192.0.2.1", True),
        ("192.0.2.0/24, 2001:db8::/32", True),
        ("192.0.2.1/24", True),
        ("somewhere", False),
        ("192.0.2.0/33", False),
        ("", False),
        (",", False),
        (",".join(["192.0.2.1"] * 3), True),
        (",".join(f"10.0.{n // 256}.{n % 256}" for n in range(MOST_NETWORKS + 1)), False),
    ],
)
def test_networks(text: str, *, valid: bool) -> None:
    assert are_networks(text) is valid


@pytest.mark.parametrize(
    ("text", "valid"), [("1", True), ("0", False), ("-1", False), ("1k", False)]
)
def test_sizes(text: str, *, valid: bool) -> None:
    assert is_size(text) is valid


def test_words() -> None:
    assert read_words(" LIST,, DOWNLOAD ,LIST") == {"LIST", "DOWNLOAD"}


def test_paths() -> None:
    assert resolved("/a/./b//../../../c/") == ("c",)
    assert as_written("//a/../b/") == ("a", "..", "b")
    assert scope_path(()).is_root


@given(st.lists(st.text(min_size=1, max_size=5).filter(lambda step: "/" not in step), max_size=3))
def test_a_path_is_escaped_so_that_it_means_itself(steps: list[str]) -> None:
    if any(step in {".", ".."} or "\0" in step for step in steps):
        return
    try:
        path = scope_path(tuple(steps))
    except UnicodeEncodeError:  # a lone surrogate, which no text that was read holds
        return
    assert path.components == tuple(
        ScopePath.parse(f"/{part}").components[0] for part in path.text[1:].split("/") if part
    )
    assert path.depth == len(steps)


def test_a_percent_sign_is_one() -> None:
    assert scope_path(("a%2fb",)).text == "/a%252fb"
    assert scope_path(("a%2fb",)) != scope_path(("a/b",))
