"""Conditions and the worlds in which they hold."""

import pytest

from tests.services.xrootd.texts import text
from tokenlint.services.xrootd.conditions import World, holds, worlds
from tokenlint.services.xrootd.stream import Line, lines


def line(condition: str) -> Line:
    return next(lines(text(f"if {condition}")))


@pytest.mark.parametrize(
    ("condition", "world", "result"),
    [
        ("exec xrootd", {}, True),
        ("exec cmsd", {}, False),
        ("exec cmsd xrootd", {}, True),
        ("*", {}, True),
        ("a.example", {"host a.example": "yes"}, True),
        ("a.example", {"host a.example": "no"}, False),
        ("a.example exec cmsd", {"host a.example": "yes"}, False),
        ("named one two", {"instance": "two"}, True),
        ("named one", {"instance": ""}, False),
        ("defined ?x", {}, True),
        ("defined ?y", {}, False),
        ("defined ?y ?x && exec xrootd", {}, True),
        ("defined ?~ENV", {"defined ~ENV": "yes"}, True),
    ],
)
def test_conditions(condition: str, world: World, result: bool) -> None:
    assert holds(line(condition).words[1:], world, {"x": None}) is result


def test_an_instance_has_one_name() -> None:
    found = worlds([line("named a"), line("named b a")], complete=True)
    assert [world["instance"] for world in found] == ["", "a", "b"]


def test_what_a_whole_configuration_does_not_set_is_not_defined() -> None:
    assert worlds([line("defined ?x")], complete=True) == [{}]
    assert len(worlds([line("defined ?x")], complete=False)) == 2


def test_many_questions_are_answered_one_at_a_time() -> None:
    found = worlds([line(f"h{number}.example") for number in range(20)], complete=True)
    assert len(found) == 21
