"""Places in a JSON list."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.services.xrootd.texts import text
from tokenlint.services.xrootd.json_places import NotJson, listed


def test_members_keep_their_order_and_places() -> None:
    (one, two) = listed(text('\ufeff[{"a": 1,\r\n "a": "é"},\n{}]'))
    first, second = one.members
    assert [(each.key.text, each.value) for each in one.members] == [("a", 1), ("a", "é")]
    assert (first.source.line, second.source.line, second.source.column) == (1, 2, 8)
    assert second.source.end_column == 9
    assert (two.members, two.source.line) == ((), 3)


@pytest.mark.parametrize(
    ("content", "line"),
    [("", 0), ("{}", 0), ("[\n[]]", 1), ('[{"a"\n 1}]', 1), ("[{1: 2}]", 0), ('[{"a": }]', 0)],
)
def test_what_is_no_list_of_objects(content: str, line: int) -> None:
    with pytest.raises(NotJson) as caught:
        list(listed(text(content)))
    assert caught.value.line == line


@given(st.text(alphabet='[]{}",:1 \n', max_size=60))
def test_any_text_is_a_list_or_none(content: str) -> None:
    last = content.count("\n")
    try:
        lines = [element.source.line - 1 for element in listed(text(content))]
    except NotJson as error:
        lines = [error.line]
    assert all(0 <= line <= last for line in lines)
