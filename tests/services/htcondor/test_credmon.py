"""Tokens that jobs get, and those that are asked for on their behalf."""

import pytest

from tests.services.htcondor.files import acceptance, service
from tokenlint.services.acceptance import Acceptance
from tokenlint.services.offer import Holder, Offer

MAIN = "etc/condor/condor_config"
LOCAL = """LOCAL_CREDMON_PROVIDER_NAMES = scitokens, other
LOCAL_CREDMON_ISSUER = https://ap.example
LOCAL_CREDMON_OTHER_ISSUER = https://ap.example/other
LOCAL_CREDMON_AUTHZ_TEMPLATE = read:/vo write:/vo/{username}
LOCAL_CREDMON_OTHER_AUTHZ_TEMPLATE = write:/vo
LOCAL_CREDMON_TOKEN_AUDIENCE = https://one.example https://two.example
"""


def read(config: str, file: str = MAIN) -> Acceptance:
    return acceptance({file: f"DAEMON_LIST = X\nCONDOR_HOST = x\n{config}"})


def offers(config: str, file: str = MAIN) -> tuple[Offer, ...]:
    return read(config, file).offers


def test_one_offer_for_each_provider() -> None:
    first, second = offers(LOCAL)
    assert (first.kind, first.name.text, first.holder) == ("credmon", "scitokens", Holder.JOB)
    assert [str(each.source) for each in (first.name, second.name)] == [
        f"{MAIN}:3:32",
        f"{MAIN}:3:43",
    ]
    assert [(each.text, each.source.column) for each in first.scopes] == [
        ("read:/vo", 32),
        ("write:/vo/{username}", 41),
    ]
    assert [each.text for each in second.scopes] == ["write:/vo"]
    assert [each.text for each in first.audiences or ()] == [
        "https://one.example",
        "https://two.example",
    ]


def test_what_jobs_get_is_a_request() -> None:
    one = service({MAIN: f"DAEMON_LIST = X\nCONDOR_HOST = x\n{LOCAL}"})
    first, second = one.requests
    assert (first.name, first.source.line) == ("tokens of scitokens for jobs", 3)
    for request, scopes in ((first, ["read:/vo"]), (second, ["write:/vo"])):
        assert request.request is not None
        assert [item.text for item in request.request.scope_items] == scopes
        assert request.request.audience == ("https://one.example", "https://two.example")
        assert request.request.lifetime is None
    assert first.request is not None
    assert first.request.unknown == frozenset({"scope"})


def test_the_whole_area_is_told_as_a_setting() -> None:
    assert service({MAIN: "DAEMON_LIST = X\nLOCAL_CREDMON_AUTHZ_TEMPLATE = write:/"}).requests == ()


def test_issuers_of_all_providers() -> None:
    assert [str(each) for each in read(LOCAL).issues_for] == [
        "https://ap.example",
        "https://ap.example/other",
    ]
    assert read("LOCAL_CREDMON_ISSUER = https://$(FULL_HOSTNAME)").issues_for == ()


def test_defaults() -> None:
    (only,) = offers("LOCAL_CREDMON_KEY_ID = x")
    assert only.name.text == "local credential monitor"
    assert [each.text for each in only.scopes] == [
        "read:/user/{username}",
        "write:/user/{username}",
    ]
    assert only.audiences == ()
    assert offers("SEC_TOKEN_MAX_AGE = 1") == ()


def test_an_expression_is_unknown_and_groups_need_a_mapfile() -> None:
    (only,) = offers("LOCAL_CREDMON_AUTHZ_TEMPLATE_EXPR = strcat(x)")
    assert [each.known for each in only.scopes] == [False]
    group = "LOCAL_CREDMON_AUTHZ_GROUP_TEMPLATE = read:/groups/{groupname}\n"
    found = read(group)
    assert "read:/groups/{groupname}" not in [each.text for each in found.offers[0].scopes]
    assert "_AUTHZ_GROUP_MAPFILE" in found.dead[0].says
    both = read(f"{group}LOCAL_CREDMON_AUTHZ_GROUP_MAPFILE = /etc/condor/groups")
    assert both.offers[0].scopes[-1].text == "read:/groups/{groupname}"
    assert both.dead == ()
    part = read(group, "etc/condor/config.d/1.conf")
    assert (part.offers[0].scopes[-1].text, part.dead) == ("read:/groups/{groupname}", ())


def test_macros_leave_only_the_line() -> None:
    (only,) = offers("BASE = /vo\nLOCAL_CREDMON_AUTHZ_TEMPLATE = read:$(BASE)/a read:$(BASE)/b")
    assert [each.text for each in only.scopes] == ["read:/vo/a", "read:/vo/b"]
    assert {(each.source.line, each.source.end_column) for each in only.scopes} == {(4, 0)}


@pytest.mark.parametrize(
    ("config", "dead"),
    [
        ("", True),
        ("LOCAL_CREDMON_TOKEN_VERSION = scitoken:2.0", True),
        ("LOCAL_CREDMON_TOKEN_AUDIENCE = https://x.example", False),
        ("LOCAL_CREDMON_SCITOKENS_TOKEN_AUDIENCE = https://x.example", False),
        ("LOCAL_CREDMON_TOKEN_VERSION = wlcg:1.0", False),
        ("LOCAL_CREDMON_TOKEN_VERSION = $(V)", False),
    ],
)
def test_a_monitor_without_an_audience_writes_nothing(config: str, dead: bool) -> None:
    found = read(f"LOCAL_CREDMON_PROVIDER_NAMES = scitokens\n{config}")
    assert bool(found.dead) is dead
    told = [each for each in found.settings if each.name == "local_credmon_token_audience"]
    missing = [each for each in told if not each.value]
    assert bool(missing) is ("wlcg" in config)


def test_settings_of_a_provider_bear_the_name_of_all() -> None:
    found = read("LOCAL_CREDMON_VO_TOKEN_LIFETIME = 86400")
    (lifetime,) = [x for x in found.settings if x.name == "local_credmon_token_lifetime"]
    assert (lifetime.seconds, lifetime.written, lifetime.source.line) == (86_400, True, 3)
    assert found.unknown_keys == ()
    assert [each.key.text for each in read("LOCAL_CREDMON_TOKEN_LIFTIME = 1").unknown_keys] == [
        "LOCAL_CREDMON_TOKEN_LIFTIME"
    ]


def test_addresses_of_providers() -> None:
    config = "BOX_CLIENT_ID = x\nBOX_TOKEN_URL = http://box.example/token\nMY_TOKEN_URL = http://y"
    told = [each.name for each in read(config).settings if each.name.endswith("_url")]
    assert told == ["box_token_url"]


def test_what_vault_is_asked_for() -> None:
    options = (
        "-a vault.example --scopes=storage.read:/vo,storage.create:/vo --audience https://s.example"
    )
    one = service({MAIN: f"DAEMON_LIST = X\nSEC_CREDENTIAL_GETTOKEN_OPTS = {options}"})
    (request,) = one.requests
    assert request.name == "tokens for jobs from vault.example"
    assert request.request is not None
    assert request.request.audience == ("https://s.example",)
    assert [item.text for item in request.request.scope_items] == [
        "storage.read:/vo",
        "storage.create:/vo",
    ]


@pytest.mark.parametrize("options", ["-a vault.example", '"', "--scopes=$(SCOPES)", "--scopes="])
def test_options_that_name_no_scopes(options: str) -> None:
    one = service({MAIN: f"DAEMON_LIST = X\nSEC_CREDENTIAL_GETTOKEN_OPTS = {options}"})
    assert one.requests == ()
