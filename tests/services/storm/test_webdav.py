from pathlib import PurePosixPath

import pytest

from tests.services.storm.configs import (
    ISSUER,
    OTHER,
    application,
    area,
    assembled,
    piece,
    policy,
    service,
)
from tokenlint.services.acceptance import Acceptance, Setting, State, Way
from tokenlint.services.storm.reader import assemble

_SCOPES_ONLY = (
    "wlcgScopeAuthzEnabled=true\norgsGrantReadPermission=false\norgsGrantWritePermission=false\n"
)


def _acceptance(area_text: str, application_text: str | None = None) -> Acceptance:
    return service(area_text, application_text).acceptance


def _flat(ways: tuple[Way, ...]) -> list[tuple[str, str, bool, int]]:
    return [(w.kind.value, w.who, "delete" in w.operations, w.source.line) for w in ways if w.flat]


def test_flat_rights_of_an_issuer_are_two_ways() -> None:
    found = _acceptance(area("orgsGrantWritePermission=true\n"), application())
    assert _flat(found.ways) == [("issuer", ISSUER, False, 4), ("issuer", ISSUER, True, 5)]
    assert all(way.paths == ("/data",) and way.sure for way in found.ways)


def test_without_the_read_right_nothing_is_flat() -> None:
    assert _flat(_acceptance(area("orgsGrantReadPermission=false\n")).ways) == []


def test_other_ways_of_an_area() -> None:
    lines = "anonymousReadEnabled=true\nauthenticatedReadEnabled=true\nvos=vo1\nvoMapEnabled=true\n"
    kinds = [(way.kind.value, way.sure) for way in _acceptance(area(lines, orgs="")).ways]
    assert kinds == [("anonymous", True), ("other", True), ("other", True), ("other", False)]


def test_scopes_are_a_way_where_they_count() -> None:
    (way,) = _acceptance(area(_SCOPES_ONLY), application()).ways
    assert (way.kind.value, way.issuer, way.flat, way.source.line) == (
        "capability",
        ISSUER,
        False,
        5,
    )


@pytest.mark.parametrize(
    ("principal", "kind", "who", "flat"),
    [
        ("type: anyone", "anonymous", "everybody, also without a credential", True),
        ("type: any-authenticated-user", "any-token", "every token of a trusted issuer", True),
        (f"type: jwt-group, params: {{iss: '{ISSUER}', group: /g}}", "group", "/g", True),
        (f"type: jwt-scope, params: {{iss: '{ISSUER}', scope: s}}", "capability", "s", False),
        (f"type: jwt-issuer, params: {{iss: '{ISSUER}'}}", "issuer", ISSUER, True),
        (f"type: jwt-subject, params: {{iss: '{ISSUER}', sub: x}}", "subject", "x", True),
        ("type: vo, params: {vo: v}", "other", "v", True),
    ],
)
def test_a_way_for_each_principal(principal: str, kind: str, who: str, flat: bool) -> None:
    lines = _SCOPES_ONLY + "fineGrainedAuthzEnabled=true\n"
    found = _acceptance(area(lines), application(policy(principal, paths="/pub/**")))
    (way,) = [each for each in found.ways if each.source.file.endswith(".yml")]
    assert (way.kind.value, way.who, way.flat, way.sure) == (kind, who, flat, True)
    assert way.paths == ("/data/pub",)
    assert "delete" in way.operations


def test_denying_policies_are_no_way() -> None:
    lines = _SCOPES_ONLY + "fineGrainedAuthzEnabled=true\n"
    found = _acceptance(area(lines), application(policy(effect="deny")))
    assert not any(way.source.file.endswith(".yml") for way in found.ways)


def test_issuers_with_areas_scopes_and_audience() -> None:
    (issuer,) = _acceptance(area("wlcgScopeAuthzEnabled=true\n"), application()).issuers
    assert [value.text for value in issuer.areas] == ["/data"]
    assert issuer.scopes is State.YES
    assert issuer.falls_through == ("issuer",)
    assert issuer.audience is not None
    assert (issuer.audience.checked, issuer.audience.missing) == (State.NO, State.YES)
    assert issuer.url.source.line == 4


