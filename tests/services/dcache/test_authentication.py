from typing import Any

import pytest

from tests.services.dcache.sites import ISSUER, layout, provider, text
from tokenlint.services.dcache.authentication import Answer, Authenticated, authenticate
from tokenlint.services.dcache.instances import Instance
from tokenlint.services.dcache.loading import load
from tokenlint.services.decision import Presented

WLCG = "-profile=wlcg -prefix=/vo"


def _ask(
    gplazma: str, *, plugin: str = "oidc", dcache: str = "a=b\n", **shown: Any
) -> Authenticated:
    texts = text(dcache, "e/dcache.conf"), text(layout(gplazma), "e/layouts/a.conf")
    (loaded,) = load(Instance(None, texts[0], texts[1:], (), "e"))
    return authenticate(loaded.configuration, plugin, Presented(ISSUER, **shown))


def _words(read: Authenticated) -> set[str]:
    return {str(each) for each in read.principals}


@pytest.mark.parametrize(
    ("audiences", "answer"),
    [
        (None, Answer.SUCCESS),
        (("https://door.example",), Answer.SUCCESS),
        (("https://other.example", "https://door.example"), Answer.SUCCESS),
        (("https://other.example",), Answer.FAIL),
    ],
)
def test_the_audience(audiences: tuple[str, ...] | None, answer: Answer) -> None:
    assert _ask(provider(), audiences=audiences).answer is answer


def test_a_suppressed_audience_does_not_matter() -> None:
    assert _ask(provider("-suppress=audience"), audiences=("x",)).answer is Answer.SUCCESS


def test_an_unknown_audience_leaves_it_open() -> None:
    read = _ask(provider(audiences="${AUD}"), audiences=("x",))
    assert read.answer is Answer.OPEN
    assert "audiences" in read.depends_on


def test_no_targets_refuse_every_audience() -> None:
    read = _ask(f"gplazma.oidc.provider!VO = {ISSUER}", audiences=("x",))
    assert read.answer is Answer.FAIL


def test_an_issuer_is_compared_exactly() -> None:
    other = provider().replace(ISSUER, ISSUER.rstrip("/"))
    assert _ask(other).answer is Answer.FAIL


def test_an_unknown_issuer_may_be_the_one() -> None:
    assert _ask("gplazma.oidc.provider!VO = ${ISSUER}").answer is Answer.OPEN
    assert _ask("{{ .Values.more }}").answer is Answer.OPEN


def test_profile_oidc_tells_who_somebody_is() -> None:
    claims = {"email": "a@vo.example", "groups": ["/g"], "preferred_username": "a", "x": 1}
    read = _ask(provider(), subject="s", groups=("/vo",), scopes=("storage.read:/",), claims=claims)
    assert read.grants is None
    assert _words(read) == {"op:VO", "oidc:s@VO", "oidcgrp:/vo", "oidcgrp:/g", "email:a@vo.example"}


def test_profile_oidc_may_accept_names_from_the_token() -> None:
    claims = {"groups": ["/g"], "preferred_username": "a", "eduperson_entitlement": "urn:x"}
    read = _ask(provider("-accept=username,groups"), claims=claims)
    assert {"username:a", "group:g", "entitlement:urn:x"} <= _words(read)


def test_profile_wlcg_turns_scopes_into_grants() -> None:
    read = _ask(provider(f"{WLCG} -authz-id=uid:7"), scopes=("openid", "storage.read:/a"))
    assert read.grants is not None
    assert [grant.path for grant in read.grants] == ["/vo/a"]
    assert "uid:7" in _words(read)


def test_profile_wlcg_without_storage_scopes_identifies() -> None:
    options = f"{WLCG} -authz-id=uid:7 -non-authz-id=uid:8"
    read = _ask(provider(options), scopes=("openid",), groups=("/vo",))
    assert read.grants is None
    assert {"uid:8", "oidcgrp:/vo"} <= _words(read)
    assert "uid:7" not in _words(read)


def test_profile_wlcg_asks_for_its_version() -> None:
    assert _ask(provider(WLCG), profile="scitokens-2").answer is Answer.FAIL
    assert _ask(provider(WLCG), claims={"wlcg.ver": "1.2"}).answer is Answer.FAIL


def test_a_scope_that_cannot_be_read_refuses_the_token() -> None:
    assert _ask(provider(WLCG), scopes=("storage.read:a",)).answer is Answer.FAIL


def test_profile_scitokens_asks_for_a_scope() -> None:
    options = "-profile=scitokens -prefix=/vo"
    assert _ask(provider(options), scopes=("storage.read:/",)).answer is Answer.FAIL
    read = _ask(provider(options), scopes=("read:/a",))
    assert read.grants is not None


def test_an_unknown_prefix_leaves_it_open() -> None:
    read = _ask(provider("-profile=wlcg -prefix=/vo/${SITE}"), scopes=("storage.read:/",))
    assert read.answer is Answer.OPEN


def test_the_old_plugin_takes_both_kinds_of_scopes() -> None:
    line = f"gplazma.scitoken.issuer!VO = {ISSUER} /vo uid:1 gid:2"
    for scopes in (("storage.read:/",), ("write:/",)):
        read = _ask(line, plugin="scitoken", scopes=scopes)
        assert read.grants is not None
        assert "uid:1" in _words(read)
    assert _ask(line, plugin="scitoken", profile="scitokens-2").answer is Answer.FAIL
    assert _ask(line, plugin="scitoken").grants is None
