import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.effort import examples
from tests.services.mytoken.made import CONFIG, held, read, text
from tokenlint.services.acceptance import Acceptance, Setting
from tokenlint.services.mytoken.reader import assemble
from tokenlint.services.mytoken.recognise import CONFIG as CONFIG_KIND
from tokenlint.services.mytoken.recognise import TEMPLATES
from tokenlint.services.offer import Grant, Public
from tokenlint.services.pieces import Piece
from tokenlint.services.text import Text

PROFILE = """\
{
  "capabilities": ["AT", "tokeninfo:introspekt"],
  "restriction": "day",
  "restrictions": {"usage_AT": 1, "Hosts": ["this"]},
  "rotation": {"onAT": true}
}
"""


def setting(acceptance: Acceptance, name: str) -> Setting:
    (found,) = [each for each in acceptance.settings if each.name == name]
    return found


def test_a_provider_offers_mytokens() -> None:
    found = held({"etc/config.yaml": CONFIG})
    assert (found.product, found.service, found.name) == ("mytoken", "broker", "etc/config.yaml")
    assert found.issues_for == ()  # it fetches tokens from its providers
    (offer,) = found.offers
    assert (offer.kind, offer.name.text) == ("provider", "https://issuer.example/")
    assert [scope.text for scope in offer.scopes] == ["openid", "storage.read:/"]
    assert offer.all_scopes
    assert offer.audiences is None
    assert offer.public is Public.NO
    assert Grant.AUTHORIZATION_CODE in offer.grants
    (lifetime,) = offer.lifetimes
    assert (lifetime.what, lifetime.seconds, lifetime.source.line) == ("mytoken", 86400, 17)


@pytest.mark.parametrize("line", ["    mytokens_max_lifetime: 0\n", ""])
def test_mytokens_without_an_end(line: str) -> None:
    found = held({"a.yaml": CONFIG.replace("    mytokens_max_lifetime: 86400\n", line)})
    (lifetime,) = found.offers[0].lifetimes
    assert (lifetime.unlimited, lifetime.written) == (True, bool(line))
    assert found.offers[0].narrowed == frozenset()
    longest = setting(found, "mytokens_max_lifetime")
    assert (longest.value, longest.written) == ("unlimited", bool(line))


def test_settings_and_defaults() -> None:
    found = held({"a.yaml": CONFIG})
    limits = setting(found, "server.request_limits.enabled")
    assert (limits.value, limits.written, limits.source.line) == ("false", True, 6)
    rotation = setting(found, "features.token_rotation.enabled")
    assert (rotation.value, rotation.written) == ("true", False)
    cookie = setting(found, "features.oidc_flows.authorization_code.web.cookie_lifetime")
    assert cookie.seconds == 604800
    for form in ("guest_mode: true", "guest_mode:\n    enabled: true"):
        found = held({"a.yaml": CONFIG.replace("features:\n", f"features:\n  {form}\n")})
        assert setting(found, "features.guest_mode.enabled").value == "true"


ENFORCED = """\
    enforced_restrictions:
      claim_sources:
        issuer: entitlements
"""


@pytest.mark.parametrize(
    ("lines", "narrowed"),
    [
        ("      default_template: here\n", {"host", "expiry"}),
        ('      default_template: \'{"hosts": ["this"]}\'\n', {"host", "expiry"}),
        ("      forbid_on_default: false\n      mapping:\n        a: here\n", {"expiry"}),
        ("      forbid_on_default: true\n      mapping:\n        a: here\n", {"host", "expiry"}),
        ('      forbid_on_default: true\n      mapping:\n        a: ""\n', {"expiry"}),
        ("      default_template: here\n      mapping:\n        a: few\n", {"expiry"}),
    ],
)
def test_enforced_restrictions(lines: str, narrowed: set[str]) -> None:
    files = {
        "etc/config.yaml": CONFIG + ENFORCED + lines,
        "restrictions/here": '{"hosts": ["this"]}',
        "restrictions/few": '{"usages_AT": 3}',
    }
    assert held(files).offers[0].narrowed == narrowed


def test_without_a_source_nothing_is_enforced() -> None:
    lines = "    enforced_restrictions:\n      default_template: gone\n"
    found = held({"etc/config.yaml": CONFIG + lines})
    assert found.offers[0].all_scopes
    assert found.absent == ()


def test_redirects_without_consent_are_patterns() -> None:
    web = (
        "  oidc_flows:\n    authorization_code:\n      web:\n        trusted_redirect_uris:\n"
        '          - "^https://portal[.]example/"\n          - "https://portal[.]example/$"\n'
    )
    found = held({"a.yaml": CONFIG.replace("features:\n", f"features:\n{web}")})
    tight, loose = found.patterns
    assert "open-start" not in tight.defects
    assert "open-start" in loose.defects
    assert loose.text.source.line == 13


