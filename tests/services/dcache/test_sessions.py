import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.services.dcache.sites import text
from tokenlint.services.dcache.sessions import session_lines


def test_attributes_of_a_session() -> None:
    content = "username:a  root:/data home:/ read-only\nDEFAULT prefix:/x role:qos max-upload:1GB\n"
    (first, second), problems, templated = session_lines(text(content))
    assert str(first.matcher) == "username:a"
    assert first.root is not None
    assert (first.root.text, first.root.source.column) == ("/data", 13)
    assert first.home
    assert first.read_only
    assert second.matcher is None
    assert second.prefix is not None
    assert second.roles == ("qos",)
    assert not problems
    assert not templated


def test_quoted_names() -> None:
    (line,), _, _ = session_lines(text('dn:"/CN=Some One" home:/\n'))
    assert line.matcher is not None
    assert line.matcher.name == "/CN=Some One"


@pytest.mark.parametrize(
    "line", ["username:a home:/ home:/b", "username:a root:data", "username:a what:/", "DEFAULT x"]
)
def test_bad_attributes_refuse_whom_they_are_for(line: str) -> None:
    (read,), (problem,), _ = session_lines(text(line))
    assert read.bad
    assert "refuses whoever" in problem.reason


@pytest.mark.parametrize("line", ["user:a home:/", "home"])
def test_a_bad_predicate_fails_for_everybody(line: str) -> None:
    lines, (problem,), _ = session_lines(text(line))
    assert not lines
    assert "everybody" in problem.reason


def test_templates_may_add_lines() -> None:
    content = "<% each { -%>\nuser:{{ x }} home:/\nusername:a root:{{ r }}\n"
    (line,), problems, templated = session_lines(text(content))
    assert line.root is not None
    assert not line.root.known
    assert not problems
    assert templated


@given(st.text(alphabet='username:a root/home DEFAULT"\n{}%', max_size=200))
def test_any_text_is_read(content: str) -> None:
    session_lines(text(content))
