from tests.services.dcache.sites import ACCOUNTS, text
from tokenlint.services.dcache.accounts import accounts, bans
from tokenlint.services.dcache.authentication import Answer
from tokenlint.services.dcache.config import Plugin, PluginLine
from tokenlint.services.dcache.principals import Principal
from tokenlint.services.dcache.session import account_with, session_with
from tokenlint.services.dcache.sessions import session_lines

USER = [Principal("username", "vouser"), Principal("group", "g")]


def _line(name: str) -> PluginLine:
    return PluginLine("session", "optional", name, (), text("").at(0))


def _omnisession(content: str) -> Plugin:
    return Plugin(_line("omnisession"), "file", sessions=session_lines(text(content))[0])


def test_a_ban_refuses_whom_it_names() -> None:
    plugin = Plugin(_line("banfile"), "file", bans=bans(text("ban username:vouser\n"))[0])
    assert account_with(plugin, USER).answer is Answer.FAIL
    assert account_with(plugin, []).answer is Answer.SUCCESS


def test_no_ban_file_bans_nobody() -> None:
    assert account_with(Plugin(_line("banfile"), "file"), USER).answer is Answer.SUCCESS
    assert account_with(Plugin(_line("argus"), "file"), USER).answer is Answer.OPEN


def test_authzdb_gives_root_and_access() -> None:
    plugin = Plugin(_line("authzdb"), "file", accounts=accounts(text(ACCOUNTS))[0])
    read = session_with(plugin, USER)
    assert read.root is not None
    assert (read.root.text, read.home, read.read_only) == ("/data", True, False)
    assert session_with(plugin, [Principal("username", "looker")]).read_only
    assert session_with(plugin, []).answer is Answer.FAIL
    assert session_with(Plugin(_line("authzdb"), "file"), USER).answer is Answer.OPEN


def test_omnisession_takes_the_first_of_a_kind_and_default_last() -> None:
    plugin = _omnisession(
        "DEFAULT root:/ home:/\nusername:vouser root:/a\ngroup:g root:/b prefix:/b read-only\n"
    )
    read = session_with(plugin, USER)
    assert read.root is not None
    assert read.prefix is not None
    assert (read.root.text, read.prefix.text, read.home, read.read_only) == ("/a", "/b", True, True)


def test_omnisession_refuses_a_bad_line_and_nobody_s_line() -> None:
    assert (
        session_with(_omnisession("username:vouser home:/ home:/a\n"), USER).answer is Answer.FAIL
    )
    assert session_with(_omnisession("username:other home:/\n"), USER).answer is Answer.FAIL
    assert session_with(Plugin(_line("omnisession"), "file"), USER).answer is Answer.OPEN


def test_other_plugins() -> None:
    assert session_with(Plugin(_line("roles")), USER).answer is Answer.SUCCESS
    assert session_with(Plugin(_line("ldap")), USER).answer is Answer.OPEN
