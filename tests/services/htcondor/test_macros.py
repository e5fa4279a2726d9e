"""What knobs hold once everything is read."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.services.htcondor.files import text
from tokenlint.services.htcondor.config import read_config
from tokenlint.services.htcondor.macros import Macros, gather


def macros(content: str) -> Macros:
    return gather(read_config(text(content)).knobs)


def held(content: str, name: str = "A", subsystem: str = "") -> tuple[str, bool]:
    found = macros(content).held(name, subsystem)
    assert found
    return found.text, found.known


def test_the_last_definition_counts_without_case() -> None:
    assert held("A = 1\na = 2\n") == ("2", True)


def test_macros_are_expanded_on_use() -> None:
    assert held("A = $(B)\nB = 1\nB = 2\n") == ("2", True)
    assert held("A = $(B:7)\n") == ("7", True)
    assert held("A = $(B), x\n") == ("$(B), x", False)


def test_a_macro_in_its_own_definition_is_what_was_before() -> None:
    assert held("A = x\nA = $(A), y\nA = $(A), z\n") == ("x, y, z", True)
    assert held("A = $(A), y\n") == ("$(A), y", False)


def test_a_daemons_knob_builds_on_that_of_all() -> None:
    content = "A = x\nSCHEDD.A = $(SCHEDD.A), y\n"
    assert held(content, "A", "SCHEDD") == ("x, y", True)
    assert held(content, "A", "STARTD") == ("x", True)


@pytest.mark.parametrize(
    ("condition", "answer"),
    [
        ("true", ("2", True)),
        ("false", ("1", True)),
        ("! false", ("2", True)),
        ("$(YES)", ("2", True)),
        ("defined YES", ("2", True)),
        ("defined OTHER", ("2", False)),
        ("version >= 9", ("2", False)),
        ("! version >= 9", ("2", False)),
    ],
)
def test_conditions(condition: str, answer: tuple[str, bool]) -> None:
    assert held(f"YES = yes\nA = 1\nif {condition}\nA = 2\nendif\n") == answer


def test_truth() -> None:
    found = macros("A = True\nB = no\nC = $(X)\nD = maybe\n")
    assert [found.truth(name) for name in "ABCDE"] == [True, False, None, None, None]


def test_what_other_definitions_use() -> None:
    assert macros("A = $(b)\nC = $(C) $(D:1)\n").referenced == {"B", "C", "D"}


def test_loops_and_explosions_end() -> None:
    started = time.perf_counter()
    macros("A = $(B)\nB = $(A)\n").held("A")
    doubling = "".join(f"M{n} = $(M{n + 1})$(M{n + 1})\n" for n in range(60))
    macros(doubling + "M60 = xxxxxxxxxx\n").held("M0")
    macros("A = x$(A)$(A)\n" * 60).held("A")
    assert time.perf_counter() - started < 30  # a hang, not slowness


@given(st.text(alphabet="AB=$():\n .ifend", max_size=120))
def test_any_configuration_has_values(content: str) -> None:
    found = macros(content)
    for name in list(found.table):
        found.held(name)
