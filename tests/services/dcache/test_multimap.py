import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.services.dcache.sites import text
from tokenlint.services.dcache.multimap import map_lines


def test_a_line_maps_one_principal_to_others() -> None:
    content = '# c\n  "dn:/CN=Some One" username:a gid:2,true\nop:VO uid:1\n'
    (first, second), dead, templated = map_lines(text(content))
    assert (first.matcher.kind, first.matcher.name) == ("dn", "/CN=Some One")
    assert [str(each) for each in first.gives] == ["username:a", "gid:2"]
    assert (first.source.line, first.source.column) == (2, 3)
    assert second.matcher.name == "VO"
    assert not dead
    assert not templated


@pytest.mark.parametrize(
    ("line", "word"),
    [
        ("op:VO", "nothing"),
        ("op username:a", "colon"),
        ("op:VO user:a", "type user"),
        ("op:VO gid:many", "no number"),
    ],
)
def test_lines_that_dcache_passes_over(line: str, word: str) -> None:
    lines, (dead,), _ = map_lines(text(f"op:X username:b\n{line}\n"))
    assert len(lines) == 1
    assert dead.reason == "ignored-value"
    assert dead.what.source.line == 2
    assert word in dead.says


def test_placeholders_are_no_defect() -> None:
    content = "<% each($c) |$k| { -%>\nop:{{ x }} username:a\n{{ lines }}\nop:VO user:{{ y }}\n"
    (line,), dead, templated = map_lines(text(content))
    assert not line.matcher.known
    assert not dead
    assert templated


@given(st.text(alphabet="op:username gid,true\"'\\#{}\n", max_size=200))
def test_any_text_is_read(content: str) -> None:
    lines, dead, _ = map_lines(text(content))
    assert all(each.source.line for each in lines)
    assert all(each.what.source.line for each in dead)