def test_scopes_that_do_not_count() -> None:
    (issuer,) = _acceptance(area(), application()).issuers
    assert (issuer.scopes, issuer.falls_through) == (State.NO, ())
    (issuer,) = _acceptance(area("orgsGrantReadPermission=false\n"), application()).issuers
    assert issuer.scopes is State.UNKNOWN


def test_enforced_audiences() -> None:
    lines = "      enforceAudienceChecks: true\n      audiences:\n        - https://se.example\n"
    (issuer,) = _acceptance(area(), application(issuer_lines=lines)).issuers
    assert issuer.audience is not None
    assert issuer.audience.checked is State.YES
    assert [value.text for value in issuer.audience.accepted] == ["https://se.example"]
    assert issuer.audience.source.line == 5


def test_the_same_issuer_twice() -> None:
    second = f"    - name: again\n      issuer: {ISSUER}\n"
    found = _acceptance(area(), application(issuer_lines=second))
    assert [issuer.shadowed for issuer in found.issuers] == [False, True]
    assert [dead.reason for dead in found.dead] == ["duplicate"]


def _dead(found: Acceptance) -> list[tuple[str, str]]:
    return [(dead.reason, dead.what.text) for dead in found.dead]


def test_an_org_that_is_not_trusted_is_dead() -> None:
    found = _acceptance(area(orgs=f"{ISSUER},{OTHER}"), application())
    assert _dead(found) == [("never-matches", OTHER)]


def test_audiences_that_nobody_compares_are_dead() -> None:
    lines = "      audiences: [https://se.example]\n"
    assert _dead(_acceptance(area(), application(issuer_lines=lines))) == [
        ("ignored-value", "https://se.example")
    ]


_FINE = area("fineGrainedAuthzEnabled=true\n")


def test_policies_without_effect() -> None:
    assert _dead(_acceptance(_FINE, application(policy(sa="nowhere")))) == [
        ("never-matches", "nowhere")
    ]
    assert _dead(_acceptance(area(), application(policy()))) == [("unreachable", "data")]
    stranger = policy(f"type: jwt-issuer, params: {{iss: '{OTHER}'}}")
    assert _dead(_acceptance(_FINE, application(stranger))) == [("never-matches", OTHER)]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (policy(), policy(effect="deny")),
        (policy(), policy(actions="[read]", paths="/a/**")),
        (policy("type: any-authenticated-user"), policy("type: vo, params: {vo: v}")),
        (
            policy(f"type: jwt-issuer, params: {{iss: '{ISSUER}'}}"),
            policy(f"type: jwt-group, params: {{iss: '{ISSUER}', group: /g}}"),
        ),
    ],
)
def test_a_policy_behind_a_wider_one_is_shadowed(first: str, second: str) -> None:
    found = _acceptance(_FINE, application(first + second))
    assert _dead(found) == [("shadowed", "data")]
    by = found.dead[0].by
    assert by is not None
    assert by.line < found.dead[0].what.source.line


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (policy(actions="[read]"), policy(actions="[write]")),
        (policy(paths="/a/**"), policy()),
        (policy("type: vo, params: {vo: v}"), policy("type: vo, params: {vo: w}")),
        (policy("type: any-authenticated-user"), policy("type: anyone", effect="deny")),
        (
            policy(f"type: jwt-group, params: {{iss: '{ISSUER}', group: /g}}"),
            policy(f"type: jwt-issuer, params: {{iss: '{ISSUER}'}}"),
        ),
    ],
)
def test_a_policy_that_still_decides_something_is_not_shadowed(first: str, second: str) -> None:
    assert _dead(_acceptance(_FINE, application(first + second))) == []


def test_unknown_keys_of_the_settings() -> None:
    lines = "      enforce-audience-check: true\n"
    wrong = policy().replace("description:", "path: [/a]\n      description:")
    found = _acceptance(_FINE, application(wrong, lines))
    assert [(k.key.text, k.section, k.suggestion, k.default) for k in found.unknown_keys] == [
        ("enforce-audience-check", "oauth.issuers", "enforce-audience-checks", "false"),
        ("path", "storm.authz.policies", "paths", "the whole storage area"),
    ]


def _setting(found: Acceptance, name: str) -> Setting:
    return next(setting for setting in found.settings if setting.name == name)


