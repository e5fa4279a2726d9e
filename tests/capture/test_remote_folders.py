"""What is at or below a URL, each file once, and never with what a URL should not show."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tokenlint.capture.folders import Input, PassedOver
from tokenlint.capture.remote_folders import find_remote, refuse_secret
from tokenlint.errors import UsageError
from tokenlint.source import Problem

fsspec = pytest.importorskip("fsspec")


@pytest.fixture(autouse=True)
def memory() -> Iterator[Any]:
    """A storage with some logs."""
    system = fsspec.filesystem("memory")
    for name in ("logs/a.log", "logs/deep/b.log", "logs/deep/c.txt"):
        system.pipe(f"/{name}", name.encode())
    yield system
    system.store.clear()
    system.pseudo_dirs[:] = [""]


def names(*urls: str) -> list[str]:
    return [found.name for found in find_remote(urls) if isinstance(found, Input)]


def test_a_folder_is_all_that_is_below() -> None:
    expected = ["memory://logs/a.log", "memory://logs/deep/b.log", "memory://logs/deep/c.txt"]
    assert names("memory://logs") == names("memory://logs/") == expected


def test_a_file_has_its_size_and_is_named_as_the_user_did() -> None:
    (found,) = find_remote(["memory://logs/a.log"])
    assert isinstance(found, Input)
    assert (found.name, found.size, found.named) == ("memory://logs/a.log", 10, True)


def test_a_pattern_names_what_fits() -> None:
    assert names("memory://logs/deep/*.log") == ["memory://logs/deep/b.log"]
    assert names("memory://logs/**/*.log") == ["memory://logs/a.log", "memory://logs/deep/b.log"]
    assert names("memory://l*/deep/[b]*") == ["memory://logs/deep/b.log"]


def test_each_file_comes_once() -> None:
    found = list(find_remote(["memory://logs", "memory://logs/a.log"]))
    assert found[-1] == PassedOver("memory://logs/a.log", "named twice")
    assert len(names("memory://logs", "memory://logs")) == 3


def test_what_is_not_there_is_told() -> None:
    for url in ("memory://nowhere", "memory://nowhere/*.log"):
        (found,) = find_remote([url])
        assert isinstance(found, Problem)
        assert found.source.file == url
        assert found.reason == "No such file or directory"


def test_only_regular_files_are_read(tmp_path: Path) -> None:
    import os

    (tmp_path / "folder").mkdir()
    (tmp_path / "a.txt").write_text("a")
    (tmp_path / "loop").symlink_to(tmp_path)
    os.mkfifo(tmp_path / "pipe")
    found = list(find_remote([f"local://{tmp_path}"]))
    assert [type(each) for each in found] == [Input, PassedOver, PassedOver]
    assert [getattr(each, "name", "").rpartition("/")[2] for each in found] == [
        "a.txt",
        "loop",
        "pipe",
    ]


class Web:
    """As fsspec's driver for http: each URL is a file, the query belongs to it."""

    def _strip_protocol(self, url: str) -> str:
        return url

    def info(self, url: str) -> dict[str, object]:
        return {"name": url, "size": None, "type": "file"}


def test_queries_are_used_and_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tokenlint.capture.remote_folders.file_system", lambda _: Web())
    urls = ["https://disk.example/a?key=1", "https://disk.example/a?key=2"]
    first, second = find_remote(urls)
    assert isinstance(first, Input)
    assert isinstance(second, Input)
    assert (first.name, second.name) == ("https://disk.example/a", "https://disk.example/a (2)")
    assert [each.location.path for each in (first, second)] == urls  # type: ignore[union-attr]
    assert "key" not in repr(first)


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("sftp://user:hush@disk.example/a", "password"),
        ("simplecache::s3://bucket/a", "chain"),
        ("zip://a::s3://bucket/a.zip", "chain"),
        ("http://[disk.example/a", "cannot be read"),
    ],
)
def test_urls_that_are_refused(url: str, words: str) -> None:
    with pytest.raises(UsageError, match=words) as caught:
        refuse_secret(url)
    assert "hush" not in f"{caught.value.reason} {caught.value.advice}"
    with pytest.raises(UsageError):
        list(find_remote([url]))
