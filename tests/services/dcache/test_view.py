import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.services.dcache.sites import text
from tokenlint.services.dcache.properties import properties
from tokenlint.services.dcache.view import View


def _view(*contents: str, is_open: bool = False) -> View:
    """A view of layers, the innermost first."""
    tables = tuple(properties(text(each)).sections[0].table for each in contents)
    return View(tables, text("").at(0), is_open)


def test_the_innermost_layer_wins() -> None:
    view = _view("a = in\n", "a = out\nb = only\n")
    assert view.text("a", "") == "in"
    assert view.text("b", "") == "only"
    assert view.entries(("a",))["a"].value == "in"


def test_a_default_holds_only_where_nothing_is_open() -> None:
    assert _view("").text("a", "default") == "default"
    assert _view("", is_open=True).text("a", "default") is None


def test_references_are_followed() -> None:
    view = _view("a = ${b}/x\nb = ${c}\nc = /data\n")
    assert view.text("a", "") == "/data/x"
    assert view.expand("${dcache.paths.etc}/f") == "/etc/dcache/f"


@pytest.mark.parametrize("value", ["${ISSUER}", "${a}", "${host.name}-x"])
def test_a_reference_to_nowhere_is_unknown(value: str) -> None:
    view = _view(f"a = {value}\n")
    read = view.value("a")
    assert read is not None
    assert not read.known
    assert view.text("a", "default") is None


def test_references_that_grow_are_given_up() -> None:
    lines = "".join(f"k{n} = {'${k' + str(n + 1) + '}' * 1}{'x' * 900}\n" for n in range(30))
    assert len(_view(lines).expand("${k0}")) < 20_000


def test_maps_are_listed_by_their_names() -> None:
    view = _view("p!B = 2\n", "p!A = 1\npp!C = 3\n")
    assert [(name, entry.value) for name, entry in view.maps("p")] == [("A", "1"), ("B", "2")]


@pytest.mark.parametrize(
    ("content", "seconds"),
    [
        ("", 3600),
        ("a = 2\n", 7200),
        ("a = 2\na.unit = SECONDS\n", 2),
        ("a.unit = DAYS\na = 3\n", 259_200),
        ("a = many\n", None),
        ("a = ${X}\n", None),
        ("a = 1\na.unit = MOONS\n", None),
    ],
)
def test_durations_in_seconds(content: str, seconds: float | None) -> None:
    assert _view(content).seconds("a", 3600, "HOURS") == seconds


@given(st.text(alphabet="ab${}.!=\n", max_size=200))
def test_any_reference_ends(content: str) -> None:
    view = _view(content)
    assert len(view.expand("${a}${b}")) <= 2_000_000
