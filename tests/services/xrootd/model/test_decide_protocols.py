from dataclasses import replace
from typing import Any

import pytest

from tests.services.xrootd.model.asking import (
    ALLOWED,
    CREATES,
    DENIED,
    DEPENDS,
    FILE,
    READS,
    decision,
    deletes,
    token,
)
from tests.services.xrootd.model.servers import OTHER, scitokens, server
from tokenlint.privilege.operation import Operation
from tokenlint.services.decision import Ask, Presented, Verdict
from tokenlint.services.pieces import Piece
from tokenlint.services.text import Text
from tokenlint.services.xrootd.config import Configuration
from tokenlint.services.xrootd.model.decide import Answers
from tokenlint.services.xrootd.model.requests import Protocol
from tokenlint.services.xrootd.model.versions import release_of
from tokenlint.services.xrootd.reader import configurations
from tokenlint.services.xrootd.recognise import SERVER


def changed(configuration: Configuration, **changes: Any) -> Configuration:
    assert configuration.server is not None
    return replace(configuration, server=replace(configuration.server, **changes))


def described(main: str) -> Configuration:
    """What a server's file alone says."""
    (found,) = configurations([Piece(SERVER, Text("etc/xrootd.cfg", "xrootd.cfg", main))])
    return found


def over(
    configuration: Configuration, protocol: Protocol, presented: Presented, operation: Operation
) -> Verdict:
    answers = Answers(configuration, release_of(configuration.version))
    return answers.over(protocol, presented, Ask(operation, FILE)).verdict


def test_a_login_that_checks_nothing_still_asks_for_some_token() -> None:
    found = changed(server(scitokens(onmissing="allow")), ztn_checks=False)
    assert over(found, Protocol.ROOT, token(issuer=OTHER), Operation.READ) is ALLOWED
    assert over(found, Protocol.ROOT, Presented(), Operation.READ) is DENIED


def test_without_the_plugin_nobody_logs_in_by_ztn() -> None:
    # Also seen: 5.5.5 and newer say "ztn required plugin has not been loaded".
    for lines in ("# open", "ofs.authorize", "ofs.authorize\nofs.authlib ++ libXrdMacaroons.so"):
        found = server(authorization=lines, authdb="u * / a")
        assert over(found, Protocol.ROOT, token(READS), Operation.READ) is DENIED
        assert over(found, Protocol.ROOT, Presented(), Operation.READ) is DENIED


PLAIN = "all.export /data\n{}\n"
GSI = PLAIN.format("xrootd.seclib libXrdSec.so\nsec.protocol /usr/lib64 gsi -crl:0")


@pytest.mark.parametrize(
    ("more", "verdict"),
    [
        ("", DEPENDS),
        ("sec.protocol krb5", DEPENDS),
        ("sec.protocol unix", ALLOWED),
        ("sec.protocol host", ALLOWED),
        ("sec.protbind * none", ALLOWED),
        ("sec.protbind * host", ALLOWED),
        ("sec.protbind * only gsi", DEPENDS),
        ("sec.protocol unix\nsec.protbind * only gsi", DEPENDS),
        ("sec.protbind *.example none", DEPENDS),
        ("xrd.protocol XrdHttp:1094 libXrdHttp.so", ALLOWED),
    ],
)
def test_without_authorization_only_a_login_is_asked_for(more: str, verdict: Verdict) -> None:
    found = described(GSI + more)
    for presented in (Presented(), token(), token(issuer=OTHER)):
        assert deletes(found, presented) is verdict
    assert deletes(described(PLAIN.format("")), Presented()) is ALLOWED  # no login at all


def test_a_login_by_certificate_is_named() -> None:
    assert decision(described(GSI), Presented()).depends_on == ("a login by gsi",)


def test_the_line_that_decides_a_deletion_comes_last() -> None:
    authdb = "# everyone\nu * /data a\n"
    found = server(scitokens(onmissing="passthrough"), authdb=authdb)
    for version in ("5.5.3", "6.2.1"):
        for presented in (Presented(), token(READS), token("storage.read:/"), token(CREATES)):
            for operation in (Operation.DELETE, Operation.OVERWRITE, Operation.RENAME_OVER):
                by = decision(replace(found, version=version), presented, operation).by
                assert str(by).startswith("etc/authdb:2"), (version, presented, operation)


def test_the_spelling_of_the_header_mattered_before_5_6_3() -> None:
    for version, verdict in (("5.6.2", DENIED), ("5.6.3", ALLOWED)):
        found = changed(server(version=version), header="authorization")
        assert over(found, Protocol.HTTP, token(READS), Operation.READ) is verdict


def test_what_is_exported_for_reading_is_not_changed() -> None:
    found = server(scitokens(), export="all.export / r/o\nall.export /data/foo")
    assert deletes(found, token("storage.modify:/")) is ALLOWED
    assert deletes(found, token("storage.modify:/"), "/data/other/f") is DENIED
    whole = decision(found, token("storage.read:/"), Operation.READ, "/data/other/f")
    assert whole.verdict is ALLOWED


def test_where_nothing_is_exported_it_is_tmp() -> None:
    found = server(scitokens("base_path = /"), export="all.role server")
    assert deletes(found, token("storage.modify:/")) is DENIED
    assert deletes(found, token("storage.modify:/"), "/tmp/f") is ALLOWED  # noqa: S108


@pytest.mark.parametrize(
    ("onmissing", "verdict"), [("allow", ALLOWED), ("deny", DENIED), ("", DEPENDS)]
)
def test_what_the_library_of_macaroons_makes_of_other_tokens(
    onmissing: str, verdict: Verdict
) -> None:
    lines = "ofs.authorize\nofs.authlib libXrdMacaroons.so libXrdAccSciTokens.so config=/x\n"
    found = changed(server(authorization=lines), macaroons_onmissing=onmissing)
    assert deletes(found, token(READS)) is verdict
