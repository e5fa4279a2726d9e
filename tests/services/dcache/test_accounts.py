from hypothesis import given
from hypothesis import strategies as st

from tests.services.dcache.sites import text
from tokenlint.services.dcache.accounts import accounts, bans


def test_the_second_path_is_the_root() -> None:
    content = 'version 2.1\n\n  authorize john read-only 1001 100,101 /home "/some data" /\n'
    (john,), dead, templated = accounts(text(content))
    assert (john.name, john.read_only, john.uid, john.gids) == (
        "john",
        True,
        "1001",
        ("100", "101"),
    )
    assert john.root.text == "/some data"
    assert (john.root.source.line, john.root.source.column) == (3, 47)
    assert (john.source.line, john.source.column) == (3, 13)
    assert not dead
    assert not templated


def test_lines_that_cannot_be_read_are_passed_over() -> None:
    made, (dead,), _ = accounts(text("authorize john write 1 1 / /\n"))
    assert not made
    assert dead.reason == "ignored-value"


def test_a_template_may_add_accounts() -> None:
    content = "authorize <%= $login -%>\n <%= $uid %>\n more\n"
    assert accounts(text(content)) == ((), (), True)


def test_bans_with_their_aliases() -> None:
    content = "# c\nalias n=org.dcache.auth.UserNamePrincipal\nban n:ernie\nban op:VO\n"
    (first, second), problems, templated = bans(text(content))
    assert str(first.principal) == "username:ernie"
    assert (first.source.line, first.source.column) == (3, 7)
    assert str(second.principal) == "op:VO"
    assert not problems
    assert not templated


def test_a_line_that_the_plugin_banfile_cannot_read() -> None:
    _, (problem,), _ = bans(text("ban ernie\n"))
    assert "fails for every login" in problem.reason


def test_a_template_may_add_bans() -> None:
    assert bans(text("<% each { -%>\nban <%= $k %>:x\n")) == ((), (), True)


@given(st.text(alphabet='authorize ban:1,/"\n<%>={}', max_size=200))
def test_any_text_is_read(content: str) -> None:
    accounts(text(content))
    bans(text(content))
