from tests.services.dcache.sites import text
from tokenlint.services.dcache.instances import alone, base_of, complete, instances
from tokenlint.services.dcache.recognise import AUTHZDB, DCACHE, GPLAZMA, LAYOUT, MULTIMAP
from tokenlint.services.pieces import Piece
from tokenlint.services.text import Text


def _piece(kind: str, file: str) -> Piece:
    return Piece(kind, text("", file))


def test_main_files_of_a_folder_belong_together() -> None:
    pieces = [
        _piece(LAYOUT, "etc/dcache/layouts/a.conf"),
        _piece(GPLAZMA, "etc/dcache/gplazma.conf"),
        _piece(DCACHE, "etc/dcache/dcache.conf"),
        _piece(AUTHZDB, "etc/grid-security/storage-authzdb"),
        _piece(AUTHZDB, "other/grid-security/storage-authzdb"),
    ]
    (instance,) = instances(pieces)
    assert instance.base == "etc/dcache"
    assert instance.main.name == "gplazma.conf"
    assert [text.name for text in instance.layouts] == ["a.conf"]
    assert instance.near == (pieces[3],)


def test_several_of_a_kind() -> None:
    pieces = [_piece(GPLAZMA, "d/gplazma-new.conf"), _piece(GPLAZMA, "d/gplazma.conf")]
    first, second = instances(pieces)
    assert first.main.name == "gplazma.conf"
    assert second.main.name == "gplazma-new.conf"


def test_a_file_is_found_by_its_name_or_what_comes_before_the_dot() -> None:
    pieces = [
        _piece(GPLAZMA, "d/gplazma.conf"),
        _piece(MULTIMAP, "d/multimap-users"),
        _piece(MULTIMAP, "d/multi-mapfile.erb"),
    ]
    (instance,) = instances(pieces)
    users = instance.find(MULTIMAP, "/etc/dcache/multimap-users.conf", written=True)
    assert users is pieces[1].text
    assert instance.find(MULTIMAP, "/x/multi-mapfile", written=False) is pieces[2].text
    assert instance.find(MULTIMAP, "/x/other", written=True) is None
    assert instance.find(AUTHZDB, "/x/other", written=False) is None


def test_the_only_one_beside_stands_for_the_default() -> None:
    pieces = [_piece(GPLAZMA, "d/gplazma.conf"), _piece(MULTIMAP, "d/users")]
    (instance,) = instances(pieces)
    assert instance.find(MULTIMAP, "/etc/dcache/multi-mapfile", written=False) is pieces[1].text


def test_entries_of_one_yaml_file_belong_together() -> None:
    one = Text("c/map.yaml", "gplazma.conf", "", line=5, embedded=True)
    other = Text("c/map.yaml", "multi-mapfile", "", line=9, embedded=True)
    (instance,) = instances([Piece(GPLAZMA, one), Piece(MULTIMAP, other)])
    assert [piece.text for piece in instance.near] == [other]
    assert complete(one)


def test_a_fenced_block_stands_for_itself() -> None:
    one = Text("d/a.md", "gplazma.conf", "", line=5, embedded=True)
    other = Text("d/a.md", "dcache.conf", "", line=9, embedded=True)
    assert len(instances([Piece(GPLAZMA, one), Piece(DCACHE, other)])) == 2
    assert not complete(one)
    assert base_of(one) != base_of(other)


def test_a_file_without_main_files() -> None:
    piece = _piece(AUTHZDB, "storage-authzdb")
    assert alone(piece).main is piece.text
    assert not instances([piece])
