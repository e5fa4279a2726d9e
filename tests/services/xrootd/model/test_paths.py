import pytest
from hypothesis import given
from hypothesis import strategies as st

from tokenlint.services.xrootd.model.paths import decoded, judged
from tokenlint.services.xrootd.model.versions import Release, release_of


@pytest.mark.parametrize(
    ("target", "path"),
    [
        ("/data/foo", "/data/foo"),
        ("/data/%66oo", "/data/foo"),
        ("/data/%2e%2e/x", "/data/../x"),
        ("/data/%252e%252e/x", "/data/%2e%2e/x"),
        ("/data/..%2fx", "/data/../x"),
        ("https://se.example/data/foo", "/data/foo"),
        ("http://se.example:80/data", "/data"),
        ("/data/f?x=/../../y", "/data/f"),
        ("/data/f%00.bak", "/data/f"),
        ("/data/%3f/../../y", "/data/"),
    ],
)
def test_the_path_in_a_target_of_http(target: str, path: str) -> None:
    assert decoded(target) == path


@pytest.mark.parametrize(
    ("path", "plain"),
    [
        ("/data/foo", "/data/foo"),
        ("//data//foo", "/data/foo"),
        ("/data/./foo/././f", "/data/foo/f"),
        ("/data/foo/", "/data/foo/"),
        ("/data/foo/.", "/data/foo/."),
        ("/data/../x", None),
        ("/data/foo/../", None),
        ("data", None),
        ("", None),
    ],
)
def test_the_path_that_is_judged(path: str, plain: str | None) -> None:
    assert judged(path, Release()) == plain


def test_a_parent_at_the_end_passed_before_5_9_2() -> None:
    assert judged("/data/foo/..", release_of("5.9.1")) == "/data/foo/.."
    assert judged("/data/foo/..", release_of("5.9.2")) is None


@given(st.text())
def test_any_target_has_a_path(target: str) -> None:
    path = judged(decoded(target), Release())
    assert path is None or ("//" not in path and "/../" not in path)
