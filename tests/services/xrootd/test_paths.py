"""Plain paths."""

import pytest

from tokenlint.services.xrootd.paths import below, canonical


@pytest.mark.parametrize(
    ("path", "plain"),
    [
        ("/a//b/./c/", "/a/b/c"),
        ("/..", "/"),
        ("/a/../b", "/b"),
        ("a", None),
        ("", None),
        ("/", "/"),
    ],
)
def test_canonical(path: str, plain: str | None) -> None:
    assert canonical(path) == plain


def test_below_is_by_whole_parts() -> None:
    assert below("/a/b", "/a")
    assert below("/a", "/a")
    assert below("/a", "/")
    assert not below("/ab", "/a")
