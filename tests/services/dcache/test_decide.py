from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.services.dcache.sites import ISSUER, MULTIMAP, layout, only, provider, read, site
from tokenlint.privilege.operation import Operation
from tokenlint.services.decision import Ask, Decision, Presented, Verdict

WLCG = "-profile=wlcg -prefix=/data/vo"
DELETE = Operation.DELETE


def _decide(
    files: dict[str, str],
    operation: Operation = DELETE,
    path: str = "/data/vo/f",
    *,
    issuer: str | None = ISSUER,
    **shown: Any,
) -> Decision:
    return only(files).decide(Presented(issuer, **shown), Ask(operation, path))


def test_a_scope_lets_pass_what_it_is_for() -> None:
    decision = _decide(site(provider(WLCG)), scopes=("storage.modify:/",))
    assert decision.verdict is Verdict.ALLOWED
    assert decision.by is not None
    assert (decision.by.file, decision.by.line) == ("etc/dcache/layouts/site.conf", 4)


@pytest.mark.parametrize("scope", ["storage.read:/", "storage.create:/", "storage.modify:/other"])
def test_a_scope_is_final(scope: str) -> None:
    decision = _decide(site(provider(WLCG)), scopes=(scope,))
    assert decision.verdict is Verdict.DENIED
    assert "no scope" in decision.steps[-1].says


def test_a_token_without_scopes_is_subject_to_the_namespace() -> None:
    decision = _decide(site(provider(WLCG)), scopes=("openid",))
    assert decision.verdict is Verdict.DEPENDS
    assert decision.depends_on == ("namespace permissions",)
    assert decision.by is not None
    assert decision.by.file == MULTIMAP


def test_profile_oidc_passes_over_scopes() -> None:
    decision = _decide(site(provider()), scopes=("storage.read:/",))
    assert decision.verdict is Verdict.DEPENDS


def test_uid_0_may_do_everything() -> None:
    files = site(provider(), maps="op:VO username:admin\n")
    decision = _decide(files, path="/data/f")
    assert decision.verdict is Verdict.ALLOWED
    assert decision.by is not None
    assert decision.by.file == MULTIMAP


def test_the_root_of_the_account_is_a_border() -> None:
    files = site(provider())
    assert _decide(files, path="/elsewhere/f").verdict is Verdict.DENIED
    assert _decide(files, Operation.LIST, "/").verdict is Verdict.DEPENDS


def test_a_read_only_account_writes_nothing() -> None:
    files = site(provider(WLCG), maps="op:VO username:looker\n")
    assert _decide(files, scopes=("storage.modify:/",)).verdict is Verdict.DENIED
    assert _decide(files, Operation.READ, scopes=("storage.read:/",)).verdict is Verdict.ALLOWED


def test_a_wrong_audience_is_refused() -> None:
    decision = _decide(site(provider(WLCG)), audiences=("x",), scopes=("storage.modify:/",))
    assert decision.verdict is Verdict.DENIED
    assert any("audience" in step.says for step in decision.steps)


def test_a_foreign_issuer_is_refused() -> None:
    decision = _decide(site(provider(WLCG)), issuer="https://other.example")
    assert decision.verdict is Verdict.DENIED


def test_nobody_is_mapped_without_a_line() -> None:
    decision = _decide(site(provider(), maps="op:OTHER username:vouser\n"))
    assert decision.verdict is Verdict.DENIED
    assert "refuses the login" in decision.steps[-1].says


def test_two_user_names_refuse_the_login() -> None:
    maps = "op:VO username:vouser\noidcgrp:/vo username:looker\n"
    assert _decide(site(provider(), maps=maps), groups=("/vo",)).verdict is Verdict.DENIED


def test_a_missing_file_is_what_it_depends_on() -> None:
    decision = _decide(site(provider(WLCG), accounts=""), scopes=("storage.modify:/",))
    assert decision.verdict is Verdict.DEPENDS
    assert "the file /etc/grid-security/storage-authzdb" in decision.depends_on
    assert "namespace permissions" not in decision.depends_on


def test_without_gplazma_conf_scopes_still_deny() -> None:
    files = {"a/layouts/l.conf": layout(provider(WLCG))}
    assert _decide(files, scopes=("storage.read:/",)).verdict is Verdict.DENIED
    decision = _decide(files, scopes=("storage.modify:/",))
    assert decision.verdict is Verdict.DEPENDS


def test_nobody_s_door() -> None:
    webdav = "[main/webdav]\nwebdav.authz.anonymous-operations = {}\n"
    none = _decide(site(provider(), webdav.format("NONE")), issuer=None)
    assert none.verdict is Verdict.DENIED
    reading = site(provider(), webdav.format("READONLY"))
    assert _decide(reading, issuer=None).verdict is Verdict.DENIED
    assert _decide(reading, Operation.READ, issuer=None).verdict is Verdict.DEPENDS
    full = _decide(site(provider(), webdav.format("FULL")), issuer=None)
    assert full.verdict is Verdict.DEPENDS
    assert full.by is not None
    assert full.by.line == 7


def test_unseen_doors_leave_it_open() -> None:
    decision = _decide(site(provider()), issuer=None)
    assert decision.verdict is Verdict.DEPENDS
    assert "doors" in decision.depends_on[0]


def test_a_failed_login_may_fall_back_to_nobody() -> None:
    webdav = "[main/webdav]\nwebdav.authz.anonymous-operations = FULL\n"
    fallback = "dcache.enable.authn.anonymous-fallback-on-failed-login = true\n"
    foreign = "https://other.example"
    assert _decide(site(provider(), webdav), issuer=foreign).verdict is Verdict.DENIED
    files = site(provider(), webdav, dcache=fallback)
    assert _decide(files, issuer=foreign).verdict is Verdict.DEPENDS


def test_a_storage_service_runs_no_jobs() -> None:
    assert _decide(site(provider()), Operation.SUBMIT).verdict is Verdict.DENIED


def test_eviction_depends_on_another_service() -> None:
    decision = _decide(site(provider(WLCG)), Operation.EVICT, scopes=("storage.stage:/",))
    assert decision.depends_on == ("what the service bulk asks for",)


_WORDS = st.sampled_from(
    "storage.read:/ storage.modify:/a storage.create storage.read:x write:/ openid :".split()
)


@given(
    st.text(alphabet="op:VO usernamevouser uid:0 gid:1,true\n{}", max_size=120),
    st.lists(_WORDS, max_size=4),
    st.sampled_from(list(Operation)),
    st.text(alphabet="/ab.%", max_size=12),
)
def test_any_request_has_an_answer(
    maps: str, scopes: list[str], operation: Operation, path: str
) -> None:
    files = {MULTIMAP: f"op:X uid:1\n{maps}", **site(provider(WLCG), maps="")}
    for service in read(files).services:
        decision = service.decide(Presented(ISSUER, None, tuple(scopes)), Ask(operation, path))
        assert (decision.verdict is Verdict.DEPENDS) == bool(decision.depends_on)