def test_unknown_and_renamed_keys() -> None:
    config = CONFIG.replace("  token_revocation:", "  token_revokation:").replace(
        "    client_id", "    mytoken_max_lifetime: 1\n    client_id"
    )
    found = held({"a.yaml": config + "signing:\n  alg: ES512\n  mytoken:\n    keyfile: a\n"})
    keys = [(each.key.text, each.section, each.suggestion) for each in found.unknown_keys]
    assert keys == [
        ("token_revokation", "features", "token_revocation"),
        ("keyfile", "signing.mytoken", "key_file"),
        ("mytoken_max_lifetime", "", "mytokens_max_lifetime"),
    ]
    assert [(each.what.text, each.what.source.line) for each in found.dead] == [("alg", 20)]
    assert "signing.mytoken.alg" in found.dead[0].says


def test_unknown_keys_of_profiles() -> None:
    found = held({"profiles/one": PROFILE})
    keys = [(each.key.text, each.suggestion) for each in found.unknown_keys]
    assert keys == [
        ("restriction", "restrictions"),
        ("usage_AT", "usages_AT"),
        ("onAT", "on_AT"),
        ("tokeninfo:introspekt", "tokeninfo:introspect"),
    ]


def test_only_an_open_address_is_told_as_an_issuer() -> None:
    assert held({"a.yaml": CONFIG}).issuers == ()
    found = held({"a.yaml": CONFIG.replace("https:", "http:")})
    assert [each.url.source.line for each in found.issuers] == [1, 11]


def test_two_configurations_beside_one_set_of_profiles() -> None:
    files = {"etc/config.yaml": CONFIG, "etc/other.yaml": CONFIG, "profiles/one": "{}"}
    found = read(files)
    assert [len(each.acceptance.offers) for each in found.services] == [1, 1, 1]
    assert found.services[2].acceptance.name == "etc/server-profiles/profiles/one"


def test_templates_alone_offer_nothing() -> None:
    found = held({"restrictions/day": '{"exp": "+1d", "hots": ["this"]}'})
    assert found.offers == ()
    assert [each.suggestion for each in found.unknown_keys] == ["hosts"]


def test_a_config_map_is_a_server_without_defaults() -> None:
    made = Text("map.yaml", "config.yaml", CONFIG, 5, 4, embedded=True)
    (service,) = assemble([Piece(CONFIG_KIND, made)]).services
    found = service.acceptance
    assert found.name == "map.yaml:5"
    assert found.offers[0].source.line == 15
    assert "features.token_rotation.enabled" not in {each.name for each in found.settings}


def test_placeholders_are_unknown() -> None:
    config = CONFIG.replace("86400", "{{ days }}").replace("enabled: false", "enabled: {{ on }}")
    found = held({"a.yaml": config})
    assert not setting(found, "server.request_limits.enabled").known
    (lifetime,) = found.offers[0].lifetimes
    assert (lifetime.seconds, lifetime.unlimited) == (None, False)


def test_broken_files_are_problems_and_the_rest_is_read() -> None:
    found = read({"profiles/one": '{"capabilities": ["AT"', "profiles/two": "{}"})
    assert [each.kind for each in found.problems] == ["syntax"]
    assert "two" in [each.name.text for each in found.services[0].acceptance.offers]


@st.composite
def nearly_valid(draw: st.DrawFn) -> str:
    """A valid text with a part cut out and another one put in."""
    whole = draw(st.sampled_from((CONFIG + ENFORCED, PROFILE, '["a", {"include": ["b"]}]', "@a b")))
    start = draw(st.integers(0, len(whole)))
    end = draw(st.integers(start, min(len(whole), start + 40)))
    middle = draw(st.text(alphabet="\n\t :-[]{}'\"a=,<%>@", max_size=8))
    return whole[:start] + middle + whole[end:]


KINDS = st.sampled_from((CONFIG_KIND, *TEMPLATES))


@settings(max_examples=examples(100), suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(KINDS, st.sampled_from("abc"), nearly_valid()), max_size=4))
def test_any_text_is_read(files: list[tuple[str, str, str]]) -> None:
    assemble([Piece(kind, text(f"s/{kind}/{name}", content)) for kind, name, content in files])


def test_nothing_makes_nothing() -> None:
    assert assemble([]).services == ()
    assert read({"a.yaml": "- a\n"}).services == ()