def test_settings_with_their_defaults() -> None:
    found = _acceptance(area("anonymousReadEnabled=true\n"), application())
    assert _setting(found, "anonymousreadenabled").value == "true"
    assert _setting(found, "orgsgrantwritepermission").value == "true"
    assert not _setting(found, "orgsgrantwritepermission").written
    assert _setting(found, "storm.authz.disabled").value == "false"
    assert not any(each.name.endswith("lifetime-sec") for each in found.settings)


def test_the_lifetime_of_tokens_that_storm_issues() -> None:
    more = "storm.authz-server:\n  enabled: true\n  secret: x\n  maxTokenLifetimeSec: 86400\n"
    found = _acceptance(area(), application() + more)
    lifetime = _setting(found, "storm.authz-server.max-token-lifetime-sec")
    assert (lifetime.seconds, lifetime.source.line) == (86400, 8)
    assert "x" not in {each.value for each in found.settings}
    default = _acceptance(area(), application() + more.replace("maxTokenLifetimeSec", "other"))
    assert _setting(default, "storm.authz-server.max-token-lifetime-sec").seconds == 43200


def test_what_storm_does_not_start_with() -> None:
    lines = "      enforce-audience-checks: true\n"
    wrong = policy("type: jwt-group, params: {iss: x}", actions="[erase]") + policy("type: nobody")
    reasons = [each.reason for each in assembled(_FINE, application(wrong, lines)).problems]
    assert len(reasons) == 4
    assert any("no audiences" in reason for reason in reasons)
    assert any("`erase`" in reason for reason in reasons)
    assert any("params.group" in reason for reason in reasons)
    assert any("`nobody`" in reason for reason in reasons)


def test_secrets_appear_nowhere() -> None:
    more = "storm:\n  authz-server:\n    enabled: true\n    secret: hush-hush\n"
    assert "hush-hush" not in repr(assembled(area(), application() + more).services[0].acceptance)


def _services(files: dict[str, str]) -> list[set[str]]:
    found = assemble([piece(name, content) for name, content in files.items()]).services
    return [{PurePosixPath(file).name for file in each.acceptance.files} for each in found]


def test_profiles_that_set_different_things_are_one_service() -> None:
    files = {
        "c/config/application-issuers.yml": application(),
        "c/config/application-policies.yml": application(policy()).partition("storm:")[1]
        + application(policy()).partition("storm:")[2],
        "c/sa.d/data.properties": _FINE,
    }
    assert _services(files) == [
        {"application-issuers.yml", "application-policies.yml", "data.properties"}
    ]


def test_profiles_that_set_the_same_are_alternatives() -> None:
    files = {
        "r/application-one.yml": application() + "storm.sa.config-dir: t/one/sa.d\n",
        "r/application-two.yml": application() + "storm.sa.config-dir: t/two/sa.d\n",
        "t/one/sa.d/a.properties": area(),
        "t/two/sa.d/b.properties": area(),
    }
    assert _services(files) == [
        {"application-one.yml", "a.properties"},
        {"application-two.yml", "b.properties"},
    ]


def test_areas_of_two_services_are_told_once() -> None:
    wrong = area("orgsGrantRead=x\n")
    files = {
        "r/application-one.yml": application() + "storm.sa.config-dir: t/sa.d\n",
        "r/application-two.yml": application() + "storm.sa.config-dir: t/sa.d\n",
        "t/sa.d/a.properties": wrong,
    }
    found = assemble([piece(name, content) for name, content in files.items()]).services
    assert [len(each.acceptance.unknown_keys) for each in found] == [1, 0]


def test_areas_far_away_are_a_service_of_their_own() -> None:
    files = {"a/config/application.yml": application(), "b/sa.d/x.properties": area()}
    assert _services(files) == [{"application.yml"}, {"x.properties"}]


def test_a_folder_of_storage_areas_that_is_not_there() -> None:
    text = application() + "storm:\n  sa:\n    config-dir: /etc/storm/sa.d\n"
    found = assemble([piece("etc/application.yml", text)]).services[0].acceptance.absent
    assert [(each.what, each.file.text) for each in found] == [
        ("storm.sa.config-dir", "/etc/storm/sa.d")
    ]
    assert _acceptance(area(), text).absent == ()
