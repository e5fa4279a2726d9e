import pytest

from tests.services.xrootd.model.asking import (
    ALLOWED,
    CHANGES,
    CREATES,
    DENIED,
    DEPENDS,
    EVERYONE,
    FILE,
    READS,
    decision,
    deletes,
    token,
)
from tests.services.xrootd.model.servers import AUDIENCE, ISSUER, OTHER, scitokens, server
from tokenlint.privilege.operation import Operation
from tokenlint.services.decision import Ask, Presented, Verdict
from tokenlint.services.xrootd.config import Configuration
from tokenlint.services.xrootd.model.decide import Answers
from tokenlint.services.xrootd.model.requests import Protocol
from tokenlint.services.xrootd.model.versions import release_of


@pytest.mark.parametrize(
    ("operation", "scope", "old", "new"),
    [
        (Operation.READ, READS, ALLOWED, ALLOWED),
        (Operation.LIST, READS, ALLOWED, ALLOWED),
        (Operation.STAT, READS, ALLOWED, ALLOWED),
        (Operation.STAT, CREATES, DENIED, ALLOWED),
        (Operation.CREATE, CREATES, ALLOWED, ALLOWED),
        (Operation.MKDIR, CREATES, ALLOWED, ALLOWED),
        (Operation.RENAME, CREATES, DENIED, ALLOWED),  # it asks whether the name is free
        (Operation.RENAME_OVER, CREATES, DENIED, DENIED),
        (Operation.OVERWRITE, CREATES, DENIED, DENIED),
        (Operation.DELETE, CREATES, DENIED, DENIED),
        (Operation.DELETE, CHANGES, ALLOWED, ALLOWED),
        (Operation.OVERWRITE, CHANGES, ALLOWED, ALLOWED),
        (Operation.RENAME_OVER, CHANGES, ALLOWED, ALLOWED),
        (Operation.READ, CHANGES, DENIED, DENIED),
        (Operation.STAGE, READS, ALLOWED, ALLOWED),
        (Operation.STAGE, "storage.stage:/foo", DENIED, DENIED),
        (Operation.SUBMIT, "compute.create", DENIED, DENIED),
    ],
)
def test_scopes_between_5_5_and_6(
    operation: Operation, scope: str, old: Verdict, new: Verdict
) -> None:
    for version, verdict in (("5.5.3", old), ("6.2.1", new)):
        found = decision(server(version=version), token(scope), operation)
        assert found.verdict is verdict, version


def test_create_deletes_on_5_4() -> None:
    assert deletes(server(version="5.4.3"), token(CREATES)) is ALLOWED
    assert deletes(server(version="5.5.0"), token(CREATES)) is DENIED


def test_the_deciding_line_is_shown() -> None:
    found = decision(server(), token(CHANGES))
    assert str(found.by) == "etc/scitokens.cfg:4:2"
    assert found.steps[-1].says == "lets the scope storage.modify:/foo delete below /data/foo"


def test_over_http_deleting_asks_for_attributes_first() -> None:
    answers = Answers(server(version="5.5.3"), release_of("5.5.3"))
    ask = Ask(Operation.DELETE, FILE)
    assert answers.over(Protocol.HTTP, token(CHANGES), ask).verdict is DENIED
    assert answers.over(Protocol.HTTP, token(CHANGES, READS), ask).verdict is ALLOWED
    assert answers.over(Protocol.ROOT, token(CHANGES), ask).verdict is ALLOWED


@pytest.mark.parametrize(
    ("onmissing", "chained", "authdb", "verdict"),
    [
        ("deny", True, EVERYONE, DENIED),
        ("allow", True, EVERYONE, ALLOWED),
        ("allow", False, None, ALLOWED),
        ("passthrough", True, EVERYONE, ALLOWED),
        ("passthrough", False, EVERYONE, DENIED),
        ("passthrough", True, "u * / rl\n", DENIED),
        ("", True, EVERYONE, ALLOWED),
        ("passthrough", True, None, DEPENDS),
        ("{{ .onmissing }}", True, EVERYONE, DEPENDS),
    ],
)
def test_whom_onmissing_asks(
    onmissing: str, chained: bool, authdb: str | None, verdict: Verdict
) -> None:
    found = server(scitokens(onmissing=onmissing), chained=chained, authdb=authdb)
    assert deletes(found, token(READS)) is verdict
    assert deletes(found, Presented()) in {verdict, DENIED}


def test_without_ofs_authorize_nobody_is_asked() -> None:
    found = server(authorization="# open")
    assert decision(found, Presented(), Operation.READ).verdict is ALLOWED
    assert deletes(found, token()) is ALLOWED


def test_a_token_without_a_scope_is_no_token() -> None:
    found = server(scitokens(onmissing="passthrough"), authdb="g /lab /data a")
    assert deletes(found, token(groups=("/lab",))) is ALLOWED
    assert deletes(found, Presented(ISSUER, (AUDIENCE,), groups=("/lab",))) is DENIED


