"""What a scan finds to read below the paths that it is given."""

import os
import socket
from pathlib import Path

import pytest

from tokenlint.capture.folders import Input, PassedOver, find_inputs
from tokenlint.source import Problem


def _names(found: list[object], top: Path) -> list[str]:
    return [
        os.path.relpath(each.name, top) for each in found if isinstance(each, Input | PassedOver)
    ]


def test_files_come_in_a_stable_order_each_once(tmp_path: Path) -> None:
    for name in ("b", "a/z", "a/y/x", "c"):
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(name)
    (tmp_path / "d").hardlink_to(tmp_path / "b")
    found = list(find_inputs([tmp_path, tmp_path / "c"]))
    assert _names(found, tmp_path) == ["b", "c", "d", "a/z", "a/y/x"]
    assert found[2] == PassedOver(str(tmp_path / "d"), "read under another name")
    assert found[0] == Input(str(tmp_path / "b"), 1)


def test_a_named_file_is_marked(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"12")
    assert list(find_inputs([tmp_path / "a"])) == [Input(str(tmp_path / "a"), 2, named=True)]
    assert list(find_inputs(["-"])) == [Input("-", None, named=True)]


def test_links_are_followed_to_files_and_never_to_folders(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "outside").write_text("x")
    for name, target in (
        ("file", "../outside"),
        ("gone", "nowhere"),
        ("loop", "."),
        ("self", "self"),
    ):
        (tmp_path / "in" / name).symlink_to(target)
    found = {Path(each.name).name: each for each in find_inputs([tmp_path / "in"])}  # type: ignore[union-attr]
    assert isinstance(found["file"], Input)
    assert found["gone"] == PassedOver(str(tmp_path / "in/gone"), "link to nothing")
    assert found["loop"] == PassedOver(str(tmp_path / "in/loop"), "link to a folder")
    assert isinstance(found["self"], PassedOver)


def test_a_named_link_to_a_folder_is_entered(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / "f").write_text("x")
    (tmp_path / "link").symlink_to("real")
    assert _names(list(find_inputs([tmp_path / "link"])), tmp_path) == ["link/f"]


def test_pipes_and_sockets_are_passed_over_unless_named(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(tmp_path / "s"))
        found = list(find_inputs([tmp_path]))
    assert [each.why for each in found if isinstance(each, PassedOver)] == ["pipe", "socket"]
    assert list(find_inputs([tmp_path / "pipe"])) == [
        Input(str(tmp_path / "pipe"), None, named=True)
    ]


@pytest.mark.parametrize("name", ["nowhere", "x" * 5000, "a\0b"])
def test_what_cannot_be_reached_is_a_problem(tmp_path: Path, name: str) -> None:
    (found,) = find_inputs([f"{tmp_path}/{name}"])
    assert isinstance(found, Problem)
    assert found.kind == "unreadable"


def test_a_folder_that_may_not_be_listed_is_a_problem(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "shut").mkdir()
    (tmp_path / "open").mkdir()
    (tmp_path / "open" / "f").write_text("x")
    scandir = os.scandir

    def refusing(path: str) -> object:
        if path.endswith("shut"):
            raise PermissionError(13, "Permission denied")
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refusing)
    found = list(find_inputs([tmp_path]))
    assert [type(each) for each in found] == [Input, Problem]
    assert isinstance(found[1], Problem)
    assert found[1].reason == "Permission denied"
