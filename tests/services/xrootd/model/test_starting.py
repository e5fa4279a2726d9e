from dataclasses import replace

import pytest

from tests.services.xrootd.model.servers import scitokens, server
from tokenlint.services.decision import Decision
from tokenlint.services.xrootd.config import Configuration
from tokenlint.services.xrootd.model.starting import not_started
from tokenlint.services.xrootd.model.versions import release_of


def stopped(found: Configuration, version: str = "") -> Decision | None:
    return not_started(found, release_of(version))


@pytest.mark.parametrize(
    ("entry", "version", "starts"),
    [
        ("= x u name", "5.5.3", False),
        ("= x u name", "5.6.0", False),
        ("= x u name", "5.6.9", True),
        ("= x u name", "", True),
        ("= x u: name g /lab", "5.5.3", False),
        ("= x u: name g: /lab", "5.5.3", True),
    ],
)
def test_selectors_needed_a_colon(entry: str, version: str, *, starts: bool) -> None:
    found = stopped(server(authdb=f"{entry}\ns x /data a\n"), version)
    assert (found is None) is starts
    if found is not None:
        assert str(found.by).startswith("etc/authdb:1")
        assert "before 5.6.2" in found.steps[-1].says


def test_a_login_that_checks_nothing_is_newer() -> None:
    found = server()
    assert found.server is not None
    unchecked = replace(found, server=replace(found.server, ztn_checks=False))
    assert stopped(unchecked, "5.5.5") is not None
    assert stopped(unchecked, "5.6.0") is None
    assert stopped(found, "5.5.5") is None


def test_a_file_that_nobody_loads_stops_nothing() -> None:
    assert stopped(server(scitokens(onmissing="Deny"))) is not None
    lines = "ofs.authlib ++ libXrdAccSciTokens.so config=/etc/scitokens.cfg"
    assert stopped(server(scitokens(onmissing="Deny"), authorization=lines)) is None
