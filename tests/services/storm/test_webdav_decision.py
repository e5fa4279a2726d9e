import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.effort import examples
from tests.services.storm.configs import (
    AUDIENCE,
    ISSUER,
    OTHER,
    application,
    area,
    asked,
    policy,
    service,
    token,
    verdicts,
)
from tokenlint.privilege.operation import Operation
from tokenlint.services.decision import Ask, Presented, Verdict

_SCOPES_ONLY = (
    "wlcgScopeAuthzEnabled=true\norgsGrantReadPermission=false\norgsGrantWritePermission=false\n"
)
_READS = {"stat", "list", "read"}
_WRITES = {"create", "mkdir", "rename", "rename-over", "overwrite", "delete"}


def test_with_the_defaults_every_token_of_the_issuer_deletes() -> None:
    found = service(area("wlcgScopeAuthzEnabled=true\n"), application())
    for scopes in ((), ("storage.read:/",), ("openid", "profile")):
        answer = asked(found, token(*scopes), "delete")
        assert answer.allowed
        assert answer.by is not None
        assert (answer.by.file, answer.by.line) == ("etc/sa.d/data.properties", 4)
        assert "orgsGrantWritePermission" in answer.steps[-1].says


def test_the_written_switch_is_the_deciding_line() -> None:
    answer = asked(
        service(area("orgsGrantWritePermission=true\n"), application()), token(), "delete"
    )
    assert answer.by is not None
    assert (answer.by.line, answer.by.column) == (5, 26)


@pytest.mark.parametrize(
    ("scopes", "allowed"),
    [
        ((), set()),
        (("storage.read:/",), _READS),
        (("storage.stage:/",), _READS),
        (("storage.create:/",), {"stat", "create", "mkdir"}),
        (("storage.modify:/",), {"stat"} | _WRITES),
        (("storage.poll:/",), set()),
        (("storage.read",), set()),
    ],
)
def test_scopes_alone_as_in_the_implementations(scopes: tuple[str, ...], allowed: set[str]) -> None:
    found = service(area(_SCOPES_ONLY), application())
    assert verdicts(found, token(*scopes)) == allowed


def test_the_path_of_a_scope_is_the_beginning_of_a_regular_expression() -> None:
    found = service(area(_SCOPES_ONLY), application())
    held = token("storage.read:/cms")
    assert asked(found, held, "read", "/data/cms/file").allowed
    assert asked(found, held, "read", "/data/cms-private/file").allowed
    assert not asked(found, held, "read", "/data/atlas").allowed
    assert asked(found, token("storage.read:/a.b"), "read", "/data/axb").allowed
    assert asked(found, token("storage.read:/a+"), "read", "/data/a").verdict is Verdict.DEPENDS


def test_folders_on_the_way_to_a_scope_may_be_made() -> None:
    found = service(area(_SCOPES_ONLY), application())
    held = token("storage.create:/a/b/c")
    assert asked(found, held, "mkdir", "/data/a/b").allowed
    assert not asked(found, held, "mkdir", "/data/x").allowed
    assert not asked(found, held, "create", "/data/a/b").allowed


def test_reading_is_granted_flatly_by_default() -> None:
    found = service(area("orgsGrantWritePermission=false\n"), application())
    assert verdicts(found, token()) == _READS


def test_writing_asks_for_both_flat_rights() -> None:
    found = service(area("orgsGrantReadPermission=false\n"), application())
    assert verdicts(found, token()) == set()


def test_a_policy_and_a_flat_right_outvote_the_scopes() -> None:
    found = service(
        area(_SCOPES_ONLY + "fineGrainedAuthzEnabled=true\n"),
        application(policy(f"type: jwt-group, params: {{iss: '{ISSUER}', group: /prod}}")),
    )
    assert verdicts(found, token(groups=("/prod",))) == _READS | _WRITES
    assert verdicts(found, token("storage.read:/", groups=("/prod",))) == _READS
    assert verdicts(found, token(groups=("/users",))) == set()


def test_a_denying_policy_alone_does_not_outvote_a_flat_right() -> None:
    lines = "fineGrainedAuthzEnabled=true\n"
    found = service(area(lines), application(policy(effect="deny")))
    assert asked(found, token(), "delete").allowed
    found = service(
        area(lines + "wlcgScopeAuthzEnabled=true\n"), application(policy(effect="deny"))
    )
    assert not asked(found, token("storage.read:/"), "delete").allowed


def test_the_first_policy_that_fits_decides() -> None:
    both = policy(effect="deny", actions="[delete]") + policy()
    found = service(area(_SCOPES_ONLY + "fineGrainedAuthzEnabled=true\n"), application(both))
    assert verdicts(found, token()) == (_READS | _WRITES) - {"delete"}


@pytest.mark.parametrize(
    ("actions", "allowed"),
    [
        ("[list]", {"stat", "list"}),
        ("[read]", _READS),
        ("[write]", _WRITES - {"delete"}),
        ("[DELETE]", {"delete"}),
        ("[all]", _READS | _WRITES),
    ],
)
def test_actions_stand_for_methods(actions: str, allowed: set[str]) -> None:
    found = service(
        area(_SCOPES_ONLY + "fineGrainedAuthzEnabled=true\n"), application(policy(actions=actions))
    )
    assert verdicts(found, token()) == allowed


