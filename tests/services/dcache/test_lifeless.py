import pytest

from tests.services.dcache.sites import ISSUER, MULTIMAP, STACK, only, provider, read, site
from tokenlint.services.acceptance import Dead


def _dead(files: dict[str, str]) -> list[Dead]:
    return list(only(files).acceptance.dead)


def test_a_usual_site_has_no_dead_line() -> None:
    assert not _dead(site(provider("-profile=wlcg -prefix=/data")))


@pytest.mark.parametrize(
    ("key", "suggestion"),
    [
        ("gplazma.oidc.audience-target", "gplazma.oidc.audience-targets"),
        ("gplazma.oidc.audiences-targets", "gplazma.oidc.audience-targets"),
        ("gplazma.oidc.provider", "gplazma.oidc.provider!ALIAS"),
        ("gplazma.oidc.providers!X", "gplazma.oidc.provider!ALIAS"),
        ("gplazma.scitoken.issuers!X", "gplazma.scitoken.issuer!ID"),
        ("gplazma.oidc-te.clientid", "gplazma.oidc-te.client-id"),
    ],
)
def test_unknown_keys_of_closed_families(key: str, suggestion: str) -> None:
    (unknown,) = only(site(f"{provider()}{key} = x")).acceptance.unknown_keys
    assert (unknown.key.text, unknown.suggestion, unknown.section) == (
        key,
        suggestion,
        "[main/gplazma]",
    )
    assert unknown.key.source.line == 5


@pytest.mark.parametrize("key", ["gplazma.ldap.anything", "my.own", "gplazma.oidc.{{ x }}"])
def test_keys_of_open_families_are_not_judged(key: str) -> None:
    assert not only(site(f"{provider()}{key} = x")).acceptance.unknown_keys


def test_a_forbidden_property() -> None:
    (problem,) = read(site(f"{provider()}gplazma.oidc.hostnames = vo.example")).problems
    assert "does not start" in problem.reason
    assert "gplazma.oidc.provider!ALIAS" in problem.advice


def test_the_last_of_two_counts() -> None:
    files = site(f"gplazma.oidc.provider!VO = https://old.example/\n{provider()}")
    (dead,) = _dead(files)
    assert (dead.reason, dead.what.source.line) == ("shadowed", 3)
    assert dead.by is not None
    assert dead.by.line == 5


def test_a_property_in_another_service_s_section() -> None:
    doors = "[main/webdav]\ngplazma.oidc.audience-targets = x\n"
    (dead,) = _dead(site(provider(), doors))
    assert dead.reason == "not-loaded"
    assert "webdav" in dead.says


def test_providers_without_their_plugin() -> None:
    files = site(provider(), stack=STACK.replace("oidc", "x509"))
    assert [each.reason for each in _dead(files)] == ["not-loaded", "never-matches"][:1]
    assert not only(files).acceptance.issuers


def test_one_issuer_twice() -> None:
    (dead,) = _dead(site(f"{provider()}gplazma.oidc.provider!X = {ISSUER}\n"))
    assert dead.reason == "duplicate"
    assert dead.by is not None
    assert dead.by.line == 4


def test_a_line_for_no_provider() -> None:
    maps = "op:VO username:vouser\nop:ATLAS username:vouser\noidc:me@CMS username:vouser\n"
    reasons = [(each.reason, each.what.source.line) for each in _dead(site(provider(), maps=maps))]
    assert reasons == [("never-matches", 2), ("never-matches", 3)]


def test_unknown_providers_may_have_any_alias() -> None:
    files = site("gplazma.oidc.provider!${VO} = x:/", maps="op:VO username:vouser\n")
    assert not _dead(files)
    files = site("{{ .Values.providers }}", maps="op:VO username:vouser\n")
    assert not _dead(files)


def test_sessions_after_sufficient_roles() -> None:
    stack = f"session sufficient roles\n{STACK}"
    (dead,) = _dead(site(provider(), stack=stack))
    assert (dead.reason, dead.what.text) == ("unreachable", "authzdb")


def test_an_issuer_that_an_earlier_plugin_takes() -> None:
    stack = f"auth sufficient oidc\nauth optional scitoken\n{STACK.split('oidc', 1)[1]}"
    files = site(f"{provider()}gplazma.scitoken.issuer!OLD = {ISSUER} /data\n", stack=stack)
    (dead,) = _dead(files)
    assert (dead.reason, dead.what.text) == ("shadowed", "OLD")


def test_a_map_that_no_token_reaches() -> None:
    stack = (
        "auth optional oidc\nmap sufficient multimap\n"
        "map sufficient multimap gplazma.multimap.file=/etc/dcache/multimap-second\n"
        "session requisite authzdb\n"
    )
    files = site(provider(), stack=stack)
    files["etc/dcache/multimap-second"] = "oidc:me@VO username:looker\ndn:/CN=x username:looker\n"
    (dead,) = _dead(files)
    assert (dead.reason, dead.what.text) == ("shadowed", "oidc:me@VO")
    assert dead.by is not None
    assert dead.by.file == MULTIMAP
