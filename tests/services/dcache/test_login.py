import pytest

from tests.services.dcache.sites import ACCOUNTS, AUTHZDB, ISSUER, provider, site, text
from tokenlint.services.dcache.instances import Instance
from tokenlint.services.dcache.loading import load
from tokenlint.services.dcache.login import Login, login
from tokenlint.services.dcache.recognise import AUTHZDB as AUTHZDB_KIND
from tokenlint.services.dcache.recognise import BAN, MULTIMAP, OMNISESSION
from tokenlint.services.decision import Presented
from tokenlint.services.pieces import Piece


def _login(stack: str, **files: str) -> Login:
    contents = site(provider(), stack=stack)
    near = [Piece(AUTHZDB_KIND, text(files.get("accounts", ACCOUNTS), AUTHZDB))]
    near.append(
        Piece(
            MULTIMAP, text(files.get("maps", "op:VO username:vouser\n"), "etc/dcache/multi-mapfile")
        )
    )
    near.append(
        Piece(
            OMNISESSION,
            text(files.get("sessions", "DEFAULT root:/ home:/\n"), "etc/dcache/omnisession.conf"),
        )
    )
    near.append(Piece(BAN, text(files.get("bans", ""), "etc/dcache/ban.conf")))
    main = {name: text(content, name) for name, content in contents.items()}
    instance = Instance(
        main["etc/dcache/gplazma.conf"],
        main["etc/dcache/dcache.conf"],
        (main["etc/dcache/layouts/site.conf"],),
        tuple(near),
        "etc/dcache",
    )
    (loaded,) = load(instance)
    return login(loaded.configuration, Presented(ISSUER))


AUTH = "auth optional x509\nauth sufficient oidc\n"
MAP = "map requisite multimap\nmap requisite authzdb\n"
SESSION = "session requisite authzdb\n"


def test_a_whole_login() -> None:
    state = _login(AUTH + MAP + SESSION)
    assert state.refused == ""
    assert not state.depends_on
    assert (state.names("username"), state.names("uid")) == (["vouser"], ["1000"])
    assert state.root is not None
    assert state.root.text == "/data"
    assert not state.scoped
    assert not state.superuser


def test_sufficient_ends_a_phase() -> None:
    maps = "op:VO username:vouser uid:5 gid:6,true\n"
    state = _login(AUTH + "map sufficient multimap\nmap requisite ldap\n" + SESSION, maps=maps)
    assert state.names("uid") == ["5"]
    assert not state.depends_on


def test_an_open_plugin_is_passed_and_noted() -> None:
    state = _login(AUTH + MAP + "map optional ldap\n" + SESSION)
    assert state.depends_on == ["what the plugin ldap maps to"]
    assert state.refused == ""


def test_an_open_sufficient_plugin_may_have_ended_the_phase() -> None:
    stack = AUTH + "map sufficient ldap\nmap requisite multimap\n" + SESSION
    assert _login(stack, maps="op:OTHER username:x\n").refused == ""


@pytest.mark.parametrize("control", ["required", "requisite"])
def test_a_plugin_that_must_succeed_refuses_the_login(control: str) -> None:
    state = _login(f"auth {control} x509\n{AUTH}{MAP}{SESSION}")
    # As in dCache, success of a sufficient plugin outdoes an earlier failure of a required one.
    assert state.refused == ("phase auth refuses the login" if control == "requisite" else "")


def test_a_required_failure_refuses_at_the_end() -> None:
    state = _login(f"auth optional oidc\nauth required voms\n{MAP}{SESSION}")
    assert state.refused == "phase auth refuses the login"


def test_without_a_plugin_for_tokens_nobody_logs_in() -> None:
    assert _login(f"auth optional x509\n{MAP}{SESSION}").refused


def test_a_ban_refuses_the_login() -> None:
    state = _login(AUTH + MAP + "account requisite banfile\n" + SESSION, bans="ban op:VO\n")
    assert state.refused == "phase account refuses the login"


def test_a_session_needs_home_and_root() -> None:
    state = _login(AUTH + MAP)
    assert state.refused == "the session has no home or root directory"


def test_a_login_needs_an_account() -> None:
    state = _login(AUTH + "map optional multimap\nsession optional omnisession\n")
    assert state.refused == "the login has no uid"


def test_two_primary_groups_are_one_too_many() -> None:
    state = _login(AUTH + MAP + SESSION, maps="op:VO username:vouser gid:7,true\n")
    assert state.refused == "the login has more than one primary gid"
