import pytest

from tests.services.arc.configs import config
from tokenlint.services.acceptance import State
from tokenlint.services.arc.access import access, permissions
from tokenlint.services.arc.checks import Check

GROUPS = {"in": Check(State.YES), "out": Check(State.NO), "open": Check(State.UNKNOWN)}


@pytest.mark.parametrize(
    ("lines", "state"),
    [
        ("", State.YES),
        ("allowaccess = in", State.YES),
        ("allowaccess = out", State.NO),
        ("allowaccess = out in", State.YES),
        ("denyaccess = in\nallowaccess = in", State.NO),
        ("denyaccess = out", State.NO),  # who fits none is refused
        ("allowaccess = open", State.UNKNOWN),
        ("allowaccess = open\nallowaccess = in", State.YES),
        ("denyaccess = open\nallowaccess = in", State.UNKNOWN),
        ("allowaccess = missing", State.NO),
        ("allowaccess = {{.groups}}", State.UNKNOWN),
    ],
)
def test_the_first_line_that_fits_decides(lines: str, state: State) -> None:
    block = config(f"[arex/ws/jobs]\n{lines}\n").blocks[0]
    assert access(block, GROUPS, complete=True).state is state


def test_in_a_snippet_a_missing_list_is_unknown() -> None:
    block = config("[arex/ws/jobs]\n").blocks[0]
    assert access(block, GROUPS, complete=False).state is State.UNKNOWN


def test_permissions_are_those_of_the_first_line() -> None:
    block = config("[queue: q]\nallowaccess = a b\ndenyaccess = b c\n").blocks[0]
    assert permissions(block) == {"a": True, "b": True, "c": False}
