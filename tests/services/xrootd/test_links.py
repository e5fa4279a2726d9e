"""Which file a path stands for."""

from tokenlint.services.pieces import Piece
from tokenlint.services.text import Text
from tokenlint.services.xrootd.links import Shelf, distance, in_prose


def piece(file: str, kind: str = "authdb", *, embedded: bool = False, line: int = 1) -> Piece:
    return Piece(kind, Text(file, file.rpartition("/")[2], "", line, embedded=embedded))


def near(file: str = "site/etc/xrootd.cfg") -> Text:
    return Text(file, "xrootd.cfg", "")


def linked(written: str, *files: str, default: bool = False) -> str | None:
    found = Shelf([piece(file) for file in files]).linked(
        "authdb", written, near(), default=default
    )
    return found.text.file if found else None


def test_the_file_in_the_same_folder_comes_first() -> None:
    files = ("site/etc/authdb", "other/etc/xrootd/authdb")
    assert linked("/etc/xrootd/authdb", *files) == "site/etc/authdb"


def test_a_file_elsewhere_must_be_near_or_have_a_like_path() -> None:
    assert linked("/x/authdb", "site/files/authdb") == "site/files/authdb"
    assert linked("/x/authdb", "a/b/c/d/e/f/authdb") is None
    assert linked("/etc/xrootd/authdb", "a/b/c/d/etc/xrootd/authdb") is not None
    assert linked("/x/other", "site/etc/authdb") is None


def test_a_default_path_must_have_a_like_one() -> None:
    assert linked("/etc/xrootd/authdb", "site/files/authdb", default=True) is None
    assert linked("/etc/xrootd/authdb", "site/etc/xrootd/authdb", default=True) is not None


def test_a_neighbour_is_the_only_one_of_its_kind() -> None:
    one, two = piece("site/etc/a"), piece("site/etc/b")
    assert Shelf([one]).neighbour("authdb", near()) is one
    assert Shelf([one, two]).neighbour("authdb", near()) is None


def test_fragments_of_a_document_stay_among_themselves() -> None:
    fragment = piece("site/etc/README.md", embedded=True)
    assert in_prose(fragment.text)
    assert Shelf([fragment]).neighbour("authdb", near()) is None
    named = Piece("authdb", Text("site/etc/README.md", "authdb", "", embedded=True))
    assert Shelf([named]).linked("authdb", "authdb", near()) is None
    other = Text("site/etc/README.md", "xrootd.cfg", "", 9, embedded=True)
    assert Shelf([named]).linked("authdb", "/etc/authdb", other) is named


def test_entries_of_a_config_map_belong_together() -> None:
    inner = piece("chart/map.yaml", embedded=True)
    other = piece("chart/other.yaml", embedded=True)
    main = Text("chart/map.yaml", "xrootd.cfg", "", embedded=True)
    assert Shelf([inner, other]).neighbour("authdb", main) is inner


def test_distance_counts_steps() -> None:
    assert distance(near("a/b/c/f"), near("a/d/f")) == 3
