"""How one file of a service names another."""

import pytest

from tokenlint.services.pieces import Piece, beside, by_folder, companion
from tokenlint.services.text import Text


def piece(file: str, kind: str = "authdb", name: str = "") -> Piece:
    return Piece(kind, Text(file, name or file.rpartition("/")[2], ""))


@pytest.mark.parametrize(
    ("files", "written", "expected"),
    [
        (["site/etc/xrootd/authdb", "other/authdb"], "/etc/xrootd/authdb", 0),
        (["b/authdb", "a/conf/authdb"], "/etc/xrootd/authdb", 1),  # nearest folder
        (["a/authdb.cms"], "/etc/xrootd/authdb", None),
        ([], "/etc/xrootd/authdb", None),
    ],
)
def test_the_longest_common_end_wins_then_the_nearest_folder(
    files: list[str], written: str, expected: int | None
) -> None:
    pieces = [piece(file) for file in files]
    near = Text("a/conf/xrootd.cfg", "xrootd.cfg", "")
    wanted = pieces[expected] if expected is not None else None
    assert companion(pieces, "authdb", written, near) is wanted


def test_only_the_kind_that_is_asked_for() -> None:
    assert companion([piece("a/authdb", "map")], "authdb", "/authdb", Text("a/x", "x", "")) is None


def test_an_embedded_text_goes_by_its_own_name() -> None:
    inner = piece("values.yaml", name="authdb")
    assert companion([inner], "authdb", "/etc/authdb", Text("values.yaml", "x", "")) is inner


def test_beside_is_the_only_one_of_the_folder() -> None:
    one, two, far = piece("a/authdb"), piece("a/authdb2"), piece("b/authdb")
    near = Text("a/x.cfg", "x.cfg", "")
    assert beside([one, far], "authdb", near) is one
    assert beside([one, two], "authdb", near) is None
    assert beside([far], "authdb", near) is None


def test_folders_keep_their_order() -> None:
    pieces = [piece("b/x"), piece("a/y"), piece("b/z")]
    folders = [(name, [each.text.file for each in some]) for name, some in by_folder(pieces)]
    assert folders == [("b", ["b/x", "b/z"]), ("a", ["a/y"])]
