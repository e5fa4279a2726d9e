import pytest

from tests.services.dcache.sites import ISSUER, STACK, only, provider, site
from tokenlint.services.acceptance import Setting


def _settings(gplazma: str = "", doors: str = "", *, stack: str = STACK) -> dict[str, Setting]:
    service = only(site(f"{provider()}{gplazma}", doors, stack=stack))
    return {each.name: each for each in service.acceptance.settings}


def test_defaults_of_doors() -> None:
    found = _settings(doors="[main/webdav]\n[main/frontend]\n[main/xrootd]\n[main/dcap]\n")
    expected = {
        "webdav.authz.anonymous-operations": "none",
        "webdav.macaroons.accept-over-unencrypted-channel": "false",
        "webdav.authn.protocol": "http",
        "webdav.authn.basic": "false",
        "frontend.authn.protocol": "https",
        "frontend.authn.basic": "true",
        "xrootd.plugin!scitokens.strict": "false",
        "xrootd.authz.user": "nobody",
        "dcap.authz.anonymous-operations": "none",
        "dcache.enable.authn.anonymous-fallback-on-failed-login": "false",
    }
    for name, value in expected.items():
        assert (found[name].value, found[name].written, found[name].known) == (value, False, True)
    assert found["webdav.authn.basic"].source.line == 6


def test_written_values_with_their_places() -> None:
    line = "webdav.macaroons.accept-over-unencrypted-channel = True"
    setting = _settings(doors=f"[main/webdav]\n{line}\n")[line.split(" ", maxsplit=1)[0]]
    assert (setting.value, setting.written) == ("true", True)
    assert (setting.source.line, setting.source.column) == (7, 52)


def test_a_placeholder_is_unknown() -> None:
    found = _settings(doors="[main/webdav]\nwebdav.authn.basic = ${X}\n")
    assert not found["webdav.authn.basic"].known


def test_without_dcache_conf_defaults_are_unknown() -> None:
    files = site(provider(), "[main/webdav]\n")
    del files["etc/dcache/dcache.conf"]
    found = {each.name: each for each in only(files).acceptance.settings}
    assert not found["webdav.authn.basic"].known


def test_strictness_matters_only_with_the_plugin() -> None:
    found = _settings(doors="[main/xrootd]\nxrootd.plugins = gplazma:gsi,authz:none\n")
    assert "xrootd.plugin!scitokens.strict" not in found


@pytest.mark.parametrize(
    ("lines", "seconds"),
    [
        ("", 3600),
        ("gplazma.oidc.discovery-cache = 2\n", 7200),
        ("gplazma.oidc.discovery-cache = 2\ngplazma.oidc.discovery-cache.unit = DAYS\n", 172_800),
        ("gplazma.oidc.discovery-cache = ${X}\n", None),
    ],
)
def test_caches_in_seconds(lines: str, seconds: int | None) -> None:
    assert _settings(lines)["gplazma.oidc.discovery-cache"].seconds == seconds


def test_what_a_provider_suppresses_and_accepts() -> None:
    line = f"gplazma.oidc.provider!A = {ISSUER}a -suppress=offline -accept=username\n"
    found = _settings(line)
    assert found["gplazma.oidc.provider.suppress"].value == "offline"
    assert found["gplazma.oidc.provider.accept"].value == "username"


def test_the_secret_of_token_exchange_is_not_told() -> None:
    stack = f"auth optional oidc-te\n{STACK}"
    assert _settings(stack=stack)["gplazma.oidc-te.client-secret"].value == "default"
    found = _settings("gplazma.oidc-te.client-secret = hush\n", stack=stack)
    setting = found["gplazma.oidc-te.client-secret"]
    assert setting.value == "written"
    assert "hush" not in repr(setting)
    assert found["gplazma.oidc-te.audience"].value == "token-exchange"


def test_roles_and_the_old_plugin() -> None:
    stack = f"{STACK}session optional roles\n"
    found = _settings(f"gplazma.scitoken.issuer!X = {ISSUER}x /x uid:1\n", stack=stack)
    assert found["gplazma.roles.admin-gid"].value == "0"
    assert found["gplazma.scitoken.token-history"].value == "0"


def test_lifetimes_of_macaroons_with_their_unit() -> None:
    lines = "webdav.macaroons.max-lifetime = 30\nwebdav.macaroons.max-lifetime.unit = DAYS\n"
    found = _settings(doors=f"[main/webdav]\n{lines}")
    assert found["webdav.macaroons.max-lifetime"].seconds == 2_592_000
