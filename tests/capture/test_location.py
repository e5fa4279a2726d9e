"""What is a URL, and how much of it is shown."""

import pytest

from tokenlint.capture.location import RemotePath, is_url, shown_url


@pytest.mark.parametrize(
    "name", ["s3://bucket/a", "root://host.example//a", "memory://x", "zip::s3://a"]
)
def test_urls(name: str) -> None:
    assert is_url(name)


@pytest.mark.parametrize("name", ["", "/a/b", "a:b", "://x", "1s://x", "./s3://x", "s3:/x"])
def test_paths(name: str) -> None:
    assert not is_url(name)


def test_a_query_is_as_good_as_a_password() -> None:
    assert shown_url("https://disk.example/a?X-Signature=abc#d") == "https://disk.example/a"
    assert "abc" not in repr(RemotePath("https://disk.example/a?s=abc", "a?s=abc"))
