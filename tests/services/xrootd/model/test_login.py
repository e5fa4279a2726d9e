from dataclasses import replace
from typing import Any

import pytest

from tests.services.xrootd.model.servers import server
from tokenlint.services.decision import Verdict
from tokenlint.services.xrootd.config import AuthLib, Server
from tokenlint.services.xrootd.model.login import after_login, hears_header, name_of_login
from tokenlint.services.xrootd.model.reading import NOTHING, Reading
from tokenlint.services.xrootd.model.verdicts import allowed, denied
from tokenlint.services.xrootd.model.versions import release_of
from tokenlint.source import Source

YES = (Reading(None, login=True),)
BOTH = (*YES, Reading(None, login=False, reason="x"))


MACAROONS, OWN = (
    AuthLib(name, chained=True, config=None, source=Source("x"))
    for name in ("libXrdMacaroons.so", "libOwn.so")
)


def main(**changes: Any) -> Server:
    found = server().server
    assert found is not None
    return replace(found, **changes)


@pytest.mark.parametrize(
    ("changes", "readings", "token", "verdict"),
    [
        ({}, YES, True, Verdict.ALLOWED),
        ({}, NOTHING, True, Verdict.DENIED),
        ({}, NOTHING, False, Verdict.DENIED),
        ({}, BOTH, True, Verdict.DEPENDS),
        ({"ztn": False, "logins": ()}, NOTHING, False, Verdict.ALLOWED),
        ({"logins": ("gsi",)}, NOTHING, False, Verdict.DEPENDS),
        ({"logins": ("gsi",)}, YES, True, Verdict.DEPENDS),
        ({"logins": ("gsi", "ztn")}, NOTHING, False, Verdict.DEPENDS),
        ({"logins": ("gsi", "ztn")}, YES, True, Verdict.ALLOWED),
        ({"free_hosts": True}, NOTHING, False, Verdict.DEPENDS),
        ({"open_directives": ("sec.protocol",)}, NOTHING, False, Verdict.DEPENDS),
        ({"ztn_checks": False}, NOTHING, True, Verdict.ALLOWED),
        ({"ztn_checks": False}, NOTHING, False, Verdict.DENIED),
        ({"authorize": False}, YES, True, Verdict.DENIED),
        ({"libraries": ()}, YES, True, Verdict.DENIED),
        ({"libraries": (MACAROONS,)}, YES, True, Verdict.DENIED),
        ({"libraries": (OWN,)}, YES, True, Verdict.DEPENDS),
        ({"libraries": (), "open_directives": ("ofs.authlib",)}, YES, True, Verdict.DEPENDS),
        ({"libraries": (), "authorize": None}, YES, True, Verdict.DEPENDS),
        ({"libraries": (), "eos": True}, YES, True, Verdict.DEPENDS),
        ({"ztn_library": "libOwn.so"}, YES, True, Verdict.DEPENDS),
    ],
)
def test_who_may_log_in(
    changes: dict[str, Any], readings: tuple[Reading, ...], *, token: bool, verdict: Verdict
) -> None:
    found = after_login(main(**changes), readings, allowed(Source("x"), "y"), token=token)
    assert found.verdict is verdict


def test_the_login_that_is_missing_is_named() -> None:
    server = main(logins=("gsi", "krb5", "ztn"))
    found = after_login(server, NOTHING, allowed(Source("x"), "y"), token=False)
    assert found.depends_on == ("a login by gsi or krb5",)
    assert found.by == Source("x")


def test_what_is_denied_stays_denied_after_any_login() -> None:
    server = main(logins=("gsi",), free_hosts=True, open_directives=("sec.protbind",))
    assert after_login(server, YES, denied(Source("x"), "y"), token=True).steps[-1].says == "y"


def test_the_name_of_a_login() -> None:
    assert name_of_login(main(), "me") == "me"
    assert name_of_login(main(), None) == ""
    assert name_of_login(main(ztn_checks=False), "me") == ""
    assert name_of_login(main(ztn=False), "me") == ""


def test_the_header_is_heard() -> None:
    old, new = release_of("5.5.3"), release_of("6.2.1")
    assert hears_header(None, new)
    assert hears_header(main(), old)
    assert not hears_header(main(header="authorization"), old)
    assert hears_header(main(header="authorization"), new)
    assert not hears_header(main(header2cgi=False), new)
    assert hears_header(main(header2cgi=False, open_directives=("http.header2cgi",)), new)
