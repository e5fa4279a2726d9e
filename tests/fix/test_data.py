"""What differs between two versions of a file, and what may."""

from typing import Any

import pytest

from tests.fix.mending import founds
from tokenlint.fix.data import check_data, differences, loaded
from tokenlint.fix.edit import Change, FixPlan, NotFixed
from tokenlint.fix.held import Held
from tokenlint.policy.finding import Finding, Persona, Severity

FINDING = Finding("SCP006", "n", "t", Severity.LOW, "high", Persona.REGULAR, "scope", "m", "d", ())


def _held(text: str, name: str) -> Held:
    held = Held.of(founds({name: text})[0])
    assert held is not None
    return held


def _plan(*changes: Change, values: int = 1) -> FixPlan:
    return FixPlan("x", (), FINDING, "says", changes=changes or None, values=values)


def _check(
    before: str, after: str, *changes: Change, name: str = "x.yaml", values: int = 1
) -> None:
    check_data(_held(before, name), _held(after, name), [_plan(*changes, values=values)])


@pytest.mark.parametrize(
    ("one", "other", "told"),
    [
        ({"a": 1}, {"a": 1}, []),
        ({"a": 1}, {"a": True}, ["/a"]),
        ({"a": 1}, {"a": 1.0}, ["/a"]),
        ({"a": None}, {}, ["/a"]),
        ({"a": [1, 2]}, {"a": [1, 3]}, ["/a/1"]),
        ({"a": [1, 2]}, {"a": [1]}, ["/a"]),
        ({"a": "b  c"}, {"a": "b c"}, []),
        ({"a/b": {"~": 1}}, {"a/b": {"~": 2}}, ["/a~1b/~0"]),
        ([], {}, [""]),
    ],
)
def test_differences(one: Any, other: Any, told: list[str]) -> None:
    assert differences(one, other) == told


def test_a_shared_value_is_told_at_each_place() -> None:
    one, other = {"x": 1}, {"x": 2}
    assert sorted(differences({"a": one, "b": one}, {"a": other, "b": other})) == ["/a/x", "/b/x"]


def test_many_references_to_one_value_take_no_time() -> None:
    one: Any = {"x": 1}
    other: Any = {"x": 1}
    for _ in range(60):
        one, other = [one, one], [other, other]
    assert differences(one, other) == []


def test_only_the_intended_value_changes() -> None:
    _check("a: x y\nb: 3", "a: x\nb: 3", Change("/a", "x"))
    with pytest.raises(NotFixed, match="would also change /b"):
        _check("a: x y\nb: 3", "a: x\nb: 4", Change("/a", "x"))
    with pytest.raises(NotFixed, match="not say what is meant"):
        _check("a: x y\nb: 3", "a: y\nb: 3", Change("/a", "x"))
    with pytest.raises(NotFixed, match="would also change /b, where the same anchor"):
        _check("a: &q x y\nb: *q", "a: &q x\nb: *q", Change("/a", "x"))


def test_documents_may_not_come_or_go() -> None:
    with pytest.raises(NotFixed, match="number of documents"):
        _check("a: x", "a: x\n---\nb: y", Change("/a", "x"))


def test_a_text_in_the_place_of_another_changes_so_many_values() -> None:
    _check('{"a": 1, "b": 2}', '{"a": 3, "b": 2}', name="x.json")
    _check('{"a": 1}', '{"b": 1}', name="x.json", values=2)
    with pytest.raises(NotFixed, match="would also change"):
        _check('{"a": 1, "b": 2}', '{"a": 3, "b": 4}', name="x.json")
    _check("a = 1\n", "a = 2\n", name="x.toml")


@pytest.mark.parametrize(
    ("name", "text"),
    [("x.yaml", "a: [1"), ("x.yml", "a: {{ x }}"), ("x.json", "{"), ("x.toml", "a =")],
)
def test_a_file_that_does_not_load(name: str, text: str) -> None:
    with pytest.raises(NotFixed, match="does not load as"):
        loaded(_held(text, name))


def test_a_file_that_nests_too_deep() -> None:
    deep = "[" * 900 + "]" * 900
    with pytest.raises(NotFixed):
        check_data(_held(deep, "x.json"), _held(deep, "x.json"), [_plan()])


def test_other_grammars_hold_no_data() -> None:
    assert loaded(_held("all.export /", "xrootd.cfg")) is None
