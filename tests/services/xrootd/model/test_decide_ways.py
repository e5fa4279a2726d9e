import pytest

from tests.services.xrootd.model.asking import (
    ALLOWED,
    CHANGES,
    DENIED,
    DEPENDS,
    READS,
    deletes,
    token,
)
from tests.services.xrootd.model.servers import ISSUER, scitokens, server
from tokenlint.services.decision import Verdict


@pytest.mark.parametrize(
    ("line", "authdb", "version", "verdict"),
    [
        ("", f"o {ISSUER} /data a", "6.2.1", ALLOWED),
        ("authorization_strategy = capability", f"o {ISSUER} /data a", "6.2.1", ALLOWED),
        ("", "g /lab /data a", "6.2.1", ALLOWED),
        ("authorization_strategy = capability", "g /lab /data a", "6.2.1", DENIED),
        ("authorization_strategy = capability", "g /lab /data a", "5.5.3", ALLOWED),
        ("authorization_strategy = group", "g /lab /data a", "6.2.1", ALLOWED),
        ("authorization_strategy = {{ .strategy }}", "g /lab /data a", "6.2.1", DEPENDS),
        ("groups_claim = groups", "g /lab /data a", "6.2.1", ALLOWED),
        ("default_user = pilot", "u pilot /data a", "6.2.1", DENIED),
        ("map_subject = true", "u somebody /data a", "6.2.1", DENIED),
    ],
)
def test_ways_beside_scopes(line: str, authdb: str, version: str, verdict: Verdict) -> None:
    tokens = scitokens(*([line] if line else []), onmissing="passthrough")
    found = server(tokens, authdb=authdb, version=version)
    assert deletes(found, token(READS, groups=("/lab",))) is verdict


@pytest.mark.parametrize(
    ("line", "version", "verdict"),
    [
        ("", "6.2.1", ALLOWED),
        ("authorization_strategy = capability", "6.2.1", DENIED),
        ("authorization_strategy = mapping", "6.2.1", ALLOWED),
        ("authorization_strategy = capability", "5.5.3", ALLOWED),
    ],
)
def test_a_mapped_account(line: str, version: str, verdict: Verdict) -> None:
    tokens = scitokens("name_mapfile = /etc/map.json", line, onmissing="passthrough")
    mapfile = '[{"sub": "alice", "path": "/foo", "result": "pilot"}]'
    found = server(tokens, authdb="u pilot /data a", mapfile=mapfile, version=version)
    assert deletes(found, token(subject="alice")) is verdict
    assert deletes(found, token(subject="bob")) is DENIED
    assert deletes(found, token(subject="alice"), "/data/other/f") is DENIED


def test_a_mapfile_that_is_not_here_leaves_the_account_open() -> None:
    tokens = scitokens("name_mapfile = /etc/else.json", onmissing="passthrough")
    found = server(tokens, authdb="u pilot /data a")
    assert deletes(found, token(subject="alice")) is DEPENDS


def test_strategies_that_nobody_knows_close_everything() -> None:
    found = server(scitokens("authorization_strategy = capabilities"), version="6.2.1")
    assert deletes(found, token(CHANGES)) is DENIED
