"""Settings."""

import pytest

from tests.services.xrootd.texts import SCITOKENS, SERVER, acceptance
from tokenlint.services.acceptance import Setting

MACAROONS = "macaroons.secretkey /k\n"


def setting(name: str, **files: str) -> Setting:
    (found,) = [each for each in acceptance(**files).settings if each.name == name]
    return found


@pytest.mark.parametrize(
    ("lines", "name", "value", "written"),
    [
        ("", "ofs.authorize", "yes", True),
        ("", "ofs.authlib", "++ libXrdAccSciTokens.so", True),
        ("", "acc.authdb", "/etc/xrootd/authdb", True),
        ("", "http.header2cgi", "authz", True),
        ("xrd.tlsca noverify\n", "xrd.tlsca", "noverify", True),
        ("", "xrd.tlsca", "verify", True),
        ("", "xrootd.tls", "none", False),
        ("xrootd.tls capable all\n", "xrootd.tls", "capable all", True),
        ("", "sec.protocol ztn -expiry", "required", False),
        ("sec.protocol ztn -expiry required\n", "sec.protocol ztn -expiry", "ignore", True),
        ("sec.protocol ztn -expiry ignore\n", "sec.protocol ztn -expiry", "optional", True),
        ("sec.protparm ztn -tokenlib none\n", "sec.protocol ztn -tokenlib", "none", True),
        ("macaroons.maxduration 600\n", "macaroons.maxduration", "600", True),
        (MACAROONS, "macaroons.maxduration", "86400", False),
        ("macaroons.maxduration 0\n", "macaroons.maxduration", "unlimited", True),
        (MACAROONS, "macaroons.onmissing", "passthrough", False),
        (
            "macaroons.secretkey /k\nmacaroons.onmissing Allow\n",
            "macaroons.onmissing",
            "allow",
            True,
        ),
    ],
)
def test_settings_of_a_server(lines: str, name: str, value: str, written: bool) -> None:
    found = setting(name, xrootd__cfg=SERVER + lines)
    assert (found.value, found.written, found.known) == (value, written, True)


def test_durations_have_seconds() -> None:
    name = "macaroons.maxduration"
    assert setting(name, xrootd__cfg=SERVER + "macaroons.maxduration 600\n").seconds == 600
    assert setting(name, xrootd__cfg=SERVER + "macaroons.secretkey /k\n").seconds == 86400
    assert setting(name, xrootd__cfg=SERVER + "macaroons.maxduration -1\n").seconds is None


@pytest.mark.parametrize(
    ("lines", "name", "value", "written"),
    [
        ("", "onmissing", "passthrough", False),
        ("", "authorization_strategy", "capability group mapping", False),
        ("authorization_strategy = capability\n", "authorization_strategy", "capability", True),
        ("authorization_strategy = typo\n", "authorization_strategy", "none", True),
        ("", "map_subject", "false", False),
        ("map_subject = yes\n", "map_subject", "true", True),
    ],
)
def test_settings_of_scitokens(lines: str, name: str, value: str, written: bool) -> None:
    found = setting(name, scitokens__cfg=SCITOKENS + lines)
    assert (found.value, found.written) == (value, written)


def test_what_is_not_written_in_a_part_is_unknown() -> None:
    found = acceptance(config__d_in_10__cfg="xrd.port 1\nacc.audit deny\n").settings
    assert found
    assert not any(each.known for each in found)


def test_what_differs_between_branches_is_unknown() -> None:
    lines = SERVER + "if named a\nxrd.tlsca noverify\nfi\n"
    assert not setting("xrd.tlsca", xrootd__cfg=lines).known


def test_a_redirector_needs_no_authorization() -> None:
    lines = "all.role manager\nall.export /\n"
    assert not setting("ofs.authorize", xrootd__cfg=lines).known
    assert setting("ofs.authorize", xrootd__cfg="all.export /\n").value == "no"


def test_a_secret_is_no_value() -> None:
    found = acceptance(xrootd__cfg=SERVER + "macaroons.secretkey /etc/secret-place\n")
    assert "secret-place" not in repr(found)
