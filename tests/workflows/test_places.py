import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.workflows.declarations import read
from tokenlint.source import Source
from tokenlint.workflows.places import ListedPlaces, Places
from tokenlint.workflows.yaml_nodes import pointer_of

TEXT = """\
workflows:
  one:
    kind: deletion
    operations:
      - {operation: stat, service: s, path: /a}
      - operation: read
        service: s
        path: /b
    token: &t
      scope: "storage.read:/a storage.modify:/b"
      audience: [https://a.example]
      lifetime: 6h
  two:
    kind: deletion
    token:
      scope: >-
        storage.read:/a
        storage.read:/a/b
  three:
    kind: deletion
    token: *t
  four:
    kind: deletion
    token: {scope: "storage.read:/\\x61 storage.read:/b", refresh: {requested: true}}
"""
FILE = read(TEXT)


def _places(name: str) -> Places:
    workflow = FILE.workflow(name)
    assert workflow is not None
    return workflow.places


def _shown(name: str, pointer: str) -> str:
    """The text that the place covers, of its line."""
    source = _places(name)[pointer]
    line = FILE.texts["w.yaml"].split("\n")[source.line - 1]
    return line[source.column - 1 : (source.end_column or len(line) + 1) - 1]


@pytest.mark.parametrize(
    ("name", "pointer", "shown"),
    [
        ("one", "", "one"),
        ("one", "/kind", "deletion"),
        ("one", "/operations", "operations"),
        ("one", "/operations/0", "{operation: stat, service: s, path: /a}"),
        ("one", "/operations/0/path", "/a"),
        ("one", "/operations/1", "operation: read"),
        ("one", "/token", "token"),
        ("one", "/token/scope", '"storage.read:/a storage.modify:/b"'),
        ("one", "/token/scope/0", "storage.read:/a"),
        ("one", "/token/scope/1", "storage.modify:/b"),
        ("one", "/token/audience/0", "https://a.example"),
        ("two", "/token/scope/0", "storage.read:/a"),
        ("two", "/token/scope/1", "storage.read:/a/b"),
        ("three", "/token/scope/1", "storage.modify:/b"),
        ("four", "/token/scope/0", '"storage.read:/\\x61 storage.read:/b"'),
    ],
)
def test_a_pointer_leads_to_the_text(name: str, pointer: str, shown: str) -> None:
    assert _shown(name, pointer) == shown


def test_pointers_are_those_of_the_file() -> None:
    assert _places("one")["/token/scope/1"].pointer == "/workflows/one/token/scope/1"
    assert _places("one").under("/token")["/scope/1"] == _places("one")["/token/scope/1"]


@pytest.mark.parametrize(
    "pointer",
    ["/gone", "/operations/7", "/operations/x", "/kind/1", "/token/scope/2", "/token/audience/0/1"],
)
def test_nothing_stands_there(pointer: str) -> None:
    with pytest.raises(KeyError):
        _places("one")[pointer]
    assert pointer not in _places("one")


def test_the_nearest_place_of_what_is_not_written() -> None:
    places = _places("one")
    assert places.nearest("/token/refresh/lifetime") == places["/token"]
    assert places.nearest("/mitigations") == places[""]


def test_the_place_of_a_key() -> None:
    places = _places("one")
    assert (places.key("/kind").line, places.key("/kind").column) == (4, 5)
    assert places.key("/operations/0") == places["/operations/0"]


def test_a_part_that_is_not_there_has_no_places() -> None:
    with pytest.raises(KeyError):
        _places("one").under("/asked_for")
    with pytest.raises(KeyError):
        _places("one").written("/operations")
    assert _places("one").written("/token/lifetime") == "6h"


def test_it_lists_all_written_places() -> None:
    places = _places("four")
    assert list(places) == [
        "",
        "/kind",
        "/token",
        "/token/scope",
        "/token/refresh",
        "/token/refresh/requested",
    ]
    assert len(places) == 6
    assert len(_places("one")) == 16


LISTED = "client.cfg"


def listed() -> ListedPlaces:
    pointers = ("", "/token", "/token/scope", "/token/scope/0", "/tokens")
    return ListedPlaces({pointer: Source(LISTED, i) for i, pointer in enumerate(pointers, 1)})


def test_places_that_were_collected() -> None:
    places = listed()
    assert places["/token/scope"] == places.key("/token/scope") == Source(LISTED, 3)
    assert list(places) == ["", "/token", "/token/scope", "/token/scope/0", "/tokens"]
    assert (len(places), "/gone" in places) == (5, False)
    with pytest.raises(KeyError):
        places["/gone"]
    with pytest.raises(KeyError):
        places.key("/gone")


def test_the_nearest_of_those_that_were_collected() -> None:
    places = listed()
    assert places.nearest("/token/scope/7") == Source(LISTED, 3)
    assert places.nearest("/token/lifetime") == Source(LISTED, 2)
    assert places.nearest("/other/1") == places.nearest("") == Source(LISTED, 1)


def test_the_part_below_one_of_them() -> None:
    inner = listed().under("/token")
    assert dict(inner) == {
        "": Source(LISTED, 2),
        "/scope": Source(LISTED, 3),
        "/scope/0": Source(LISTED, 4),
    }
    assert dict(listed().under("/token/lifetime")) == {"": Source(LISTED, 2)}


def test_nothing_is_kept_of_what_was_written() -> None:
    with pytest.raises(KeyError):
        listed().written("/token/scope")


POINTERS = st.lists(st.sampled_from(["a", "b", "0", "~1"]), max_size=4).map(
    lambda steps: pointer_of(tuple(steps))
)


@given(st.dictionaries(POINTERS, st.integers(1, 99)), POINTERS, POINTERS)
def test_below_is_the_same_as_at_the_whole_way(
    lines: dict[str, int], above: str, below: str
) -> None:
    places = ListedPlaces({p: Source(LISTED, n) for p, n in ({"": 100} | lines).items()})
    inner = places.under(above)
    assert inner.nearest(below) == places.nearest(above + below)
    if above + below in places:
        assert inner[below] == places[above + below]
