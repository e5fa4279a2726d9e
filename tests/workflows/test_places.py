import pytest

from tests.workflows.declarations import read
from tokenlint.workflows.places import Places

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
