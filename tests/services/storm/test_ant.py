import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tokenlint.services.storm.ant import covers, joined, matches


@pytest.mark.parametrize(
    ("pattern", "path"),
    [
        ("/**", "/a/b"),
        ("/data/**", "/data"),
        ("/data/**", "/data/x/y"),
        ("/data/*", "/data/x"),
        ("/data/*.root", "/data/x.root"),
        ("/data/**/x", "/data/a/b/x"),
        ("/data/**/x", "/data/x"),
        ("/data/{user}/x", "/data/alice/x"),
        ("/d?ta", "/data"),
        ("/*/**", "/a/b/c"),
    ],
)
def test_fits(pattern: str, path: str) -> None:
    assert matches(pattern, path)


@pytest.mark.parametrize(
    ("pattern", "path"),
    [
        ("/data/**", "/data2/x"),
        ("/data/*", "/data/x/y"),
        ("/data/*", "/data/x/"),
        ("/data", "/data/x"),
        ("/Data/**", "/data/x"),
        ("/d?ta", "/daata"),
    ],
)
def test_does_not_fit(pattern: str, path: str) -> None:
    assert not matches(pattern, path)


def test_paths_are_joined_with_single_slashes() -> None:
    assert joined("/data", "/**") == "/data/**"
    assert joined("/data/", "//a") == "/data/a"


def test_many_stars_take_no_time() -> None:
    start = time.monotonic()
    assert not matches("/" + "*a" * 30 + "b", "/" + "a" * 2000)
    assert not matches("/**/a" * 20 + "/b", "/a" * 200)
    assert time.monotonic() - start < 30  # a hang, not slowness


@pytest.mark.parametrize(
    ("wide", "narrow"),
    [("/**", "/a/*"), ("/a/**", "/a/b/**"), ("/a/**", "/a"), ("/a/*", "/a/b"), ("/a?", "/a?")],
)
def test_covers(wide: str, narrow: str) -> None:
    assert covers(wide, narrow)


@pytest.mark.parametrize(
    ("wide", "narrow"), [("/a/**", "/**"), ("/a/*", "/a/**"), ("/a/**", "/ab")]
)
def test_does_not_cover(wide: str, narrow: str) -> None:
    assert not covers(wide, narrow)


_PARTS = st.lists(st.sampled_from(["a", "b", "*", "**", "a*"]), min_size=1, max_size=4)
_PATHS = st.lists(st.sampled_from(["a", "b", "ab"]), min_size=1, max_size=5)


@given(_PARTS, _PARTS, _PATHS)
def test_what_covers_fits_wherever_the_other_does(
    wide: list[str], narrow: list[str], path: list[str]
) -> None:
    one, other, asked = ("/" + "/".join(parts) for parts in (wide, narrow, path))
    if covers(one, other) and matches(other, asked):
        assert matches(one, asked)