@pytest.mark.parametrize(
    ("base", "version", "path", "verdict"),
    [
        ("/da", "5.5.3", FILE, ALLOWED),
        ("/da", "6.2.1", FILE, DENIED),
        ("/", "6.2.1", "/outside/f", ALLOWED),
        ("/data,/outside", "6.2.1", "/outside/f", ALLOWED),
        ("/data/", "6.2.1", FILE, ALLOWED),
        ("/data", "6.2.1", "/outside/f", DENIED),
        ("{{ .base }}", "6.2.1", FILE, DEPENDS),
    ],
)
def test_base_paths(base: str, version: str, path: str, verdict: Verdict) -> None:
    found = server(scitokens(f"base_path = {base}"), version=version)
    assert deletes(found, token("storage.modify:/"), path) is verdict


def test_of_two_sections_of_one_issuer_the_first_name_counts() -> None:
    second = f"[Issuer a]\nissuer = {ISSUER}\nbase_path = /outside\n"
    found = server(scitokens() + second)
    assert deletes(found, token("storage.modify:/"), "/outside/f") is ALLOWED
    assert deletes(found, token("storage.modify:/")) is DENIED


def test_two_issuers_with_one_area() -> None:
    second = f"[Issuer two]\nissuer = {OTHER}\nbase_path = /data\n"
    found = server(scitokens() + second)
    assert deletes(found, token(CHANGES, issuer=OTHER)) is ALLOWED
    assert deletes(server(), token(CHANGES, issuer=OTHER)) is DENIED


def test_what_a_placeholder_hides_is_left_open() -> None:
    audience = server(scitokens(audience="{{ .audience }}"))
    assert deletes(audience, token(CHANGES)) is DEPENDS
    issuer = server(scitokens(url="{{ .issuer }}"))
    found = decision(issuer, token(CHANGES))
    assert found.verdict is DEPENDS
    assert found.depends_on == ("the issuer of [Issuer one]",)
    assert deletes(issuer, token(READS)) is DENIED


def test_a_spelling_that_the_libraries_read_differently() -> None:
    found = decision(server(), token("storage.modify:/foo/../other"), path="/data/other/f")
    assert found.verdict is DEPENDS
    assert "the version of libscitokens" in found.depends_on


@pytest.mark.parametrize("path", ["data/foo", "/data/../outside", "/data/foo/.."])
def test_paths_that_no_server_takes(path: str) -> None:
    assert deletes(server(), token("storage.modify:/"), path) is DENIED


def test_without_the_header_a_token_is_heard_over_root_only() -> None:
    answers = Answers(server(header2cgi=False), release_of(""))
    ask = Ask(Operation.READ, FILE)
    assert answers.over(Protocol.HTTP, token(READS), ask).verdict is DENIED
    assert answers.over(Protocol.ROOT, token(READS), ask).verdict is ALLOWED


def test_over_root_with_ztn_nobody_logs_in_without_a_token() -> None:
    open_to_all = scitokens(onmissing="allow")
    ask = Ask(Operation.READ, FILE)
    for ztn, verdict in ((True, DENIED), (False, ALLOWED)):
        answers = Answers(server(open_to_all, ztn=ztn), release_of(""))
        assert answers.over(Protocol.ROOT, Presented(), ask).verdict is verdict
        assert answers.over(Protocol.HTTP, Presented(), ask).verdict is ALLOWED


def test_a_new_name_on_5_4_keeps_the_account_of_the_old_one() -> None:
    tokens = scitokens("name_mapfile = /etc/map.json", onmissing="passthrough")
    mapfile = '[{"sub": "alice", "result": "pilot"}]'
    ask = Ask(Operation.RENAME, FILE)
    for authdb, verdict in (("u pilot /data a", ALLOWED), ("u pilot /data d", DENIED)):
        found = server(tokens, authdb=authdb, mapfile=mapfile, version="5.4.3")
        answers = Answers(found, release_of("5.4.3"))
        assert answers.over(Protocol.HTTP, token(subject="alice"), ask).verdict is verdict


@pytest.mark.parametrize("part", ["server", "scitokens", "authdb"])
def test_a_part_of_the_files_leaves_the_rest_open(part: str) -> None:
    whole = server(scitokens(onmissing="passthrough"), authdb="u * / rl")
    alone = Configuration(
        whole.server if part == "server" else None,
        whole.scitokens if part == "scitokens" else None,
        whole.authdb if part == "authdb" else None,
    )
    assert deletes(alone, token(READS)) in {DEPENDS, DENIED}
    assert decision(alone, token(READS), Operation.READ).verdict in {DEPENDS, ALLOWED}


def test_nothing_at_all_depends() -> None:
    assert deletes(Configuration(None, None, None), token(CHANGES)) is DEPENDS


def test_a_file_that_stops_the_server_lets_nobody_in() -> None:
    found = server(scitokens(onmissing="Deny"))
    assert deletes(found, token(CHANGES)) is DENIED


def test_a_library_of_their_own_decides_for_itself() -> None:
    lines = "ofs.authorize\nofs.authlib libMine.so"
    assert deletes(server(authorization=lines), token(CHANGES)) is DEPENDS


def test_macaroons_hand_other_tokens_on() -> None:
    lines = "ofs.authorize\nofs.authlib ++ libXrdAccSciTokens.so config=/etc/scitokens.cfg\n"
    found = server(authorization=lines + "ofs.authlib ++ libXrdMacaroons.so")
    assert deletes(found, token(CHANGES)) is ALLOWED