def test_paths_of_policies() -> None:
    found = service(
        area(_SCOPES_ONLY + "fineGrainedAuthzEnabled=true\n"), application(policy(paths="/pub/**"))
    )
    assert asked(found, token(), "read", "/data/pub/x").allowed
    assert not asked(found, token(), "read", "/data/x").allowed


@pytest.mark.parametrize(
    ("principal", "presented", "fits"),
    [
        ("type: anyone", Presented(), True),
        ("type: anonymous", Presented(), True),
        ("type: anonymous", token(), False),
        ("type: any-authenticated-user", token(), True),
        ("type: any-authenticated-user", Presented(), False),
        (f"type: JWT_ISSUER, params: {{iss: '{ISSUER}'}}", token(), True),
        (f"type: jwt-issuer, params: {{iss: '{OTHER}'}}", token(), False),
        (f"type: jwt-scope, params: {{iss: '{ISSUER}', scope: a}}", token("a"), True),
        (f"type: jwt-subject, params: {{iss: '{ISSUER}', sub: somebody}}", token(), True),
        (f"type: jwt-subject, params: {{iss: '{ISSUER}', sub: else}}", token(), False),
        ("type: fqan, params: {fqan: /vo}", token(), False),
    ],
)
def test_principals(principal: str, presented: Presented, fits: bool) -> None:
    found = service(
        area(_SCOPES_ONLY + "fineGrainedAuthzEnabled=true\n"), application(policy(principal))
    )
    assert asked(found, presented, "read").allowed is fits


def test_anonymous_reading_is_for_those_without_a_token() -> None:
    found = service(area("anonymousReadEnabled=true\n", orgs=OTHER), application())
    assert verdicts(found, Presented()) == _READS
    assert verdicts(found, token()) == set()


def test_an_issuer_that_is_not_trusted() -> None:
    found = service(area(orgs=f"{ISSUER},{OTHER}"), application())
    assert asked(found, token(issuer=OTHER), "read").verdict is Verdict.DENIED
    assert asked(found, token(issuer="https://iam.example"), "read").verdict is Verdict.DENIED


def test_without_a_list_of_issuers_those_of_the_area_are_taken_as_trusted() -> None:
    found = service(area())
    assert asked(found, token(), "delete").allowed
    assert asked(found, token(issuer=OTHER), "delete").verdict is Verdict.DENIED


def test_audiences_are_compared_only_where_that_is_enforced() -> None:
    enforced = "      enforce-audience-checks: true\n      audiences: [https://me.example]\n"
    found = service(area(), application(issuer_lines=enforced))
    assert not asked(found, token(), "read").allowed
    assert asked(found, Presented(ISSUER, ("https://me.example",)), "read").allowed
    assert asked(found, Presented(ISSUER, None, profile="scitokens-1"), "read").allowed
    loose = enforced.replace("true", "false")
    assert asked(service(area(), application(issuer_lines=loose)), token(), "read").allowed


def test_what_wlcg_tokens_must_hold() -> None:
    found = service(area(), application())
    assert not asked(found, Presented(ISSUER, None), "read").allowed
    newer = Presented(ISSUER, AUDIENCE, claims={"wlcg.ver": "1.2"})
    assert not asked(found, newer, "read").allowed


def test_authorization_switched_off() -> None:
    found = service(area(_SCOPES_ONLY), application() + "storm.authz.disabled: true\n")
    answer = asked(found, Presented(), "delete")
    assert answer.allowed
    assert answer.by is not None
    assert answer.by.line == 5


def test_paths_of_no_area_and_of_the_deepest() -> None:
    found = service(area(), application())
    assert asked(found, token(), "read", "/data2/x").verdict is Verdict.DENIED
    assert asked(found, token(), "read", "/data").allowed


def test_an_area_that_is_not_filled_in_stands_for_any_path() -> None:
    found = service(area().replace("accessPoints=/data", "accessPoints="))
    assert asked(found, token(), "delete", "/anything").allowed


def test_placeholders_make_it_depend() -> None:
    found = service(area("orgsGrantWritePermission=${WRITE}\n"), application())
    answer = asked(found, token(), "delete")
    assert answer.verdict is Verdict.DEPENDS
    assert "orgsGrantWritePermission" in answer.depends_on[0]
    assert asked(found, token(), "read").allowed


def test_policies_that_nobody_showed_may_deny() -> None:
    found = service(area(_SCOPES_ONLY + "fineGrainedAuthzEnabled=true\n"))
    assert asked(found, token(), "delete").verdict is Verdict.DEPENDS


def test_what_webdav_has_no_request_for() -> None:
    assert asked(service(area()), token(), "stage").verdict is Verdict.DENIED


@settings(max_examples=examples(80))
@given(
    st.text(max_size=30),
    st.lists(st.text(max_size=20), max_size=3),
    st.sampled_from(Operation),
    st.text(max_size=30),
)
def test_any_credential_and_path_has_an_answer(
    issuer: str, scopes: list[str], operation: Operation, path: str
) -> None:
    found = service(area("fineGrainedAuthzEnabled=true\n"), application(policy(paths="'/{a}/*'")))
    for url in (issuer, ISSUER):
        presented = Presented(url, (issuer,), (*scopes, f"storage.read:/{issuer}"))
        found.decide(presented, Ask(operation, path))
