from dataclasses import replace
from typing import Any

import pytest

from tests.services.xrootd.model.asking import (
    ALLOWED,
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
from tokenlint.services.xrootd.config import Configuration
from tokenlint.services.xrootd.model.decide import Answers
from tokenlint.services.xrootd.model.requests import Protocol
from tokenlint.services.xrootd.model.versions import release_of


def changed(configuration: Configuration, **changes: Any) -> Configuration:
    assert configuration.server is not None
    return replace(configuration, server=replace(configuration.server, **changes))


def over(
    configuration: Configuration, protocol: Protocol, presented: Presented, operation: Operation
) -> Verdict:
    answers = Answers(configuration, release_of(configuration.version))
    return answers.over(protocol, presented, Ask(operation, FILE)).verdict


def test_a_login_that_checks_nothing_still_asks_for_some_token() -> None:
    found = changed(server(scitokens(onmissing="allow")), ztn_checks=False)
    assert over(found, Protocol.ROOT, token(issuer=OTHER), Operation.READ) is ALLOWED
    assert over(found, Protocol.ROOT, Presented(), Operation.READ) is DENIED


def test_a_login_without_the_plugin_goes_by_another_file() -> None:
    found = server(authorization="# open")
    assert over(found, Protocol.ROOT, token(READS), Operation.READ) is DEPENDS
    assert over(found, Protocol.ROOT, Presented(), Operation.READ) is DENIED


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
