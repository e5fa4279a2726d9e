"""Paths of URLs, and prefixes that are taken off."""

from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.minting import claims, mint
from tokenlint.audit.readers.netlogger import pairs_of
from tokenlint.audit.readers.paths import of_url, stripped, unescaped


@pytest.mark.parametrize(
    ("url", "path"),
    [
        ("/data/a%20b", "/data/a b"),
        ("/data/a?x=%2F", "/data/a"),
        ("https://door.example:443/data/a#x", "/data/a"),
        ("//data/a", "//data/a"),
        ("/data/%ff", "/data/%ff"),
        ("/a%2Fb", "/a/b"),
        ("*", "*"),
        ("", ""),
    ],
)
def test_paths_of_urls(url: str, path: str) -> None:
    assert of_url(url)[0] == path


@given(st.text("%0123aAbBcCeEfF2/é", max_size=24))
def test_escapes_are_taken_off_as_the_standard_library_does(text: str) -> None:
    try:
        expected = unquote(text, errors="strict")
    except UnicodeDecodeError:
        expected = text
    assert unescaped(text) == expected


@given(st.text(max_size=60))
def test_no_target_raises(text: str) -> None:
    of_url(text)
    pairs_of(text)


def test_a_token_in_a_path_is_covered() -> None:
    token = mint(claims())
    path, _ = of_url(f"/data/{token}/x")
    assert (token.split(".")[1] in path) is False
    assert path.startswith("/data/")


@pytest.mark.parametrize(
    ("path", "prefix", "left"),
    [
        ("/data/a", "/data", "/a"),
        ("/data", "/data", "/"),
        ("/database/a", "/data", "/database/a"),
        ("/a", "", "/a"),
    ],
)
def test_prefixes(path: str, prefix: str, left: str) -> None:
    assert stripped(path, prefix) == left


def test_pairs_with_quotes() -> None:
    line = r'level=INFO a= b="x \"y\" \\ =" c=z'
    assert pairs_of(line) == {"level": "INFO", "a": "", "b": r'x "y" \ =', "c": "z"}


@pytest.mark.parametrize("line", ["", "word", 'a="x', 'a="x"y', "a=b=c d", "=x", "a=1 " * 100])
def test_what_are_no_pairs(line: str) -> None:
    found = pairs_of(line)
    assert found is None or line == "a=b=c d"
